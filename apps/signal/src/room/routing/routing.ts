import type { ListenerHello, Route } from '@mauzin/shared';

import type { SaysToListener } from '../../sound/relay/contracts.ts';
import type { ListenerSays } from '../room-types.ts';
import type { Listener } from '../state/listener-book.ts';
import type { Listening } from '../state/listening-list.ts';
import type { Past } from '../state/past.ts';
import type { RoomContext } from '../state/room-context.ts';
import { Doubts } from './doubts.ts';
import { DueList } from './due-list.ts';
import { PacedWishes } from './paced-wishes.ts';
import { PassOn } from './pass-on.ts';
import { RouteJudge } from './route-judge.ts';
import { RouteReview } from './route-review.ts';
import { Routes } from './routes.ts';
import { Setbacks } from './setbacks.ts';

/**
 * Who sends to each listener of a room, when a listener is moved to the other side, and what is passed on between listener and
 * sender. The door of this folder: the rest of the room uses nothing else in it.
 */
export class Routing {
  readonly #context: RoomContext;
  readonly #routes: Routes;
  readonly #setbacks: Setbacks;
  readonly #wishes: PacedWishes;
  readonly #review: RouteReview;
  readonly #passOn: PassOn;

  constructor(context: RoomContext) {
    const judge = new RouteJudge(context);
    const due = new DueList(context);
    this.#context = context;
    const doubts = new Doubts(context);
    this.#routes = new Routes(context, judge, due, doubts);
    this.#setbacks = new Setbacks(context, judge, due, this.#routes);
    this.#wishes = new PacedWishes(context, due, this.#routes);
    this.#review = new RouteReview(context, judge, due, this.#routes, this.#setbacks, this.#wishes);
    this.#passOn = new PassOn(context, this.#routes, this.#setbacks, doubts);
  }

  // ---- a listener

  /** The listener has come, or is back, and is in the book. `before`: what was remembered of it; null: it is new. */
  entered(listener: Listener, hello: ListenerHello, before: Past | null): void {
    if (hello.listening) this.#wishes.take(listener, hello);
    else this.#routes.unlisten(listener);
    this.#review.entered(listener, before);
  }

  /** The listener leaves the book. `replaced`: it is on another socket, by which it will be entered anew. */
  left(listener: Listener, reason: 'bye' | 'lost' | 'replaced'): void {
    if (reason === 'replaced') this.#routes.forget(listener);
    else this.#routes.leave(listener, reason);
  }

  hearListener(listener: Listener, message: Exclude<ListenerSays, { type: 'bye' }>): void {
    switch (message.type) {
      case 'listen':
        return this.#wishes.take(listener, message);
      case 'unlisten':
        this.#wishes.drop(listener);
        return listener.sound.name === 'wanted' ? this.#routes.unlisten(listener) : undefined;
      case 'closed':
        this.#wishes.closed(listener, message.connection);
        return this.#passOn.fromListener(listener, message);
      case 'answer':
      case 'candidate':
      case 'health':
        return this.#passOn.fromListener(listener, message);
    }
  }

  // ---- the two sides that send

  /** Whoever sends by this route says something to one listener. */
  hearSide(side: Route, message: SaysToListener): void {
    this.#passOn.fromSide(side, message);
  }

  /** Most listeners that the broadcaster serves directly; Infinity: it has not said. */
  capacityIs(direct: number): void {
    this.#review.capacityIs(direct);
  }

  /** Whether the relay would take one more listener. */
  relayIs(isOpen: boolean): void {
    this.#review.relayIs(isOpen);
  }

  /** The relay has lost these listeners: whatever came from there has ended. */
  lostByRelay(peers: readonly string[]): void {
    for (const peer of peers) {
      const listener = this.#context.book.get(peer);
      if (listener) this.#setbacks.lostByRelay(listener);
    }
  }

  // ---- the broadcast

  /** A broadcaster has taken its seat; `hasMoved`: on another network than before. Returns the listeners that are to hear it directly. */
  seated(hasMoved: boolean): Listening {
    return this.#review.seated(hasMoved);
  }

  wentLive(): void {
    this.#review.wentLive();
  }

  wentOff(): void {
    this.#review.wentOff();
  }

  /** The saver rendition has come or gone. */
  saverChanged(): void {
    this.#review.saverChanged();
  }

  // ---- time

  /** Called after every event. */
  settle(): void {
    this.#review.settle();
  }

  /** The timer `routes` has rung. */
  ring(): void {
    this.#review.ring();
  }
}
