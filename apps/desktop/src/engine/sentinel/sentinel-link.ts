import type { SentinelSignalFromRenderer, SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import {
  type ClockPort,
  protocolVersion,
  type Received,
  type Route,
  serviceToListenerSchema,
  SignalClient,
  type SocketPort,
} from '@mauzin/shared';

import type { MeetingPlace } from './meeting-place.ts';

export interface SentinelLinkOptions {
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly openSocket: (url: string) => SocketPort;
  /** What a listener's page would hear, for the window's ears. */
  readonly onSignal: (signal: SentinelSignalToRenderer) => void;
  readonly onError: (error: unknown) => void;
}

/** How many of the ids that the service gave the sentinel are kept: older ones are never met again. */
const peersKept = 8;

/**
 * The sentinel's socket: a listener like any other, at the place where listeners meet the station. Its ears are in the
 * window. It exists while there is something to hear and the window has asked to listen.
 */
export class SentinelLink {
  readonly #options: SentinelLinkOptions;
  readonly #peers: string[] = [];
  #place: MeetingPlace | null = null;
  #wanted = false;
  /** The window's ears want to hear by the relay. */
  #byRelay = false;
  #client: SignalClient<'listener'> | null = null;
  /** The connection that was offered last and is not over. */
  #connection: string | null = null;
  #route: Route = 'direct';

  constructor(options: SentinelLinkOptions) {
    this.#options = options;
  }

  /** Whether this peer of the service is, or was, the sentinel: nobody may count it as a listener. */
  isSelf(peer: string): boolean {
    return this.#peers.includes(peer);
  }

  /** Where the station can be heard from now on; null: nowhere. */
  follow(place: MeetingPlace | null): void {
    if (JSON.stringify(place) === JSON.stringify(this.#place)) return;
    this.#hangUp();
    this.#place = place;
    if (place === null) this.#wanted = false; // the window asks again when there is something to hear
    else if (this.#wanted) this.#dial(place);
  }

  /** What the window's ears say. */
  signal(signal: SentinelSignalFromRenderer): void {
    if (signal.type === 'listen') return this.#listen(signal.by === 'relay');
    if (signal.type === 'closed') {
      if (signal.connection === this.#connection) this.#connection = null;
      this.#client?.send(signal);
    } else if (signal.connection === this.#connection) {
      this.#client?.send(signal);
    }
    return undefined;
  }

  /** The socket may be dead. */
  poke(): void {
    this.#client?.poke();
  }

  /** Idempotent. */
  close(): void {
    this.follow(null);
  }

  #listen(byRelay: boolean): void {
    if (this.#place === null) return;
    this.#byRelay = byRelay;
    this.#wanted = true;
    if (!this.#client) return this.#dial(this.#place);
    // Where the socket is not online, both messages are lost, and the next hello asks.
    if (this.#connection !== null) this.#client.send({ type: 'closed', connection: this.#connection });
    this.#connection = null;
    if (!this.#client.send({ type: 'listen', connection: null, ...this.#by })) this.#client.connect();
    return undefined;
  }

  #dial({ pass, socketUrl, station }: MeetingPlace): void {
    const { clock, onError, openSocket, random } = this.#options;
    const client: SignalClient<'listener'> = new SignalClient({
      openSocket: () => openSocket(socketUrl),
      clock,
      random,
      schema: serviceToListenerSchema,
      hello: () => ({
        type: 'hello',
        role: 'listener',
        version: protocolVersion,
        station,
        listening: true,
        connection: this.#connection,
        ...(this.#connection !== null && this.#route === 'relay' ? { route: this.#route } : {}),
        uncounted: true,
        ...this.#by,
        ...pass,
      }),
      onMessage: (message) => {
        if (client === this.#client) this.#receive(message);
      },
      orderKey: () => 'broadcaster',
      onState: (state) => {
        if (state.name === 'online') this.#remember(state.welcome.peer);
      },
      onError,
    });
    this.#client = client;
    client.connect();
  }

  #receive(message: Received<'listener'>): void {
    const { onSignal } = this.#options;
    switch (message.type) {
      case 'offer': {
        const { connection, iceServers = this.#iceServers(), route, sdp } = message;
        // Offered by another route, say: the window's ears hear one at a time.
        if (this.#connection !== null) this.#client?.send({ type: 'closed', connection: this.#connection });
        this.#connection = connection;
        this.#route = route;
        const by = route === 'relay' ? ({ by: route } as const) : {};
        return onSignal({ type: 'offer', connection, sdp, ...by, iceServers: [...iceServers] });
      }
      case 'candidate':
        return message.connection === this.#connection ? onSignal(message) : undefined;
      case 'closed':
        return message.connection === this.#connection ? this.#tellClosed() : undefined;
      case 'welcome':
      case 'live':
      case 'off':
      case 'ticket':
      case 'error':
      case 'pong':
        return undefined;
      default:
        return message satisfies never;
    }
  }

  get #by(): { readonly by?: 'relay' } {
    return this.#byRelay ? { by: 'relay' } : {};
  }

  #iceServers(): Extract<SentinelSignalToRenderer, { type: 'offer' }>['iceServers'] {
    const state = this.#client?.state;
    return state?.name === 'online' ? [...state.welcome.iceServers] : [];
  }

  #remember(peer: string): void {
    if (this.isSelf(peer)) return;
    this.#peers.push(peer);
    if (this.#peers.length > peersKept) this.#peers.shift();
  }

  /** The window forgets a connection whose other end is gone. */
  #tellClosed(): void {
    if (this.#connection === null) return;
    this.#options.onSignal({ type: 'closed', connection: this.#connection });
    this.#connection = null;
  }

  #hangUp(): void {
    const client = this.#client;
    this.#client = null;
    client?.close();
    this.#tellClosed();
  }
}
