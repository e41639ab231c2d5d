import { stat } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

import packageJson from '../package.json' with { type: 'json' };
import { Guard } from './access/guard.ts';
import { createAdminApi } from './admin/admin-api.ts';
import { StationAdmin } from './admin/station-admin.ts';
import { serviceClock } from './clock.ts';
import { machineRoom, misfits } from './config/machine-fit.ts';
import { type Config, type Environment, readConfig } from './config/read-config.ts';
import { createIceServers } from './ice/ice-servers.ts';
import { createLogger } from './logger.ts';
import { endOnUncaught } from './observe/end-on-uncaught.ts';
import type { ErrorReports } from './observe/error-reports.ts';
import type { Metrics } from './observe/metrics.ts';
import type { ServiceLogger } from './service-logger.ts';
import type { SignalServiceOptions } from './options.ts';
import type { Relay } from './sound/relay/contracts.ts';
import { relayProgram } from './sound/relay/relay-program.ts';
import { isKnownOutside, relayBindOf, relayWanted } from './sound/relay/relay-wanted.ts';
import { createRelay } from './sound/relay/relay.ts';
import { type Address, createSignalService, type SignalService } from './service.ts';
import { localCopyOf } from './store/local-copy-of.ts';
import { openStationStore, type StationStore } from './store/station-store.ts';

/** The whole service at work. */
export interface Serving extends Address {
  readonly logger: ServiceLogger;
  /** Sends everybody away, and ends all that was opened, in order. Idempotent; never rejects. */
  close(): Promise<void>;
}

export type Started =
  | { readonly ok: true; readonly serving: Serving }
  /** Sentences for people. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The built listener page, where nothing else is configured. */
export interface ServeOptions {
  readonly pagesBeside: string;
}

