import { listedFeatures, type ListenerHello, protocolVersion } from '@mauzin/shared';

import type { Air } from './air.ts';
import type { Listener } from './state/listener-book.ts';
import { Memory } from './memory.ts';
import { hasSeat } from './state/kept-seats.ts';
import { pastOn } from './state/past.ts';
import { choiceOf, type RoomContext } from './state/room-context.ts';
import type { From, LinkId } from './room-types.ts';
import type { Routing } from './routing/routing.ts';

interface Arrival {
  readonly from: From;
  readonly network: string;
  readonly resume: string;
  readonly ticket: string | null;
  readonly resumed: boolean;
  readonly hello: ListenerHello;
}

/** Listeners come, come back, and go. */
export class Reception {
  readonly #context: RoomContext;
  readonly #air: Air;
  readonly #routing: Routing;
  readonly #memory: Memory;
  /** Who is to hear no more, which the broadcaster has not been told, as it was away; most are forgotten when it is told of everybody. */
  readonly #untold = new Set<string>();
  #everybodyUntold = false;

  constructor(context: RoomContext, air: Air, routing: Routing) {
    this.#context = context;
    this.#air = air;
    this.#routing = routing;
    this.#memory = new Memory(context.setup.maxListeners);
  }

  /** A listener has come. Returns whether there was room for it. */
  arrive(arrival: Arrival): boolean {
    const { book, out, seat, setup, atMs } = this.#context;
    const { from, hello, network, resumed } = arrival;
    const before = book.get(from.peer);
    const ofNetwork = book.hereOf(network);
    // Before anybody knows where the broadcaster is, whoever was here before may well be at home there.
    const isHome = seat.network === null ? resumed : seat.isHome(network);
    if (!before && !hasSeat({ taken: book.size, most: setup.maxListeners, ofNetwork, isHome })) {
      out.close(from.link, 'station-full');
      return false;
    }
    if (before) {
      out.close(before.link, 'replaced');
      this.#routing.left(before, 'replaced');
      before.past.peer.heard = before.connections.reached();
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
    rememberHeard(listener, hello);
    this.#welcome(listener, arrival);
    this.#routing.entered(listener, hello, known);
    return true;
  }

  /** The listener is gone: it said bye, or its socket was lost. */
  leave(listener: Listener, reason: 'bye' | 'lost'): void {
    const { book, atMs } = this.#context;
    const { connections, due, past, peer, sound } = listener;
    past.peer.heard = connections.reached();
    const wants = sound.name === 'wanted' || due.ask !== null;
    if (reason === 'lost' && wants) this.#memory.keep(peer, past, atMs);
    this.#routing.left(listener, reason);
    book.remove(peer);
  }

  /** The network of a listener that is here, or lost its socket a short while ago; null: there is none of that id. */
  networkOf(peer: string, atMs: number): string | null {
    const past = this.#context.book.get(peer)?.past ?? this.#memory.get(peer, atMs);
    return past?.routes.network ?? null;
  }

  /** Ends a listener and its connections, whether it has a socket or only hears on. */
  sendAway(peer: string): void {
    const { book, atMs } = this.#context;
    const listener = book.get(peer);
    if (listener) this.#dismiss(listener, 'origin-refused');
    else if (this.#memory.take(peer, atMs) !== null) this.#silence(peer);
  }

  /** Ends all listeners and their connections, but for those at these links. */
  dismissAll(spared: ReadonlySet<LinkId>): void {
    const { book, out, seat, atMs } = this.#context;
    for (const listener of book.all()) if (!spared.has(listener.link)) this.#dismiss(listener, 'code-needed');
    for (const peer of this.#memory.peers(atMs)) {
      this.#memory.take(peer, atMs);
      this.#silence(peer);
    }
    // There may be others that hear on, whom the service does not remember: it was started anew.
    if (seat.link === null) this.#everybodyUntold = true;
    else out.toBroadcaster({ type: 'dismissed' });
  }

  /** The broadcaster is back, and has been welcomed: it hears whom to let go. */
  seated(): void {
    const { book, out } = this.#context;
    for (const listener of this.#untold)
      if (!book.get(listener)) out.toBroadcaster({ type: 'listener-left', listener, reason: 'bye' });
    if (this.#everybodyUntold) out.toBroadcaster({ type: 'dismissed' });
    this.#untold.clear();
    this.#everybodyUntold = false;
  }

  #dismiss(listener: Listener, failure: 'origin-refused' | 'code-needed'): void {
    const { out, seat } = this.#context;
    out.close(listener.link, failure);
    if (seat.link === null) this.#keepUntold(listener.peer);
    this.leave(listener, 'bye');
  }

  /** It has no socket, but may hear on, by whichever side. */
  #silence(listener: string): void {
    const { out, seat } = this.#context;
    if (seat.link === null) this.#keepUntold(listener);
    out.toBroadcaster({ type: 'listener-left', listener, reason: 'bye' });
    out.toRelay({ type: 'of-listener', message: { type: 'listener-left', listener, reason: 'bye' } });
  }

  #keepUntold(peer: string): void {
    this.#untold.add(peer);
    const [oldest] = this.#untold;
    if (this.#untold.size > this.#context.setup.maxListeners && oldest !== undefined)
      this.#untold.delete(oldest);
  }

  #welcome({ link, peer }: Listener, { hello, resume, ticket }: Arrival): void {
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
      ...(ticket === null ? {} : { ticket }),
    });
  }
}

/** What sound went out over when the listener's last socket was lost is no mere claim when the listener names it again. */
function rememberHeard({ connections, past }: Listener, { connection }: ListenerHello): void {
  for (const { id, side } of past.peer.heard) if (id === connection) connections.restore(id, side);
  past.peer.heard = [];
}
