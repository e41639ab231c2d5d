import { type FanOut, IcePort } from '@mauzin/media';
import type { EngineNotice, ServiceState } from '@mauzin/desktop-contract';
import { type ClockPort, reconnectDelayMs, type Rendition } from '@mauzin/shared';
import { LineMeter, type LiveStreams, type ServiceLogger } from '@mauzin/signal';

import type { ListenerEvents } from '../audience/audience-watch.ts';
import type { ServedStation } from '../contract.ts';
import { listenerLink } from '../network/lan-address.ts';
import type { Pass } from '../sentinel/meeting-place.ts';
import { openWebSocket, remoteLink, signalSocketUrl } from '../web-socket.ts';
import { earKeyOf, type InsideService, startInsideService } from './inside-service.ts';
import { StationLink } from './station-link.ts';

export interface StationConnectorOptions {
  readonly pagesDir: string;
  /** Of the normal rendition. */
  readonly fanOut: FanOut;
  /** Of the saver, where the mix is encoded twice when it is wanted. */
  readonly saver?: FanOut;
  /** Served over HTTP where the service is inside. A remote one has no sound of its own. */
  readonly liveStreams: LiveStreams;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: ServiceLogger;
  /** How long the station has been on the air, ms; null when it is off. */
  readonly onAirMs: () => number | null;
  /** How many listeners can be served directly, at most. Told to a remote service: one inside has no other route for them. */
  readonly directCapacity: () => number;
  readonly listenerEvents: ListenerEvents;
  /** Any of the getters may have another value now. */
  readonly onChange: () => void;
}

/** Where sound goes out when the station lives elsewhere; a fixed port can be opened in a firewall. */
const remoteMediaPort = 8080;

/**
 * Keeps the configured station at its signal service: starts the service inside where it is wanted, and the link to it.
 * Changes are applied one after the other; a service that cannot start is tried again.
 */
export class StationConnector {
  readonly #options: StationConnectorOptions;
  /** Whether another access code ends whoever hears; else only who comes is asked for it. */
  newCodeEnds = false;
  readonly #lines: LineMeter;
  #wanted: ServedStation | null = null;
  /** What `#inside` and `#link` were made for. */
  #applied: ServedStation | null = null;
  #inside: InsideService | null = null;
  #link: StationLink | null = null;
  #ice: IcePort | null = null;
  #applying: Promise<void> | null = null;
  #startFailed = false;
  #resumes = false;
  #attempt = 0;
  #cancelRetry: (() => void) | null = null;
  #closed = false;

  constructor(options: StationConnectorOptions) {
    this.#options = options;
    this.#lines = new LineMeter(options.clock);
  }

  get service(): ServiceState {
    return this.#link?.service ?? { name: 'starting' };
  }

  get listeners(): number {
    return this.#link?.listeners ?? 0;
  }

  get hearing(): number {
    return this.#link?.hearing ?? 0;
  }

  /** Number of listeners that hear through the service's relay; null where it has none. */
  get relayed(): number | null {
    return this.#link?.relayed ?? null;
  }

  /** Number of players of the HTTP live stream that the service's own relay serves. */
  get overHttp(): number {
    return this.#link?.overHttp ?? 0;
  }

  /** Number of those whom the service's relay has nothing to send, since no sound reaches it. */
  get unheard(): number {
    return this.#link?.unheard ?? 0;
  }

  /** Somebody hears by the service's relay, or wants to. */
  get relayUsed(): boolean {
    return !this.isInside && (this.relayed ?? 0) + this.overHttp + this.unheard > 0;
  }

  /** How many listeners want or hear a rendition. */
  wants(rendition: Rendition): number {
    return this.#link?.wants(rendition) ?? 0;
  }

  /** RTP bytes sent to listeners so far; less than before once the station is served elsewhere. */
  get bytesSent(): number {
    return this.#link?.bytesSent ?? 0;
  }

  /** The one UDP port that sound goes out through; null until known. */
  get mediaPort(): number | null {
    return this.#ice?.port ?? null;
  }

  /** The service runs on this machine. */
  get isInside(): boolean {
    return this.#inside !== null;
  }