/** Reads the configuration and starts everything. Every way in which that can fail comes back as sentences. */
export async function serve(env: Environment, { pagesBeside }: ServeOptions): Promise<Started> {
  const read = readConfig(env);
  if (!read.ok) return read;
  const program = new Program(read.config);
  try {
    return { ok: true, serving: await program.start(pagesBeside) };
  } catch (error) {
    await program.close();
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** What was opened, to be closed again: the last one first. */
class Program {
  readonly #config: Config;
  readonly #logger: ServiceLogger;
  readonly #opened: (() => Promise<void> | void)[] = [];
  #reports: ErrorReports | null = null;
  #closing: Promise<void> | null = null;

  constructor(config: Config) {
    const { adminToken, databaseToken, errorDsn, logLevel, resumeSecret, turnSecret } = config;
    this.#config = config;
    const secrets = [adminToken, databaseToken, errorDsn, resumeSecret, turnSecret].flatMap(
      (one) => one ?? [],
    );
    this.#logger = createLogger(logLevel, {
      secrets,
      onError: (fields, event) => this.#reports?.report(fields, event),
    });
  }

  async start(pagesBeside: string): Promise<Serving> {
    const flush = async (): Promise<void> => this.#reports?.close();
    this.#opened.push(flush, endOnUncaught(this.#logger, flush));
    await this.#openReports();
    const store = await this.#openStore();
    const relay = this.#openRelay(store);
    const metrics = await this.#openMetrics(store, () => service.stats());
    const service: SignalService = createSignalService(
      this.#serviceOptions({ metrics, pagesBeside, relay, store, service: () => service }),
    );
    this.#opened.push(() => service.close());
    store.follow(() => service.stats());
    await metrics?.listen();
    const address = await service.listen();
    await this.#lookForPages(pagesBeside);
    await this.#lookAtRelay(relay);
    return { ...address, logger: this.#logger, close: () => this.close() };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const close of this.#opened.toReversed()) {
      try {
        await close();
      } catch (error) {
        this.#logger.error({ err: error }, 'closing failed');
      }
    }
  }

  /** A service without them introduces peers all the same: the page may be another's. */
  async #lookForPages(pagesBeside: string): Promise<void> {
    const folder = this.#config.pages ?? pagesBeside;
    const isThere = await stat(join(folder, 'index.html')).catch(() => null);
    if (isThere === null) this.#logger.warn({ folder }, 'there is no listener page in this folder');
  }

  /** Within one network that is right; everybody else would be offered connections that never come up. */
  async #lookAtRelay(relay: Relay | null): Promise<void> {
    if (relay === null) return;
    if (!isKnownOutside(this.#config, networkInterfaces()))
      this.#logger.warn({}, 'the relay knows no address that is reached from outside');
    const { limits, relayListeners, relayProcesses } = this.#config;
    const demand = { relayProcesses, relayListeners, maxConnections: limits.maxConnections };
    for (const { fittingProcesses, has, needs, what } of misfits(demand, await machineRoom())) {
      const unit = what === 'memory' ? 'MB' : 'processes and threads';
      const count = (of: number): number => (what === 'memory' ? Math.ceil(of / 1024 / 1024) : of);
      const fields = { has: count(has), needs: count(needs), unit, relayProcesses, fittingProcesses };
      this.#logger.warn(fields, 'the relay, once it is full, does not fit this machine');
    }
  }

  async #openStore(): Promise<StationStore> {
    const { database: url, databaseToken, localCopy } = this.#config;
    const token = databaseToken ?? undefined;
    const store = await openStationStore({
      url,
      token,
      logger: this.#logger,
      localCopy: localCopyOf(localCopy, url),
    });
    this.#opened.push(() => store.close());
    return store;
  }

  /** It holds no port and starts no process before a station is on the air. */
  #openRelay({ stations }: StationStore): Relay | null {
    const {
      limits,
      port,
      relayAddress,
      relayListeners,
      relayListenersPerStation,
      relayPort,
      relayProcesses,
    } = this.#config;
    if (!relayWanted(this.#config, networkInterfaces())) return null;
    const bindAddress = relayBindOf(this.#config);
    const relay = createRelay({
      ...relayProgram(),
      port: relayPort ?? port,
      ...(bindAddress === null ? {} : { bindAddress }),
      ...(relayAddress === null ? {} : { publicAddress: relayAddress }),
      maxProcesses: relayProcesses,
      maxListeners: relayListeners,
      ...(relayListenersPerStation === null ? {} : { maxListenersOfStation: relayListenersPerStation }),
      maxReaders: limits.maxStreams,
      relays: (station) => stations.get(station)?.settings?.relay !== false,
      clock: serviceClock,
      logger: this.#logger,
    });
    this.#opened.push(() => relay.close());
    return relay;
  }

  /** What few have set is loaded only for them: it would cost everybody memory. */
  async #openReports(): Promise<void> {
    const { errorDsn: dsn } = this.#config;
    if (dsn === null) return;
    const { ErrorReports: Reports } = await import('./observe/error-reports.ts');
    this.#reports = new Reports({ dsn, version: packageJson.version, now: () => serviceClock.now() });
  }

  async #openMetrics(
    store: StationStore,
    statsOf: () => ReturnType<SignalService['stats']>,
  ): Promise<Metrics | null> {
    const { metricsHost: host, metricsPort: port } = this.#config;
    if (port === 0) return null;
    const { createMetrics } = await import('./observe/metrics.ts');
    const metrics = createMetrics({
      statsOf,
      storeFigures: () => store.figures(),
      version: packageJson.version,
      host,
      port,
      logger: this.#logger,
    });
    this.#opened.push(() => metrics.close());
    return metrics;
  }

  #serviceOptions(parts: {
    readonly metrics: Metrics | null;
    readonly pagesBeside: string;
    readonly relay: Relay | null;
    readonly store: StationStore;
    readonly service: () => SignalService;
  }): SignalServiceOptions {
    const { metrics, pagesBeside, relay, service, store } = parts;
    const { addressHeader, allowedOrigins, embedOrigins, host, limits, pages, port, publicUrl } =
      this.#config;
    return {
      stations: store.stations,
      port,
      ...(host === null ? {} : { host }),
      ...(publicUrl === null ? {} : { publicUrl }),
      ...(addressHeader === null ? {} : { addressHeader }),
      allowedOrigins,
      embedOrigins,
      pagesDir: pages ?? pagesBeside,
      iceServersFor: this.#iceServersFor(),
      limits,
      ...(relay ? { relay } : {}),
      ...this.#adminApi(store, service),
      checks: { database: () => store.ping() },
      // It knows its stations, or it would not have started.
      doesWithout: ['database'],
      observers: [store.observer, ...(metrics ? [metrics.observer] : [])],
      resumeSecret: this.#config.resumeSecret ?? store.resumeSecret,
      logger: this.#logger,
    };
  }

  #iceServersFor(): ReturnType<typeof createIceServers> {
    const { stunUrls, turnSecret: secret, turnTtlSeconds: lifetimeSeconds, turnUrls: urls } = this.#config;
    const turn = secret === null ? null : { urls, secret, lifetimeSeconds };
    return createIceServers({ stunUrls, turn, wallMs: () => serviceClock.wallMs() });
  }

  #adminApi(
    { database, refresh }: StationStore,
    audience: () => SignalService,
  ): Pick<SignalServiceOptions, 'adminApi'> {
    const { adminToken: token } = this.#config;
    if (token === null) return {};
    const admin = new StationAdmin({ database, wallMs: () => serviceClock.wallMs(), changed: refresh });
    const guard = new Guard();
    return {
      adminApi: createAdminApi({ admin, audience, token, guard, clock: serviceClock, logger: this.#logger }),
    };
  }
}
