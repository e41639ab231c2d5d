import type { ServiceState } from '@mauzin/desktop-contract';
import {
  type ClockPort,
  type FailureCode,
  protocolVersion,
  type Received,
  type Rendition,
  type Roles,
  serviceToBroadcasterSchema,
  SignalClient,
  type SignalState,
  type SocketPort,
} from '@mauzin/shared';
import { Broadcaster, type FanOut, type IcePort } from '@mauzin/media';

import type { ListenerEvents } from '../audience/audience-watch.ts';
import { linePatience } from './line-patience.ts';
import { SeatPatience } from './seat-patience.ts';

export interface StationLinkOptions {
  readonly station: string;
  /** Never logged. */
  readonly key: string;
  readonly openSocket: () => SocketPort;
  /** Of the normal rendition. */
  readonly fanOut: FanOut;
  /** Of the saver, where there is one. */
  readonly saver?: FanOut;
  readonly ice: IcePort;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** How long the station has been on the air, ms; null when it is off. */
  readonly onAirMs: () => number | null;
  /** How many listeners can be served directly, at most; null: the service is not to be told. */
  readonly directCapacity: () => number | null;
  readonly listenerEvents: ListenerEvents;
  /**
   * The station was on the air here until a moment ago: that its seat is taken is told only after it was asked for in
   * vain for a while.
   */
  readonly resumes: () => boolean;
  /** Any of the getters below may have another value now. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

type Presence = Pick<
  Extract<Received<'broadcaster'>, { type: 'presence' }>,
  'listeners' | 'relayed' | 'overHttp' | 'unheard'
>;

/** A station's connection to its signal service: the broadcaster's socket, and through it the listeners' connections. */
export class StationLink {
  readonly #options: StationLinkOptions;
  readonly #client: SignalClient<'broadcaster'>;
  readonly #broadcaster: Broadcaster;
  #service: ServiceState = { name: 'starting' };
  #presence: Presence = { listeners: 0 };
  /** The direct capacity that the service was told since its welcome; null: none. */
  #toldCapacity: number | null = null;
  /** Since when the service has been out of reach; null: it is reached. */
  #awaySinceMs: number | null = null;
  #takeOver = false;
  /** Whether the last hello said that the station is live. */
  #saidLive = false;
  readonly #patience = new SeatPatience();
  /** Asks for a taken seat again, though a person was told already that it is taken. */
  #asksQuietly = false;
  #cancelAsk: (() => void) | null = null;

