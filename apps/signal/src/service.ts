import { getRequestListener } from '@hono/node-server';

import { isAccessCodeHash } from './access/access-code.ts';
import { isBroadcasterKeyHash } from './access/broadcaster-key.ts';
import { SignalServiceError } from './errors.ts';
import { createHttpApp, type StationStatus } from './edge/app.ts';
import { Front } from './edge/http/front.ts';
import { LiveRoute } from './edge/live/live.ts';
import { createReadiness } from './edge/http/readiness.ts';
import type { ServiceStats, StationStats } from './observe/contracts.ts';
import { type ServiceSettings, settingsOf, type SignalServiceOptions } from './options.ts';
import { Gate } from './edge/sockets/gate.ts';
import { Sockets } from './edge/sockets/sockets.ts';
import type { SentAwayOutcome, StationHost } from './hosts/station-host.ts';
import { StationHosts } from './hosts/station-hosts.ts';

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
  /** How a station stands, for whoever runs the service; null when there is none of that slug. */
  status(slug: string): StationStatus | null;
  /** How things stand now, for figures and histories. */
  stats(): ServiceStats;
  /** Who listens to a station, or has its page open, at this instance. */
  listenersOf(slug: string): ReturnType<StationHost['listeners']>;
  /**
   * Ends a listener of this instance with all that it hears.
   * @param forMs for how long its whole network is kept out; null: not at all
   */
  sendAway(slug: string, peer: string, forMs: number | null): SentAwayOutcome;
  /** Tells every peer when to come back (1012), and ends. Idempotent; resolves when nothing is left open. */
  close(): Promise<void>;
}

/**
 * The signaling service: introduces listeners to their station's broadcaster, and serves the listener page. It keeps
 * no peers; after a restart they bring what it needs to know. Installs no handlers on the process.
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
  readonly #sockets: Sockets;
  readonly #front: Front;
  readonly #live: LiveRoute;
  #listening: Promise<Address> | null = null;
  #closing: Promise<void> | null = null;

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
    this.#hosts = new StationHosts(settings, (slug) => this.#live.review(slug));
    const gate = new Gate(settings.limits, settings.clock);
    this.#sockets = new Sockets({ settings, gate, findStation: (slug) => this.#hosts.get(slug) });
    this.#live = new LiveRoute({ settings, stationOf: (slug) => this.#stationAt(slug) });
    // The library would else replace Request and Response for the whole process, which may be another's.
    const answer = getRequestListener(this.#app().fetch, { overrideGlobalObjects: false });
    this.#front = new Front({
      settings,
      gate,
      answer: (request, response, isEndless) => {
        if (!this.#live.handle(request, response, isEndless)) void answer(request, response);
      },
      upgrade: (request, socket, head) => this.#sockets.upgrade(request, socket, head),
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

  listenersOf(slug: string): ReturnType<StationHost['listeners']> {
    return this.#hosts.get(slug)?.listeners() ?? [];
  }

  sendAway(slug: string, peer: string, forMs: number | null): SentAwayOutcome {
    return this.#hosts.get(slug)?.sendAway(peer, forMs) ?? 'unknown-listener';
  }

  stats(): ServiceStats {
    const stations: StationStats[] = [];
    for (const host of this.#hosts.open()) {
      const station = host.station.slug;
      stations.push({ ...host.stats(), station, overHttp: this.#live.openAt(station) });
    }
    return {
      connections: this.#sockets.size,
      stations,
      signalBytesOut: this.#sockets.bytesOut,
      httpBytesOut: this.#live.bytesOut,
      relay: this.#settings.relay?.stats() ?? [],
      draining: this.#closing !== null,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #listen(): Promise<Address> {
    const { host, logger, stations } = this.#settings;
    if (this.#closing) throw new SignalServiceError('closed', 'The service has been closed.');
    const port = await this.#front.listen();
    this.#sockets.start();
    const url = `http://${urlHost(host)}:${port}`;
    logger.info({ url, stations: stations.all().length }, 'listening');
    return { port, url };
  }

  async #close(): Promise<void> {
    const { logger } = this.#settings;
    // Half-open cannot be closed.
    await this.#listening?.catch(() => undefined);
    logger.info({ connections: this.#sockets.size }, 'closing');
    // Nobody needs to hear that the others are leaving too.
    const gone = this.#sockets.close(() => this.#hosts.close());
    this.#live.close();
    await gone;
    // Last, so that it can be asked all the while whether it is ready: it is not.
    await this.#front.close();
    logger.info({}, 'closed');
  }

  #app(): ReturnType<typeof createHttpApp> {
    const { checks, clock, doesWithout, relay } = this.#settings;
    return createHttpApp({
      settings: this.#settings,
      statusOf: (slug) => this.status(slug),
      stationOf: (slug) => this.#stationAt(slug),
      readiness: createReadiness({
        checks: { ...checks, ...(relay === null ? {} : { relay: () => relay.isReady }) },
        doesWithout: new Set(doesWithout),
        isDraining: () => this.#closing !== null,
        clock,
      }),
    });
  }

  #stationAt(slug: string) {
    const host = this.#hosts.get(slug);
    if (!host) return null;
    const { onAirMs } = host.status();
    return {
      station: host.station,
      live: onAirMs !== null,
      opens: (ticket: string | null, address: string) => host.opens(ticket, address),
    };
  }
}

function urlHost(host: string | null): string {
  if (host === null || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
