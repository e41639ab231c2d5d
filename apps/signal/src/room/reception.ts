import { listedFeatures, type ListenerHello, protocolVersion } from '@mauzin/shared';

import type { Air } from './air.ts';
import type { Listener } from './state/listener-book.ts';
import { Memory } from './memory.ts';
import { pastOn } from './state/past.ts';
import { choiceOf, type RoomContext } from './state/room-context.ts';
import type { From } from './room-types.ts';
import type { Routing } from './routing/routing.ts';

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
  readonly #routing: Routing;
  readonly #memory: Memory;

  constructor(context: RoomContext, air: Air, routing: Routing) {
    this.#context = context;
    this.#air = air;
    this.#routing = routing;
    this.#memory = new Memory(context.setup.maxListeners);
  }

  /** A listener has come. Returns whether there was room for it. */
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
      this.#routing.left(before, 'replaced');
    }
    // A sound that the relay sent has ended with the service process that ran before.
    const hears = hello.listening && hello.connection !== null && hello.route !== 'relay';
    if (resumed && hears) this.#air.believe();
    const known = before?.past ?? this.#memory.take(from.peer, atMs);
    const uncounted = hello.uncounted === true;
    const listener = book.enter(from, {
      past: pastOn(network, known),
      uncounted,
      ...(before ? { knows: before.knows } : {}),
    });
    this.#welcome(listener, arrival);
    this.#routing.entered(listener, hello, known);
    return true;
  }

  /** The listener is gone: it said bye, or its socket was lost. */
  leave(listener: Listener, reason: 'bye' | 'lost'): void {
    const { book, atMs } = this.#context;
    const { past, peer, sound } = listener;
    if (reason === 'lost' && sound.name === 'wanted') this.#memory.keep(peer, past, atMs);
    this.#routing.left(listener, reason);
    book.remove(peer);
  }

  #welcome({ link, peer }: Listener, { hello, resume }: Arrival): void {
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
      ...listedFeatures(hello),
      onAirMs: sinceMs === null ? null : Math.max(0, Math.round(atMs - sinceMs)),
      ...choiceOf(this.#context),
      ...(setup.httpStream === null ? {} : { httpStream: setup.httpStream }),
    });
  }
}
