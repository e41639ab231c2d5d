import type { Route } from '@mauzin/shared';

import { chooseRoute } from './choose-route.ts';
import type { Listener } from '../state/listener-book.ts';
import { hasSeat } from '../state/kept-seats.ts';
import { relaySetbacks, triedAgainAtMs } from '../state/past.ts';
import type { RoomContext } from '../state/room-context.ts';

/** `undecided`: it is not known yet whose network the broadcaster is on, nor whether there is a relay. `full`: nobody has room. */
export type Choice = Route | 'undecided' | 'full';

/** After so many relay failures in a row, a listener whose direct connection has failed, too, is sent back to the broadcaster. */
const setbacksUntilDoubt = 3;

/** Says which route is the best for a listener, as things stand. */
export class RouteJudge {
  readonly #context: RoomContext;
  #relayOpen = false;
  /** The broadcaster's last reported capacity, in listeners served directly. */
  #said = Infinity;

  constructor(context: RoomContext) {
    this.#context = context;
  }

  /** Whether the relay would take one more listener. */
  get relayOpen(): boolean {
    return this.#relayOpen;
  }

  set relayOpen(isOpen: boolean) {
    this.#relayOpen = isOpen;
  }

  /** Most listeners that the broadcaster says it serves directly; Infinity: it has not said. */
  set said(direct: number) {
    this.#said = direct;
  }

  /** Most listeners that are served directly. */
  get capacity(): number {
    return Math.min(this.#context.setup.directCapacity, this.#said);
  }

  /** Whether the listener has a place at the broadcaster, or there is one for it. */
  directFits(listener: Listener): boolean {
    const { book, seat } = this.#context;
    const { network } = listener.past.routes;
    const isHome = seat.network === null || seat.isHome(network);
    const seats = { taken: book.direct, most: this.capacity, ofNetwork: book.directOf(network), isHome };
    return usesOf(listener, 'direct') || hasSeat(seats);
  }

  /** How many listeners are served directly beyond the capacity. */
  get excess(): number {
    return Math.max(0, this.#context.book.direct - this.capacity);
  }

  /** @param without a side that must not be chosen */
  choose(listener: Listener, without: Route | null = null): Choice {
    const { seat, setup, atMs } = this.#context;
    const isThere = seat.link !== null;
    if (setup.relay && !isThere && (seat.network === null || !this.#relayOpen)) return 'undecided';
    const { past } = listener;
    // A listener that has a place at a side keeps it; the broadcaster's own ear tries the way that others take.
    const isSilent = past.peer.silentUntilMs > atMs;
    const relayFits = without !== 'relay' && !isSilent && (this.#relayOpen || usesOf(listener, 'relay'));
    if (listener.wantsRelay && relayFits) return 'relay';
    const directFits = without !== 'direct' && this.directFits(listener);
    // A broadcaster that is away cannot be asked.
    const directFailed = !isThere || triedAgainAtMs(past, 'direct') > atMs;
    // Where both routes have failed the relay is tried on, for a while: it reaches almost everybody.
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

const usesOf = ({ sound }: Listener, side: Route): boolean =>
  sound.name === 'wanted' && (sound.route === side || sound.leaving === side);