  get notices(): readonly EngineNotice[] {
    const notices: EngineNotice[] = [];
    const wanted = this.#applied?.server;
    if (this.#startFailed) notices.push({ name: 'service-not-started' });
    if (this.#inside && wanted?.kind === 'inside' && wanted.port !== 0 && wanted.port !== this.#inside.port) {
      notices.push({ name: 'port-taken', wanted: wanted.port, used: this.#inside.port });
    }
    const mediaPort = this.#ice?.takenPort ?? null;
    if (mediaPort !== null) notices.push({ name: 'media-port-taken', wanted: mediaPort });
    return notices;
  }

  /** Where listeners go when this machine's address is `host`; null until known. */
  linkAt(host: string): string | null {
    const config = this.#applied;
    if (!config) return null;
    if (config.server.kind === 'remote') return remoteLink(config.server.url, config.server.station);
    return this.#inside ? listenerLink(host, this.#inside.port, config.station.slug) : null;
  }

  /**
   * What lets this machine's own ears in, private or not, and leaves them out of all counts. The key goes to the server that has it from us
   * already; the service inside takes a key for the ears alone, since its address may have just become another machine's.
   */
  get pass(): Pass {
    const config = this.#applied;
    if (!config) return {};
    if (config.server.kind === 'remote') return { key: config.server.key };
    return { key: earKeyOf(config.server.key) };
  }

  configure(config: ServedStation): void {
    this.#wanted = config;
    this.#attempt = 0;
    this.#cancelRetry?.();
    this.#applyLater();
  }

  /** Tells the service how many listeners can be served directly, unless it knows. */
  tellCapacity(): void {
    this.#link?.tellCapacity();
  }

  setLive(live: boolean): void {
    if (!live) this.#resumes = false;
    this.#link?.setLive(live);
  }

  /** The station was on the air here until a moment ago: its seat may still be held by our own dead socket. */
  resume(): void {
    this.#resumes = true;
  }

  /** The network or the machine was away: nothing waits for a heartbeat or a backoff. */
  poke(): void {
    if (!this.#inside) this.#link?.poke();
  }

  /** The machine woke: a service on this machine, which was never away, is asked too whether its socket lives. */
  wake(): void {
    this.#link?.poke();
    this.#attempt = 0;
    if (this.#startFailed && this.#applying === null) {
      this.#cancelRetry?.();
      this.#applyLater();
    }
  }

  takeOver(): void {
    this.#link?.takeOver();
  }

  /** Idempotent; resolves when nothing is left open. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry?.();
    await this.#applying;
    this.#link?.close();
    await this.#inside?.service.close();
    this.#ice?.close();
  }

  #applyLater(): void {
    this.#applying ??= this.#applyAll().finally(() => {
      this.#applying = null;
    });
  }

  async #applyAll(): Promise<void> {
    while (this.#wanted !== null && this.#wanted !== this.#applied && !this.#closed) {
      const config = this.#wanted;
      try {
        await this.#apply(config);
        this.#startFailed = false;
      } catch (error) {
        this.#options.logger.error({ err: error }, 'the station cannot be served');
        this.#startFailed = true;
        this.#retryLater();
        break;
      } finally {
        this.#options.onChange();
      }
    }
  }

  async #apply(config: ServedStation): Promise<void> {
    const before = this.#applied;
    this.#applied = null;
    // Whoever hears the same station at the same place goes on hearing: only the service is made anew then.
    if (!before || !sameStation(before, config)) {
      this.#link?.close();
      this.#link = null;
    }
    await this.#inside?.service.close();
    this.#inside = null;
    // With the service ended its sockets, and the players of the HTTP stream; only direct connections outlive it.
    const isNewCode = config.accessCode !== null && before?.accessCode !== config.accessCode;
    if (isNewCode && this.newCodeEnds) this.#link?.endListeners();
    if (config.server.kind === 'inside') this.#inside = await this.#startInside(config, config.server);
    this.#ice ??= await IcePort.open({ port: this.#inside?.port ?? remoteMediaPort });
    this.#applied = config;
    this.#link ??= this.#openLink(config, this.#ice);
    this.#link.connect();
  }

  #startInside(
    { accessCode, station }: ServedStation,
    server: Extract<ServedStation['server'], { kind: 'inside' }>,
  ): Promise<InsideService> {
    const { liveStreams, logger, pagesDir } = this.#options;
    const { key, port } = server;
    return startInsideService({ station, accessCode, pagesDir, liveStreams, logger, key, port });
  }

  #openLink({ server, station }: ServedStation, ice: IcePort): StationLink {
    const { clock, directCapacity, fanOut, listenerEvents, logger, onAirMs, random, saver } = this.#options;
    return new StationLink({
      ice,
      fanOut,
      ...(saver ? { saver } : {}),
      clock,
      random,
      onAirMs,
      onChange: () => this.#linkChanged(),
      directCapacity: server.kind === 'remote' ? directCapacity : () => null,
      listenerEvents,
      resumes: () => this.#resumes,
      station: server.kind === 'remote' ? server.station : station.slug,
      key: server.key,
      openSocket: () => openWebSocket(this.#socketUrl()),
      onError: (error) => {
        // Any listener's answer may be what cannot be used.
        const line = this.#lines.next('station link');
        if (line !== null) logger.warn({ err: error, ...line }, 'station link');
      },
    });
  }

  #linkChanged(): void {
    if (this.#link?.service.name === 'online') this.#resumes = false;
    this.#options.onChange();
  }

  #socketUrl(): string {
    const server = this.#applied?.server;
    if (server?.kind === 'remote') return signalSocketUrl(server.url);
    if (this.#inside) return signalSocketUrl(`http://127.0.0.1:${this.#inside.port}`);
    throw new Error('the service inside is being started');
  }

  #retryLater(): void {
    const { clock, random } = this.#options;
    const waitMs = reconnectDelayMs(this.#attempt, 'soon', random()) ?? 0;
    this.#attempt += 1;
    this.#cancelRetry = clock.after(waitMs, () => this.#applyLater());
  }
}

/** The same station with the same key at the same place: nothing changes for its link and its listeners. */
function sameStation(a: ServedStation, b: ServedStation): boolean {
  if (a.server.key !== b.server.key || a.server.kind !== b.server.kind) return false;
  if (a.server.kind === 'inside' || b.server.kind === 'inside') return a.station.slug === b.station.slug;
  return a.server.url === b.server.url && a.server.station === b.server.station;
}
