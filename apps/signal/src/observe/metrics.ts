import { failureCodes } from '@mauzin/shared';
import { Gauge, Registry } from 'prom-client';

import type { ServiceLogger } from '../service-logger.ts';
import type { ServiceObserver, ServiceStats, StoreFigures } from './contracts.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { ServiceMetrics } from './service-metrics.ts';
import { MetricsServer } from './metrics-server.ts';

export interface MetricsOptions {
  /** Asked once a scrape. */
  readonly statsOf: () => ServiceStats;
  readonly storeFigures: () => StoreFigures;
  /** Mauzin's own. */
  readonly version: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: ServiceLogger;
}

export interface Metrics {
  /** Give it to the service: what happens between two scrapes is counted there. */
  readonly observer: ServiceObserver;
  /** All figures, in Prometheus' text format. */
  text(): Promise<string>;
  /**
   * Serves them at `/metrics`.
   * @returns the port
   * @throws SignalServiceError (rejects) with a reason
   */
  listen(): Promise<number>;
  /** Idempotent; resolves when nothing is left open. */
  close(): Promise<void>;
}

/** Refusals that come before the protocol: `Refusal` less the failures' codes. */
const earlyRefusals = ['service-full', 'address-full', 'origin', 'path'];

/** The service's figures for Prometheus, in a registry of their own: one process may hold several services. */
export function createMetrics({
  statsOf,
  storeFigures,
  version,
  host,
  port,
  logger,
}: MetricsOptions): Metrics {
  const registry = new Registry();
  const figures = new ServiceMetrics(registry);
  figures.expect(['listener', 'broadcaster'], [...failureCodes, ...earlyRefusals], ['direct', 'relay']);
  addConstants(registry, version);
  const loop = new EventLoopDelay();
  const text = (): Promise<string> => {
    const { user, system } = process.cpuUsage();
    figures.takeStore(storeFigures());
    figures.take(statsOf(), {
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / 1e6,
      loop: loop.look(),
    });
    return registry.metrics();
  };
  const server = new MetricsServer({
    host,
    port,
    scrape: async () => ({ type: registry.contentType, body: await text() }),
    logger,
  });
  return {
    observer: figures.observer(),
    text,
    async listen() {
      const listening = await server.listen();
      loop.start();
      logger.info({ host, port: listening }, 'metrics are served');
      return listening;
    },
    async close() {
      loop.stop();
      await server.close();
    },
  };
}

/** What stays as it is while the process runs. */
function addConstants(registry: Registry, version: string): void {
  const build = new Gauge({
    name: 'mauzin_build_info',
    help: 'Always 1; what runs is in the labels',
    labelNames: ['version', 'node'],
    registers: [registry],
  });
  build.set({ version, node: process.version }, 1);
  const started = new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process began, seconds since 1970',
    registers: [registry],
  });
  started.set(Math.round(performance.timeOrigin) / 1000);
}
