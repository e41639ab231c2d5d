import { type ListenerHello, protocolVersion } from '@mauzin/shared';

import type { Air } from './air.ts';
import type { Listener } from './state/listener-book.ts';
import { Memory } from './memory.ts';
import { pastOn } from './state/past.ts';
import { choiceOf, type RoomContext } from './state/room-context.ts';
import type { From } from './room-types.ts';
import type { RouteReview } from './routing/route-review.ts';
import type { Routes } from './routing/routes.ts';

interface Arrival {
  readonly from: From;
  readonly network: string;
  readonly resume: string;
  readonly resumed: boolean;
  readonly hello: ListenerHello;
}

/** Listeners come, come back, and go. */
export class Reception {
  readonly #context: RoomContext;
  readonly #air: Air;
  readonly #routes: Routes;
  readonly #review: RouteReview;
  readonly #memory: Memory;

  constructor(context: RoomContext, air: Air, routes: Routes, review: RouteReview) {
    this.#context = context;
    this.#air = air;
    this.#routes = routes;
    this.#review = review;
    this.#memory = new Memory(context.setup.maxListeners);
  }

  /** Returns whether there was room. */
  arrive(arrival: Arrival): boolean {
    const { book, out, setup, atMs } = this.#context;
    const { from, hello, network, resumed } = arrival;
    const before = book.get(from.peer);
    if (!before && book.size >= setup.maxListeners) {
      out.close(from.link, 'station-full');
      return false;
    }
    if (before) {
      out.close(before.link, 'replaced');
      this.#routes.forget(before);
    }
    // What the relay sent has ended with the service that is gone.
    const hears = hello.listening && hello.connection !== null && hello.route !== 'relay';
    if (resumed && hears) this.#air.believe();
    const known = before?.past ?? this.#memory.take(from.peer, atMs);
    const uncounted = hello.uncounted === true;
    const listener = book.enter(from, {
      past: pastOn(network, known),
      uncounted,
      ...(before ? { knows: before.knows } : {}),
    });
    this.#welcome(listener, arrival.resume);
    if (hello.listening) this.#routes.listen(listener, hello);
    else this.#routes.unlisten(listener);
    this.#review.entered(listener, known);
    return true;
  }

  /** It is gone, with a word or without. */
  leave(listener: Listener, reason: 'bye' | 'lost'): void {
    const { book, atMs } = this.#context;
    const { past, peer, sound } = listener;
    if (reason === 'lost' && sound.name === 'wanted') this.#memory.keep(peer, past, atMs);
    this.#routes.leave(listener, reason);
    book.remove(peer);
  }

  #welcome({ link, peer }: Listener, resume: string): void {
    const { book, out, seat, setup, atMs } = this.#context;
    const { sinceMs } = seat;
    out.toListener(link, {
      type: 'welcome',
      version: protocolVersion,
      peer,
      resume,
      station: setup.station,
      iceServers: [...setup.iceServersFor(peer, 'listener')],
      listeners: book.counted,
      pingEveryMs: setup.pingEveryMs,
      onAirMs: sinceMs === null ? null : Math.max(0, Math.round(atMs - sinceMs)),
      ...choiceOf(this.#context),
      ...(setup.httpStream === null ? {} : { httpStream: setup.httpStream }),
    });
  }
}
