import { limits, type Route } from '@mauzin/shared';

/** Connections of one listener whose messages are passed on: the one that it hears, its successor, and some slack. */
const maxConnections = 8;

export type Direction = 'from-sender' | 'from-listener';

interface Connection {
  readonly side: Route;
  reached: boolean;
  readonly candidates: Record<Direction, number>;
}

/** The connections of one listener: whose each is, whether sound goes out over it, and how much was said about it. */
export class Connections {
  readonly #known = new Map<string, Connection>();

  /** The side that sends over this connection; null: it is not one of this listener's. */
  sideOf(id: string): Route | null {
    return this.#known.get(id)?.side ?? null;
  }

  /** This side or the listener names a connection of this side's. False: the other side has one of that name. */
  add(id: string, side: Route): boolean {
    const known = this.#known.get(id);
    if (known) return known.side === side;
    this.#known.set(id, { side, reached: false, candidates: { 'from-sender': 0, 'from-listener': 0 } });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxConnections && oldest !== undefined) this.#known.delete(oldest);
    return true;
  }

  /** Sound goes out over this connection. */
  reach(id: string): void {
    const known = this.#known.get(id);
    if (known) known.reached = true;
  }

  /** Whether sound goes out over this connection. */
  carries(id: string): boolean {
    return this.#known.get(id)?.reached ?? false;
  }

  /** Whether sound goes out over a connection of this side's. */
  isReached(side: Route): boolean {
    return this.reachedOf(side) !== null;
  }

  /** This side's newest connection over which sound goes out. */
  reachedOf(side: Route): string | null {
    let newest = null;
    for (const [id, one] of this.#known) if (one.side === side && one.reached) newest = id;
    return newest;
  }

  of(side: Route): string[] {
    return [...this.#known].flatMap(([id, one]) => (one.side === side ? [id] : []));
  }

  has(side: Route): boolean {
    for (const one of this.#known.values()) if (one.side === side) return true;
    return false;
  }

  drop(id: string): void {
    this.#known.delete(id);
  }

  clear(): void {
    this.#known.clear();
  }

  /** Counts a candidate. False when there have been too many, or the connection is not known. */
  takeCandidate(id: string, direction: Direction): boolean {
    const counts = this.#known.get(id)?.candidates;
    if (!counts || counts[direction] >= limits.candidatesPerConnection) return false;
    counts[direction] += 1;
    return true;
  }
}
