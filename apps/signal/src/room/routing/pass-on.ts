import { namedRendition, type Rendition, type Route } from '@mauzin/shared';

import type { SaysToListener } from '../../sound/relay/contracts.ts';
import type { Listener } from '../state/listener-book.ts';
import type { RoomContext } from '../state/room-context.ts';
import type { ListenerSays } from '../room-types.ts';
import { type Doubts, isInDoubt } from './doubts.ts';
import type { Routes } from './routes.ts';
import type { Setbacks } from './setbacks.ts';

export type SaysToSide = Extract<ListenerSays, { type: 'answer' | 'candidate' | 'closed' | 'health' }>;

/**
 * Passes messages about connections between listeners and the sides that send to them, and only to the side whose connection it is: of
 * connections that were offered to the listener by us, or that their side has confirmed. What a listener claims alone goes nowhere.
 */
export class PassOn {
  readonly #context: RoomContext;
  readonly #routes: Routes;
  readonly #setbacks: Setbacks;
  readonly #doubts: Doubts;

  constructor(context: RoomContext, routes: Routes, setbacks: Setbacks, doubts: Doubts) {
    this.#doubts = doubts;
    this.#context = context;
    this.#routes = routes;
    this.#setbacks = setbacks;
  }

  fromSide(side: Route, message: SaysToListener): void {
    const listener = this.#context.book.get(message.listener);
    // A side may have offered a connection before the listener's `unlisten` reached it.
    if (listener?.sound.name !== 'wanted') return;
    const denies = message.type === 'refuse' || message.type === 'offer';
    if (side === 'direct' && denies && isInDoubt(listener)) this.#deny(listener, listener.sound.rendition);
    else if (message.type === 'refuse') this.#setbacks.refused(listener, side);
    else if (message.type === 'offer') this.#offer(listener, side, message);
    else if (listener.connections.sideOf(message.connection) === side) this.#tell(listener, message);
  }

  fromListener(listener: Listener, message: SaysToSide): void {
    if (message.type === 'health') return this.#health(listener, message);
    const { book, out, seat } = this.#context;
    const { connections, peer } = listener;
    const { connection } = message;
    const side = connections.believedSideOf(connection);
    if (side === null)
      return message.type === 'closed' ? this.#routes.ended(listener, connection, true) : undefined;
    switch (message.type) {
      case 'answer':
        if (!connections.takeAnswer(connection)) return undefined;
        if (side === 'relay') listener.past.peer.unanswered = { count: 0, last: null };
        // An answer that reached no broadcaster makes no connection: the broadcaster will offer again when it is back.
        if (side === 'relay' || seat.link !== null) book.change(listener, { held: connection });
        return out.toSide(side, { type: 'answer', listener: peer, connection, sdp: message.sdp });
      case 'candidate':
        if (
          !connections.takeCandidate(connection, 'from-listener') ||
          !this.#isInPace(listener, 'candidates')
        )
          return undefined;
        return out.toSide(side, {
          type: 'candidate',
          listener: peer,
          connection,
          candidate: message.candidate,
        });
      case 'closed':
        out.toSide(side, { type: 'closed', listener: peer, connection });
        return this.#routes.ended(listener, connection, true);
      default:
        return message satisfies never;
    }
  }

  /** The broadcaster does not know what the listener claims to hear. */
  #deny(listener: Listener, rendition: Rendition): void {
    this.#doubts.denied(listener);
    this.#routes.listen(listener, { connection: null, rendition });
  }

  #offer(listener: Listener, side: Route, message: Extract<SaysToListener, { type: 'offer' }>): void {
    const { out, setup } = this.#context;
    const { connections, link, past, peer, sound } = listener;
    const { connection, rendition, sdp } = message;
    // An offer of the side that the listener is about to leave is dropped, too: the listener needs no other connection there.
    if (sound.name !== 'wanted' || sound.route !== side || !connections.offer(connection, side)) return;
    const iceServers = setup.iceServersFor(peer, 'listener', past.routes.network);
    out.toListener(link, {
      type: 'offer',
      connection,
      route: side,
      ...namedRendition(rendition),
      sdp,
      ...(iceServers.length > 0 ? { iceServers: [...iceServers] } : {}),
    });
    this.#routes.offered(listener);
  }

  #tell(
    listener: Listener,
    message: Extract<SaysToListener, { type: 'candidate' | 'closed' | 'reached' }>,
  ): void {
    const { out } = this.#context;
    const { connection } = message;
    switch (message.type) {
      case 'candidate':
        if (!listener.connections.takeCandidate(connection, 'from-sender')) return undefined;
        return out.toListener(listener.link, {
          type: 'candidate',
          connection,
          candidate: message.candidate,
        });
      case 'closed':
        out.toListener(listener.link, { type: 'closed', connection });
        return this.#routes.ended(listener, connection, false);
      case 'reached':
        return this.#confirmed(listener, connection);
      default:
        return message satisfies never;
    }
  }

  /** Sound goes out over this connection, says its side. What the listener has reported of it is believed now. */
  #confirmed(listener: Listener, connection: string): void {
    const report = listener.connections.takeReport(connection);
    this.#routes.reached(listener, connection);
    if (report !== null) this.#health(listener, { type: 'health', report });
  }

  /** What comes faster than any page sends it is dropped. */
  #isInPace({ past }: Listener, what: 'candidates' | 'reports'): boolean {
    return past.peer.paces.take(what, this.#context.atMs);
  }

  /** The operator sees how everybody hears, by whatever route; the relay hears it to decide about RED. */
  #health(listener: Listener, { report }: Extract<SaysToSide, { type: 'health' }>): void {
    const { out, seat } = this.#context;
    const { connections, knows, peer } = listener;
    const { connection } = report;
    if (connection !== null && connections.isClaimed(connection))
      return connections.keepReport(connection, report);
    const side = connection === null ? null : connections.sideOf(connection);
    // A null connection means HTTP; any other must be one that is known, and that the listener can hear.
    if (connection !== null && !connections.isAnswered(connection)) return undefined;
    // The relay itself says whom it reaches: an answer costs nothing, and a report no more.
    if (connection !== null && side === 'relay' && !connections.carries(connection))
      return connections.keepReport(connection, report);
    if (!this.#isInPace(listener, 'reports')) return undefined;
    if (seat.link !== null) knows.direct = true;
    out.toBroadcaster({ type: 'health', listener: peer, report });
    if (side === 'relay') out.toSide('relay', { type: 'health', listener: peer, report });
    // A listener that reports how it hears has been reached by the broadcaster.
    return connection === null || side === 'relay' ? undefined : this.#routes.reached(listener, connection);
  }
}
