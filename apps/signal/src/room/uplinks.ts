import { namedRendition, type Rendition, renditions } from '@mauzin/shared';

import type { SaysToListener, UplinkHears, UplinkSays } from '../sound/relay/contracts.ts';
import { Connections } from './state/connections.ts';
import type { Listening } from './state/listening-list.ts';
import type { RoomContext } from './state/room-context.ts';

/** What an uplink is called at the broadcaster. */
const peerOf = { normal: 'relay-normal', saver: 'relay-saver' } as const;
const renditionOf: ReadonlyMap<string, Rendition> = new Map(
  renditions.map((rendition) => [peerOf[rendition], rendition]),
);
const timerOf = { normal: 'uplink-normal', saver: 'uplink-saver' } as const;

/** Which uplink a broadcaster speaks of; null: of a listener. */
export const uplinkOf = (peer: string): Rendition | null => renditionOf.get(peer) ?? null;

/** Offers that are taken at most for questions that were asked before the first of them came. */
const mostAsks = 2;

interface Uplink {
  readonly rendition: Rendition;
  readonly connections: Connections;
  wanted: boolean;
  /** Nobody needs the uplink now; it goes on for a while, in case somebody comes. */
  lingers: boolean;
  /** The relay has said that it wants sound. */
  asked: boolean;
  held: string | null;
  /** Questions that the broadcaster has not answered with an offer: it may have given up the connection of the first for the second. */
  asks: number;
  /** Whether one more offer is taken, should the handshake of the last one fail: once that is answered. */
  renewal: 'offered' | 'renewable' | 'none';
}

/** Who is at the relay. */
export interface AtRelay {
  /** Hear by a connection from there. */
  readonly relayed: number;
  /** Hear the HTTP stream. */
  readonly overHttp: number;
  /** Want to hear by either, and the relay has no sound for them. */
  readonly unheard: number;
}

const newUplink = (rendition: Rendition): Uplink => ({
  rendition,
  connections: new Connections(),
  wanted: false,
  lingers: false,
  asked: false,
  held: null,
  asks: 0,
  renewal: 'none',
});

/** What the broadcaster sends to the relay: one copy of each rendition, only while somebody needs it. */
export class Uplinks {
  readonly #context: RoomContext;
  readonly #all = renditions.map(newUplink);
  /** Whether packets of a rendition reach the relay. */
  readonly #flows: Record<Rendition, boolean> = { normal: false, saver: false };
  #readers: Readonly<Record<Rendition, number>> = { normal: 0, saver: 0 };

  constructor(context: RoomContext) {
    this.#context = context;
  }

  /** How many play the HTTP stream. */
  get overHttp(): number {
    return this.#readers.normal + this.#readers.saver;
  }