  constructor(options: StationLinkOptions) {
    const { clock, fanOut, ice, onChange, onError, saver } = options;
    this.#options = options;
    this.#client = new SignalClient({
      openSocket: options.openSocket,
      clock,
      random: options.random,
      patience: () => linePatience(this.#awayMs()),
      schema: serviceToBroadcasterSchema,
      hello: () => this.#hello(),
      onMessage: (message) => this.#receive(message),
      orderKey: (message) => ('listener' in message ? message.listener : null),
      onState: (state) => this.#follow(state),
      onError,
    });
    this.#broadcaster = new Broadcaster({
      clock,
      fanOut,
      ...(saver ? { saver } : {}),
      ice,
      onChange,
      onError,
      signal: this.#client,
      ...options.listenerEvents,
    });
    if (options.onAirMs() !== null) this.#broadcaster.goLive();
  }

  get service(): ServiceState {
    return this.#service;
  }

  /** Pages that are open, as the service counts them. */
  get listeners(): number {
    return this.#presence.listeners;
  }

  /** Number of listeners that hear through the service's relay, as the service counts them; null: it has none, or has not said yet. */
  get relayed(): number | null {
    return this.#presence.relayed ?? null;
  }

  /** Number of players of the HTTP live stream of the service's relay. */
  get overHttp(): number {
    return this.#presence.overHttp ?? 0;
  }

  /** Number of those whom the relay has nothing to send. */
  get unheard(): number {
    return this.#presence.unheard ?? 0;
  }

  /** Connections that carry sound now. */
  get hearing(): number {
    return this.#broadcaster.hearing;
  }

  /** How many listeners want or hear a rendition. */
  wants(rendition: Rendition): number {
    return this.#broadcaster.wants(rendition);
  }

  /** RTP bytes sent to listeners so far. */
  get bytesSent(): number {
    return this.#broadcaster.bytesSent;
  }

  connect(): void {
    this.#askNow();
  }

  /** The network or the machine was away: the socket may be dead. */
  poke(): void {
    this.#client.poke();
  }

  /** Ends whoever broadcasts to this station now. Only by a person's choice. */
  takeOver(): void {
    if (this.#service.name === 'online') return; // held already; the choice must not outlive this moment
    this.#takeOver = true;
    this.#askNow();
  }

  /**
   * Tells the service whether the station is live; where it cannot be told now, the next hello says it. Going live asks a service that
   * refused us again.
   */
  setLive(live: boolean): void {
    if (!live) return this.#broadcaster.stop();
    this.#broadcaster.goLive();
    return this.#askNow();
  }

  /** Tells the service how many listeners can be served directly, unless it knows; each welcome asks anew. */
  tellCapacity(): void {
    const direct = this.#options.directCapacity();
    if (direct === null || direct === this.#toldCapacity) return;
    if (this.#client.send({ type: 'capacity', direct })) this.#toldCapacity = direct;
  }

  /** Ends every listener's connection, but for this machine's own ears. The station stays where it is. */
  endListeners(): void {
    this.#broadcaster.endListeners();
  }

  /** Ends every listener's connection too. Idempotent. */
  close(): void {
    this.#cancelAsk?.();
    this.#broadcaster.close();
    this.#client.close();
  }

  #askNow(): void {
    this.#cancelAsk?.();
    this.#asksQuietly = false;
    this.#patience.renew();
    this.#client.connect();
  }

  #hello(): Roles['broadcaster']['hello'] {
    const { key, onAirMs, saver, station } = this.#options;
    const takeOver = this.#takeOver;
    const airMs = onAirMs();
    this.#saidLive = airMs !== null;
    return {
      type: 'hello',
      role: 'broadcaster',
      version: protocolVersion,
      station,
      key,
      takeOver,
      onAirMs: airMs,
      renditions: saver ? ['normal', 'saver'] : ['normal'],
    };
  }

  /** Tells the service what changed since the hello, while it could not be told. */
  #correct(): void {
    const isLive = this.#options.onAirMs() !== null;
    if (isLive !== this.#saidLive) this.#client.send({ type: isLive ? 'live' : 'off' });
    this.#saidLive = isLive;
  }

  #receive(message: Received<'broadcaster'>): void {
    if (message.type === 'welcome') return;
    if (message.type === 'presence') this.#presence = message;
    if (message.type === 'listener-left' || message.type === 'unlisten') {
      this.#options.listenerEvents.onLeft(message.listener);
    }
    this.#broadcaster.receive(message);
    this.#options.onChange();
  }

  /** For how long the service has been out of reach, ms; null off the air, where nobody misses it. */
  #awayMs(): number | null {
    const { clock, onAirMs } = this.#options;
    return onAirMs() === null ? null : clock.now() - (this.#awaySinceMs ?? clock.now());
  }

  #follow(state: SignalState<'broadcaster'>): void {
    switch (state.name) {
      case 'idle':
        break;
      case 'connecting':
      case 'waiting':
        this.#awaySinceMs ??= this.#options.clock.now();
        if (this.#asksQuietly && state.name === 'connecting') break;
        this.#asksQuietly = false;
        this.#service = { name: 'connecting', attempt: state.attempt };
        break;
      case 'online':
        this.#service = { name: 'online' };
        this.#awaySinceMs = null;
        this.#takeOver = false;
        this.#asksQuietly = false;
        this.#patience.renew();
        this.#presence = { listeners: state.welcome.listeners };
        this.#correct();
        this.#toldCapacity = null;
        this.tellCapacity();
        this.#broadcaster.welcomed(state.welcome);
        break;
      case 'closed':
        if (state.failure !== null) this.#refused(state.failure);
        break;
      default:
        state satisfies never;
    }
    this.#options.onChange();
  }

  /** After a power cut it may be our own dead socket that holds the seat, until the service finds it dead. */
  #refused(failure: FailureCode): void {
    const { clock, random, resumes } = this.#options;
    const waitMs = failure === 'station-taken' ? this.#patience.waitMs(clock.now(), random()) : null;
    this.#asksQuietly = waitMs !== null && !resumes();
    this.#service =
      waitMs === null || this.#asksQuietly ? { name: 'failed', failure } : { name: 'connecting', attempt: 0 };
    if (waitMs !== null) this.#cancelAsk = clock.after(waitMs, () => this.#client.connect());
  }
}
