import { type HealthReport, limits, type Route } from '@mauzin/shared';

/** Connections of one listener whose messages are passed on: the one that it hears, its successor, and some slack. */
const maxConnections = 8;

export type Direction = 'from-sender' | 'from-listener';

/**
 * `claimed`: the listener says that it hears this one, and its side has not said so yet. `offered`: its side has offered it, by us.
 * `reached`: sound goes out over it.
 */
type State = 'claimed' | 'offered' | 'reached';

/** A connection over which sound goes out. */
export interface Reached {
  readonly id: string;
  readonly side: Route;
}

interface Connection {
  readonly side: Route;
  state: State;
  /** The listener's one answer has been passed on, or there is none to come. */
  answered: boolean;
  /** What the listener reported last of a connection that is only claimed. */
  report: HealthReport | null;
  readonly candidates: Record<Direction, number>;
}

/**
 * The connections of one listener: whose each is, whether sound goes out over it, and how much was said about it. What a listener claims
 * alone is written down, and believed once its side confirms it.
 */
export class Connections {
  readonly #known = new Map<string, Connection>();

  /** The side that sends over this connection, or would as the listener claims; null: it is not one of this listener's. */
  sideOf(id: string): Route | null {
    return this.#known.get(id)?.side ?? null;
  }

  /** The side that sends over this connection; null also where only the listener says that there is one. */
  believedSideOf(id: string): Route | null {
    return this.isClaimed(id) ? null : this.sideOf(id);
  }

  /** Whether only the listener says that there is this connection. */
  isClaimed(id: string | null): boolean {
    return id !== null && this.#known.get(id)?.state === 'claimed';
  }

  /** This side offers a connection. False: the other side has one of that name. */
  offer(id: string, side: Route): boolean {
    const known = this.#known.get(id);
    if (known && known.side !== side) return false;
    if (known?.state === 'claimed') this.#known.delete(id);
    this.#add(id, side, 'offered');
    return true;
  }

  /** The listener says that it hears this connection of this side's. Nothing is changed about one that is known. */
  claim(id: string, side: Route): void {
    this.#add(id, side, 'claimed');
  }

  /** The listener was here a moment ago, and sound went out over this connection. */
  restore(id: string, side: Route): void {
    this.claim(id, side);
    this.reach(id);
  }

  /** Sound goes out over this connection. */
  reach(id: string): void {
    const known = this.#known.get(id);
    if (known) known.state = 'reached';
  }

  /** Whether sound goes out over this connection. */
  carries(id: string): boolean {
    return this.#known.get(id)?.state === 'reached';
  }

  /** All over which sound goes out, with their sides. */
  reached(): Reached[] {
    return [...this.#known].flatMap(([id, { side, state }]) => (state === 'reached' ? [{ id, side }] : []));
  }

  /** Whether sound goes out over a connection of this side's. */
  isReached(side: Route): boolean {
    return this.reachedOf(side) !== null;
  }

  /** This side's newest connection over which sound goes out. */
  reachedOf(side: Route): string | null {
    let newest = null;
    for (const [id, one] of this.#known) if (one.side === side && one.state === 'reached') newest = id;
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

  /** Takes the listener's answer to an offer. False: there is no such offer, or it has been answered. */
  takeAnswer(id: string): boolean {
    const known = this.#known.get(id);
    if (known === undefined || known.answered) return false;
    known.answered = true;
    return true;
  }

  /** The newest connection of this side's, if the listener has not answered its offer. */
  unansweredOf(side: Route): string | null {
    const newest = this.of(side).at(-1);
    return newest === undefined || this.isAnswered(newest) ? null : newest;
  }

  /** Whether the listener has answered this connection's offer, or may hear it without one of ours. */
  isAnswered(id: string): boolean {
    return this.#known.get(id)?.answered ?? false;
  }

  /** Keeps what the listener reports of a connection until its side confirms it. */
  keepReport(id: string, report: HealthReport): void {
    const known = this.#known.get(id);
    if (known) known.report = report;
  }

  /** What was kept of the listener's reports; not twice. */
  takeReport(id: string): HealthReport | null {
    const known = this.#known.get(id);
    const report = known?.report ?? null;
    if (known) known.report = null;
    return report;
  }

  /** Counts a candidate. False when there have been too many, or the connection is not known. */
  takeCandidate(id: string, direction: Direction): boolean {
    const counts = this.#known.get(id)?.candidates;
    if (!counts || counts[direction] >= limits.candidatesPerConnection) return false;
    counts[direction] += 1;
    return true;
  }

  #add(id: string, side: Route, state: State): void {
    if (this.#known.has(id)) return;
    this.#known.set(id, {
      side,
      state,
      answered: state === 'claimed',
      report: null,
      candidates: { 'from-sender': 0, 'from-listener': 0 },
    });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxConnections && oldest !== undefined) this.#known.delete(oldest);
  }
}