  /** Of those whom the relay serves, or has players in: how many hear, and how many it has nothing to send. */
  get atRelay(): AtRelay {
    const { book } = this.#context;
    const { normal, saver } = this.#flows;
    // Who wants the saver gets normal sound until there is one.
    const flows = { normal, saver: saver || normal };
    const sum = (of: Readonly<Record<Rendition, number>>): number =>
      renditions.reduce((total, rendition) => total + (flows[rendition] ? of[rendition] : 0), 0);
    const overHttp = sum(this.#readers);
    const isAway = !normal && !saver;
    return {
      relayed: sum(book.reachedByRelay),
      overHttp,
      unheard: isAway ? book.relayed + this.overHttp : this.overHttp - overHttp,
    };
  }

  setFlows(rendition: Rendition, flows: boolean): void {
    this.#flows[rendition] = flows;
  }

  setReaders({ normal, saver }: Readonly<Record<Rendition, number>>): void {
    this.#readers = { normal, saver };
  }

  /** For the welcome: the uplinks that were there before the broadcaster was back, with the connections that they hold. */
  listening(): Listening {
    return this.#all.flatMap((uplink) => {
      const { asked, held, rendition, wanted } = uplink;
      if (!wanted || !asked) return [];
      Object.assign(uplink, { asks: 1, renewal: 'none' });
      return [{ listener: peerOf[rendition], connection: held, ...namedRendition(rendition), uplink: true }];
    });
  }

  /** Asks for the uplinks that are needed now, and no others. Called after every event. */
  settle(): void {
    for (const uplink of this.#all) this.#settle(uplink);
  }

  /** Nobody has needed this uplink for so long that it is let go. */
  lingered(rendition: Rendition): void {
    for (const uplink of this.#all) {
      if (uplink.rendition === rendition && uplink.lingers) this.#stop(uplink);
    }
  }

  /** The relay speaks for its uplink, to the broadcaster. */
  fromRelay(rendition: Rendition, message: UplinkSays): void {
    const { out, seat } = this.#context;
    const uplink = this.#all.find((one) => one.rendition === rendition);
    if (!uplink?.wanted) return undefined;
    const { connections } = uplink;
    const listener = peerOf[rendition];
    switch (message.type) {
      case 'listen': {
        const { connection } = message;
        uplink.asked = true;
        uplink.asks = Math.min(mostAsks, uplink.asks + 1);
        uplink.renewal = 'none';
        uplink.held = connection;
        if (connection !== null) connections.restore(connection, 'direct');
        const named = namedRendition(rendition);
        return out.toBroadcaster({ type: 'listen', listener, connection, ...named, uplink: true });
      }
      case 'health':
        return out.toBroadcaster({ type: 'health', listener, report: message.report });
      case 'answer': {
        const { connection, sdp } = message;
        if (connections.sideOf(connection) === null) return undefined;
        if (seat.link !== null) uplink.held = connection;
        if (uplink.renewal === 'offered') uplink.renewal = 'renewable';
        return out.toBroadcaster({ type: 'answer', listener, connection, sdp });
      }
      case 'candidate': {
        const { candidate, connection } = message;
        if (!connections.takeCandidate(connection, 'from-listener')) return undefined;
        return out.toBroadcaster({ type: 'candidate', listener, connection, candidate });
      }
      case 'closed': {
        const { connection } = message;
        if (connections.sideOf(connection) === null) return undefined;
        this.#drop(uplink, connection);
        return out.toBroadcaster({ type: 'closed', listener, connection });
      }
      default:
        return message satisfies never;
    }
  }

  /** The broadcaster speaks to an uplink. It may not have heard yet that the uplink was let go. */
  fromBroadcaster(rendition: Rendition, message: SaysToListener): void {
    const { out } = this.#context;
    const uplink = this.#all.find((one) => one.rendition === rendition);
    if (!uplink?.wanted) return undefined;
    const { connections } = uplink;
    const toUplink = (said: UplinkHears): void =>
      out.toRelay({ type: 'of-broadcaster', rendition, message: said });
    switch (message.type) {
      case 'offer': {
        const { connection, sdp } = message;
        // Each costs the relay a connection, in a process that carries other stations, too.
        const isAsked = uplink.asks > 0;
        if (!isAsked && uplink.renewal !== 'renewable') return undefined;
        uplink.renewal = isAsked ? 'offered' : 'none';
        if (isAsked) uplink.asks -= 1;
        connections.offer(connection, 'direct');
        const named = namedRendition(message.rendition);
        return toUplink({ type: 'offer', connection, route: 'direct', ...named, sdp });
      }
      case 'candidate': {
        const { candidate, connection } = message;
        if (!connections.takeCandidate(connection, 'from-sender')) return undefined;
        return toUplink({ type: 'candidate', connection, candidate });
      }
      case 'closed': {
        const { connection } = message;
        this.#drop(uplink, connection);
        return toUplink({ type: 'closed', connection });
      }
      // `reached` is no news; and an uplink that is refused asks again by itself, as long as it has no sound.
      case 'reached':
      case 'refuse':
        return undefined;
      default:
        return message satisfies never;
    }
  }

  #settle(uplink: Uplink): void {
    const { hasRelay, out, seat, setup } = this.#context;
    if (!hasRelay) return;
    const { rendition } = uplink;
    const needed = this.#needed(rendition);
    // Sound that still comes from a lost broadcaster goes on as long as somebody hears it.
    const isOver = !seat.isOnAir && seat.name !== 'lost';
    if (uplink.wanted && isOver) this.#stop(uplink);
    if (needed && uplink.lingers) {
      uplink.lingers = false;
      out.disarm(timerOf[rendition]);
    } else if (needed && !uplink.wanted && seat.isOnAir) {
      uplink.wanted = true;
      out.toRelay({ type: 'uplink', rendition, wanted: true });
    } else if (!needed && uplink.wanted && !uplink.lingers) {
      uplink.lingers = true;
      out.arm(timerOf[rendition], setup.uplinkLingerMs);
    }
  }

  #needed(rendition: Rendition): boolean {
    const { book, hasSaver } = this.#context;
    const normals = book.needs.normal + this.#readers.normal;
    const savers = book.needs.saver + this.#readers.saver;
    if (rendition === 'saver') return hasSaver && savers > 0;
    // Where there is no saver, the normal rendition serves both.
    return normals + (hasSaver ? 0 : savers) > 0;
  }

  #stop(uplink: Uplink): void {
    const { out } = this.#context;
    const { rendition } = uplink;
    if (uplink.lingers) out.disarm(timerOf[rendition]);
    Object.assign(uplink, { wanted: false, lingers: false, asked: false, held: null });
    Object.assign(uplink, { asks: 0, renewal: 'none' });
    uplink.connections.clear();
    out.toRelay({ type: 'uplink', rendition, wanted: false });
    out.toBroadcaster({ type: 'unlisten', listener: peerOf[rendition] });
  }

  #drop(uplink: Uplink, connection: string): void {
    uplink.connections.drop(connection);
    if (uplink.held === connection) uplink.held = null;
  }
}
