import type { Route } from '@mauzin/shared';

import type { MoveReason } from '../../observe/contracts.ts';
import type { DueList } from './due-list.ts';
import type { Listener } from '../state/listener-book.ts';
import { relaySetbacks } from '../state/past.ts';
import type { RoomContext } from '../state/room-context.ts';
import type { RouteJudge } from './route-judge.ts';
import type { Routes } from './routes.ts';

/** How long to wait before a direct connection that did not come up is tried again on the same network, ms. */
const directAgainMs = 10 * 60_000;
/** The same where a side has no room, and for the relay, which reaches almost everybody: at first, and at most, ms. */
const againMs = 15_000;
const againMaxMs = 10 * 60_000;

/** Offers of the relay that a listener may let pass without an answer, and how long until it is offered the next one unasked, ms. */
const mostUnanswered = 2;
const secondOfferMs = 15_000;
/** How often the relay waits in vain for a connection to come up, each time about so long; and once it has given up, until it next does. */
const mostUnreached = 8;
const mostUnreachedAgain = 2;

/** When a route proves impossible for a listener, tries the other one, unless that one has just failed, too. */
export class Setbacks {
  readonly #context: RoomContext;
  readonly #judge: RouteJudge;
  readonly #due: DueList;
  readonly #routes: Routes;
  /** Listeners that are offered a second connection soon, since they have not answered the first. */
  readonly #secondOffers = new WeakSet<Listener>();

  constructor(context: RoomContext, judge: RouteJudge, due: DueList, routes: Routes) {
    this.#context = context;
    this.#judge = judge;
    this.#due = due;
    this.#routes = routes;
  }

  /** A side has no room for the listener, and sends nothing to it. */
  refused(listener: Listener, side: Route): void {
    const { past, sound } = listener;
    listener.knows[side] = false;
    this.#context.book.dropSide(listener, side);
    if (sound.name !== 'wanted') return;
    if (sound.leaving === side) this.#routes.breakOld(listener);
    if (sound.route !== side) return;
    this.#without(listener, side, side === 'direct' ? 'direct-full' : 'relay-lost');
    if (side === 'direct') past.peer.refusedUntilMs.direct = this.#context.atMs + againMs;
    // A relay that is not open will say when it has room again.
    else if (this.#judge.relayOpen) {
      past.peer.refusedUntilMs.relay = this.#relayAgainAtMs(listener);
      past.peer.relayRefusals += 1;
    }
  }

  /** The relay has lost the listener: whatever came from there has ended. */
  lostByRelay(listener: Listener): void {
    const { book } = this.#context;
    const { sound } = listener;
    listener.knows.relay = false;
    book.dropSide(listener, 'relay');
    if (sound.name !== 'wanted') return;
    if (sound.leaving === 'relay') {
      book.change(listener, { leaving: null });
      this.#due.set(listener, { breakAtMs: null });
    } else if (sound.route === 'relay') {
      this.#due.set(listener, { reach: null });
      if (this.#judge.relayOpen && sound.leaving === null) this.#routes.ask(listener, null);
      else this.#without(listener, 'relay', 'relay-lost');
    }
  }

  /** No connection to the listener came up in time. */
  fail(listener: Listener): void {
    const { atMs, seat } = this.#context;
    const { past, sound } = listener;
    this.#due.set(listener, { reach: null });
    if (sound.name !== 'wanted' || sound.route === null) return undefined;
    if (sound.route === 'relay') {
      if (this.#gaveBack(listener)) return undefined;
      past.routes.failedUntilMs.relay = this.#relayAgainAtMs(listener);
      past.routes.relayFailures += 1;
    }
    // A broadcaster that is away could not even receive the answer, so this is no failure of the direct route.
    else if (seat.link !== null) past.routes.failedUntilMs.direct = atMs + directAgainMs;
    const why = sound.route === 'direct' ? 'direct-failed' : 'relay-lost';
    const choice = this.#judge.choose(listener);
    const canAsk = choice === 'relay' || (choice === 'direct' && seat.link !== null);
    if (canAsk && choice !== sound.route) return this.#routes.move(listener, choice, why);
    // No other route is better: the listener asks again itself, or goes back to the side that it was leaving, if that plays.
    if (sound.leaving === null) return sound.route === 'relay' ? this.#offerAgain(listener) : undefined;
    if (!listener.connections.isReached(sound.leaving)) return this.#routes.breakOld(listener);
    return this.#routes.move(listener, sound.leaving, why);
  }

  /** Counts offers of the relay that the listener has not answered, or that made no connection. True: they were too many, and the seat is another's now. */
  #gaveBack(listener: Listener): boolean {
    const { connections, past, sound } = listener;
    const isUnanswered = this.#isUnanswered(listener);
    if (isUnreached(listener)) past.peer.unreached += 1;
    // A listener that is only being moved there has sound, and goes back to it.
    const plays = sound.name === 'wanted' && sound.leaving !== null && connections.isReached(sound.leaving);
    if (plays || (!isUnanswered && past.peer.unreached < mostUnreached)) return false;
    past.peer.unanswered = { count: 0, last: null };
    past.peer.unreached = Math.min(past.peer.unreached, mostUnreached - mostUnreachedAgain);
    past.peer.silentUntilMs = this.#relayAgainAtMs(listener);
    past.peer.relayRefusals += 1;
    this.#routes.unlisten(listener);
    return true;
  }

  /** Counts offers that the listener has not answered. True: they were too many. */
  #isUnanswered({ connections, past }: Listener): boolean {
    const offer = connections.unansweredOf('relay');
    const { count, last } = past.peer.unanswered;
    if (offer === null || offer === last) return false;
    past.peer.unanswered = { count: count + 1, last: offer };
    return count + 1 >= mostUnanswered;
  }

  /**
   * Nothing else can be tried for a listener by the relay. Where it has not answered, it is offered another connection in a while;
   * where it has, the next one is its own to ask for, and whether one has come up is looked at again.
   */
  #offerAgain(listener: Listener): void {
    const offer = listener.connections.unansweredOf('relay');
    const { last } = listener.past.peer.unanswered;
    if (offer === null) return isUnreached(listener) ? this.#lookAgain(listener) : undefined;
    if (this.#secondOffers.delete(listener)) return this.#routes.ask(listener, null);
    if (offer !== last) return undefined;
    this.#secondOffers.add(listener);
    return this.#lookAgain(listener);
  }

  #lookAgain(listener: Listener): void {
    this.#due.set(listener, { reach: { atMs: this.#context.atMs + secondOfferMs, offered: true } });
  }

  #without(listener: Listener, side: Route, why: MoveReason): void {
    const choice = this.#judge.choose(listener, side);
    if (choice === 'full') return this.#routes.turnAway(listener);
    if (choice !== 'undecided') return this.#routes.move(listener, choice, why);
    return this.#context.book.change(listener, { route: null, leaving: null });
  }

  /** When the relay may be tried again; the wait is twice as long each time. */
  #relayAgainAtMs({ past }: Listener): number {
    return this.#context.atMs + Math.min(againMaxMs, againMs * 2 ** Math.min(relaySetbacks(past), 10));
  }
}

/** The relay has offered the listener a connection, and sound goes out over none. */
const isUnreached = ({ connections }: Listener): boolean =>
  connections.has('relay') && !connections.isReached('relay');
