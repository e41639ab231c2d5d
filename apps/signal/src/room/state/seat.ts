import type { From, LinkId } from '../room-types.ts';

/** Times are when the station went on the air, monotonic, ms; null: it is off. */
type State =
  /** The service has just begun: a broadcast may well be going on, but nobody has said so yet. */
  | { readonly name: 'unknown' }
  | { readonly name: 'free' }
  | { readonly name: 'held'; readonly peer: string; readonly link: LinkId; readonly sinceMs: number | null }
  /** The broadcaster's socket was lost while on the air. It may be back in a moment, and is heard all the while. */
  | { readonly name: 'away'; readonly sinceMs: number }
  /** The broadcaster was away for so long that the station counts as off. Sound that still comes may go on. */
  | { readonly name: 'lost' };

/** Who owns the station's sound. */
export class Seat {
  #state: State = { name: 'unknown' };
  #network: string | null = null;
  #owner: string | null = null;

  get name(): State['name'] {
    return this.#state.name;
  }

  /** The broadcaster's socket; null: it is not there. */
  get link(): LinkId | null {
    return this.#state.name === 'held' ? this.#state.link : null;
  }

  get peer(): string | null {
    return this.#state.name === 'held' ? this.#state.peer : null;
  }

  /** The peer that holds the seat, or held it last. */
  get owner(): string | null {
    return this.#owner;
  }

  get sinceMs(): number | null {
    return this.#state.name === 'held' || this.#state.name === 'away' ? this.#state.sinceMs : null;
  }

  get isOnAir(): boolean {
    return this.sinceMs !== null;
  }

  /** The network that the broadcaster is on, or was last. */
  get network(): string | null {
    return this.#network;
  }

  /** Whether this is the broadcaster's network, or was its last. */
  isHome(network: string): boolean {
    return this.#network === network;
  }

  isHeldBy(link: LinkId): boolean {
    return this.link === link;
  }

  /** A broadcaster takes the seat. Returns whether it is on another network than the broadcaster before it. */
  take({ peer, link }: From, network: string, sinceMs: number | null): boolean {
    const moved = this.#network !== null && this.#network !== network;
    this.#network = network;
    this.#owner = peer;
    this.#state = { name: 'held', peer, link, sinceMs };
    return moved;
  }

  setAir(sinceMs: number | null): void {
    if (this.#state.name === 'held') this.#state = { ...this.#state, sinceMs };
  }

  leave(): void {
    this.#state = { name: 'free' };
  }

  /** The broadcaster's socket is gone. Returns whether the broadcaster is waited for. */
  lose(): boolean {
    if (this.#state.name !== 'held') return false;
    const { sinceMs } = this.#state;
    this.#state = sinceMs === null ? { name: 'free' } : { name: 'away', sinceMs };
    return sinceMs !== null;
  }

  /** Somebody who must know says that a broadcast is going on. */
  believe(sinceMs: number): void {
    if (this.#state.name === 'unknown') this.#state = { name: 'away', sinceMs };
  }

  /** The broadcaster was waited for and did not come back. */
  giveUp(): void {
    if (this.#state.name === 'away') this.#state = { name: 'lost' };
  }
}
