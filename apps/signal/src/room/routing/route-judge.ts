import type { Route } from '@mauzin/shared';

import { chooseRoute } from './choose-route.ts';
import type { Listener } from '../state/listener-book.ts';
import { relaySetbacks, triedAgainAtMs } from '../state/past.ts';
import type { RoomContext } from '../state/room-context.ts';

/** `undecided`: it is not known yet whose network the broadcaster is on, nor whether there is a relay. `full`: nobody has room. */
export type Choice = Route | 'undecided' | 'full';

/** So often the relay may fail a listener in a row before one that the broadcaster has failed, too, is sent back to that. */
const setbacksUntilDoubt = 3;

/** Says which route is the best for a listener, as things stand. */
export class RouteJudge {
  readonly #context: RoomContext;
  #relayOpen = false;
  /** What the broadcaster said last of its own. */
  #said = Infinity;

  constructor(context: RoomContext) {
    this.#context = context;
  }

  /** Whether the relay would take one more. */
  get relayOpen(): boolean {
    return this.#relayOpen;
  }

  set relayOpen(isOpen: boolean) {
    this.#relayOpen = isOpen;
  }

  /** How many the broadcaster says that it serves at most; Infinity: it has not said. */
  set said(direct: number) {
    this.#said = direct;
  }

  /** How many are served directly at most. */
  get capacity(): number {
    return Math.min(this.#context.setup.directCapacity, this.#said);
  }

  /** How many too many are served directly. */
  get excess(): number {
    return Math.max(0, this.#context.book.direct - this.capacity);
  }

  /** @param without this side is out of the question */
  choose(listener: Listener, without: Route | null = null): Choice {
    const { book, seat, setup, atMs } = this.#context;
    const isThere = seat.link !== null;
    if (setup.relay && !isThere && (seat.network === null || !this.#relayOpen)) return 'undecided';
    const { past, sound } = listener;
    const uses = (side: Route): boolean =>
      sound.name === 'wanted' && (sound.route === side || sound.leaving === side);
    // Whoever has a place keeps it.
    const directFits = without !== 'direct' && (uses('direct') || book.direct < this.capacity);
    const relayFits = without !== 'relay' && (this.#relayOpen || uses('relay'));
    // One that is away cannot be asked.
    const directFailed = !isThere || triedAgainAtMs(past, 'direct') > atMs;
    // Where neither has brought anything the relay is the better hope, for a while: it reaches almost everybody.
    const isDoubted = !directFailed || relaySetbacks(past) >= setbacksUntilDoubt;
    const relayFailed = directFits && isDoubted && triedAgainAtMs(past, 'relay') > atMs;
    const { route } = chooseRoute({
      sameNetwork: seat.network === past.routes.network,
      directFailed,
      directFits,
      relayAvailable: relayFits && !relayFailed,
    });
    return route ?? 'full';
  }
}
