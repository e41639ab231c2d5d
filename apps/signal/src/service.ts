import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { getRequestListener } from '@hono/node-server';
import { limits as protocolLimits } from '@mauzin/shared';
import { type WebSocket, WebSocketServer } from 'ws';

import { isAccessCodeHash } from './access/access-code.ts';
import { addressOf } from './sockets/address-of.ts';
import { isBroadcasterKeyHash } from './access/broadcaster-key.ts';
import { Connection } from './sockets/connection.ts';
import { listenError, SignalServiceError } from './errors.ts';
import { createHttpApp, type StationStatus } from './http/app.ts';
import { LiveRoute, type LiveStation } from './http/live.ts';
import { type ServiceSettings, settingsOf, type SignalServiceOptions } from './options.ts';
import { StationHosts } from './stations/station-hosts.ts';
import { judgeUpgrade, refuseUpgrade } from './sockets/upgrade.ts';

export interface Address {
  readonly port: number;
  /** Where a browser on this machine finds it, without a slash at the end. */
  readonly url: string;
}

export interface SignalService {
  /**
   * Starts to listen; once, however often it is called.
   * @throws SignalServiceError (rejects) with a reason
   */
  listen(): Promise<Address>;
  /** What everybody may know of a station; null when there is none of that slug. */
  status(slug: string): StationStatus | null;
  /** Tells every peer to come back in a moment (1012), and ends. Idempotent; resolves when nothing is left open. */
  close(): Promise<void>;
}

/**
 * The signaling service: introduces listeners to their station's broadcaster, and serves the listener page. It stores
 * nothing; after a restart peers bring what it needs to know. Installs no handlers on the process.
 * @throws TypeError when two stations have one slug, or the hash of a key or a code is none
 */
export function createSignalService(options: SignalServiceOptions): SignalService {
  const settings = settingsOf(options);
  const stations = settings.stations.all();
  for (const { accessCodeHash, slug, keyHashes } of stations) {
    if (!keyHashes.every(isBroadcasterKeyHash))
      throw new TypeError(`station ${slug}: a key hash is not from hashBroadcasterKey()`);
    if (accessCodeHash !== undefined && !isAccessCodeHash(accessCodeHash))
      throw new TypeError(`station ${slug}: accessCodeHash is not from hashAccessCode()`);
  }
  if (new Set(stations.map(({ slug }) => slug)).size < stations.length) {
    throw new TypeError('two stations have the same slug');
  }
  return new Service(settings);
}

class Service implements SignalService {
  readonly #settings: ServiceSettings;
  readonly #hosts: StationHosts;
  readonly #connections = new Set<Connection>();
  readonly #sockets: WebSocketServer;
  readonly #http: Server;
  readonly #live: LiveRoute;
  #nextId = 1;
  #cancelBeat: (() => void) | null = null;
  #listening: Promise<Address> | null = null;
  #closing: Promise<void> | null = null;

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
    this.#hosts = new StationHosts(settings);
    const app = createHttpApp({
      pagesDir: settings.pagesDir,
      stations: settings.stations.all().flatMap(({ slug }) => this.#hosts.get(slug)?.station ?? []),
      statusOf: (slug) => this.status(slug),
      embedOrigins: settings.embedOrigins,
      publicUrl: settings.publicUrl,
      logger: settings.logger,
    });
    this.#live = new LiveRoute({
      streams: settings.liveStreams,
      stationOf: (slug) => this.#liveStation(slug),
      maxPerAddress: settings.limits.streamsPerAddress,
      logger: settings.logger,
    });
    // The library would else replace Request and Response for the whole process, which may be another's.
    const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    this.#http = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
      if (!this.#live.handle(request, response)) void answer(request, response);
    });
    // Before it listens, `listen` tells; afterwards (too many open files) it must not end the process.
    this.#http.on('error', (error) => settings.logger.error({ err: error }, 'the server failed'));
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: protocolLimits.frameBytes,
      perMessageDeflate: false,
    });
  }

  listen(): Promise<Address> {
    this.#listening ??= this.#listen();
    return this.#listening;
  }

  status(slug: string): StationStatus | null {
    const host = this.#hosts.get(slug);
    if (!host) return null;
    const { onAirMs, listeners } = host.status();
    return { ...host.station, live: onAirMs !== null, onAirMs, listeners };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #listen(): Promise<Address> {
    const { host, port, logger } = this.#settings;
    if (this.#closing) throw new SignalServiceError('closed', 'The service has been closed.');
    try {
      this.#http.listen({ port, ...(host === null ? {} : { host }) });
      await once(this.#http, 'listening');
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, host, port);
    }
    const address = this.#http.address();
    if (address === null || typeof address === 'string') {
      throw new SignalServiceError('listen-failed', 'The service listens, but not on a port.');
    }
    this.#beatLater();
    const url = `http://${urlHost(host)}:${address.port}`;
    logger.info({ url, stations: this.#settings.stations.all().length }, 'listening');
    return { port: address.port, url };
  }

  async #close(): Promise<void> {
    const { logger, clock, limits } = this.#settings;
    // Half-open cannot be closed.
    await this.#listening?.catch(() => undefined);
    this.#cancelBeat?.();
    // Rooms first: nobody needs to hear that the others are leaving too.
    this.#hosts.close();
    this.#live.close();
    const gone = this.#http.listening ? once(this.#http, 'close') : null;
    if (this.#http.listening) this.#http.close();
    logger.info({ connections: this.#connections.size }, 'closing');
    const connections = [...this.#connections];
    for (const connection of connections) connection.end('restarting');
    const cancel = clock.after(limits.goodbyeMs, () => {
      for (const connection of this.#connections) connection.terminate();
      this.#http.closeAllConnections();
    });
    await Promise.all([gone, ...connections.map((connection) => connection.gone)]);
    cancel();
    this.#sockets.close();
    logger.info({}, 'closed');
  }

  #liveStation(slug: string): LiveStation | null {
    const host = this.#hosts.get(slug);
    if (!host) return null;
    return { live: host.status().onAirMs !== null, opens: (ticket) => host.opens(ticket) };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { allowedOrigins, limits, logger } = this.#settings;
    const { maxConnections } = limits;
    const connections = this.#connections.size;
    const verdict = judgeUpgrade(request, { allowedOrigins, connections, maxConnections });
    if (!verdict.ok) {
      logger.debug({ status: verdict.status }, 'upgrade refused');
      return refuseUpgrade(socket, verdict);
    }
    return this.#sockets.handleUpgrade(request, socket, head, (accepted) =>
      this.#accept(accepted, addressOf(request)),
    );
  }

  #accept(socket: WebSocket, address: string): void {
    if (this.#closing) return socket.terminate();
    const connection = new Connection({
      id: this.#nextId++,
      socket,
      address,
      settings: this.#settings,
      findStation: (slug) => this.#hosts.get(slug),
      onClosed: (closed) => this.#connections.delete(closed),
    });
    this.#connections.add(connection);
    return undefined;
  }

  #beatLater(): void {
    this.#cancelBeat = this.#settings.clock.after(this.#settings.limits.pingEveryMs, () => {
      for (const connection of this.#connections) connection.beat();
      this.#beatLater();
    });
  }
}

function urlHost(host: string | null): string {
  if (host === null || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
