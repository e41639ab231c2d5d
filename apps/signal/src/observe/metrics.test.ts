import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { failureCodes } from '@mauzin/shared';
import { afterEach, expect, it } from 'vitest';

import { SignalServiceError } from '../errors.ts';
import { silentLogger } from '../service-logger.ts';
import type { RelayProcessStats } from '../sound/relay/contracts.ts';
import { idleStats } from '../testing/idle-stats.ts';
import type { ServiceStats } from './contracts.ts';
import { createMetrics, type Metrics, type MetricsOptions } from './metrics.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const relayProcess: RelayProcessStats = {
  pid: 100,
  port: 8080,
  listeners: 7,
  uplinks: 2,
  packetsIn: 50,
  packetsOut: 350,
  packetsDropped: 3,
  bytesOut: 9_000,
  rssBytes: 64_000_000,
  loopDelayMs: 12,
};
const full: ServiceStats = {
  connections: 31,
  stations: [
    { station: 'noor', onAirMs: 5, listeners: 20, direct: 9, relayed: 4, overHttp: 2 },
    { station: 'huda', onAirMs: null, listeners: 5, direct: 0, relayed: 3, overHttp: 1 },
  ],
  signalBytesOut: 1_000,
  httpBytesOut: 2_000,
  relay: [relayProcess, { ...relayProcess, pid: 101, port: 8081, listeners: 1 }],
  draining: true,
};

function metricsOf(options: Partial<MetricsOptions> = {}): Metrics {
  const metrics = createMetrics({
    statsOf: () => idleStats,
    storeFigures: () => ({ databaseAway: true, liveElsewhere: 2 }),
    version: '1.2.3',
    host: '127.0.0.1',
    port: 0,
    logger: silentLogger,
    ...options,
  });
  closers.push(() => metrics.close());
  return metrics;
}

/** By name and labels, as written. */
const samples = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

it('tells who is there, by route, and what the relay does, by its port', async () => {
  const all = samples(await metricsOf({ statsOf: () => full }).text());
  expect(Object.fromEntries(all)).toMatchObject({
    mauzin_stations_live: 1,
    mauzin_pages_open: 25,
    'mauzin_listeners{route="direct"}': 9,
    'mauzin_listeners{route="relay"}': 7,
    'mauzin_listeners{route="http"}': 3,
    mauzin_sockets: 31,
    mauzin_draining: 1,
    mauzin_database_away: 1,
    mauzin_stations_live_elsewhere: 2,
    'mauzin_bytes_out_total{kind="signal"}': 1_000,
    'mauzin_bytes_out_total{kind="http"}': 2_000,
    'mauzin_bytes_out_total{kind="relay"}': 18_000,
    mauzin_relay_processes: 2,
    mauzin_relay_packets_received_total: 100,
    mauzin_relay_packets_forwarded_total: 700,
    mauzin_relay_packets_dropped_total: 6,
    'mauzin_relay_listeners{port="8080"}': 7,
    'mauzin_relay_listeners{port="8081"}': 1,
    'mauzin_relay_uplinks{port="8080"}': 2,
    'mauzin_relay_event_loop_delay_seconds{port="8080"}': 0.012,
    'mauzin_relay_resident_memory_bytes{port="8081"}': 64_000_000,
    [`mauzin_build_info{version="1.2.3",node="${process.version}"}`]: 1,
  });
  expect(all.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  expect(all.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(all.get('process_start_time_seconds')).toBeCloseTo(performance.timeOrigin / 1000, 0);
});

it('counts joins with their time, refusals, moves and broadcasts, and knows every reason before it happens', async () => {
  const metrics = metricsOf();
  for (const code of [...failureCodes, 'service-full', 'address-full', 'origin', 'path'])
    expect(samples(await metrics.text()).get(`mauzin_refusals_total{reason="${code}"}`)).toBe(0);
  const { observer } = metrics;
  observer.joined?.({ station: 'noor', role: 'listener', tookMs: 4 });
  observer.joined?.({ station: 'noor', role: 'listener', tookMs: 40 });
  observer.joined?.({ station: 'noor', role: 'broadcaster', tookMs: 1 });
  observer.refused?.('wrong-key');
  observer.refused?.('service-full');
  observer.wentLive?.('noor');
  observer.moved?.({ station: 'noor', to: 'relay', why: 'direct-failed' });
  const text = await metrics.text();
  expect(Object.fromEntries(samples(text))).toMatchObject({
    'mauzin_joins_total{role="listener"}': 2,
    'mauzin_joins_total{role="broadcaster"}': 1,
    'mauzin_join_seconds_bucket{le="0.005",role="listener"}': 1,
    'mauzin_join_seconds_bucket{le="0.05",role="listener"}': 2,
    'mauzin_join_seconds_count{role="listener"}': 2,
    'mauzin_refusals_total{reason="wrong-key"}': 1,
    'mauzin_refusals_total{reason="service-full"}': 1,
    'mauzin_moves_total{to="relay",reason="direct-failed"}': 1,
    'mauzin_moves_total{to="direct",reason="network"}': 0,
    mauzin_broadcasts_total: 1,
  });
  expect(text).not.toContain('noor');
});

it('a relay process that ends takes nothing away from what was counted, nor does one in its place', async () => {
  let relay = [relayProcess];
  const metrics = metricsOf({ statsOf: () => ({ ...full, relay }) });
  const forwarded = async (): Promise<number | undefined> =>
    samples(await metrics.text()).get('mauzin_relay_packets_forwarded_total');
  expect(await forwarded()).toBe(350);
  relay = [];
  expect(await forwarded()).toBe(350);
  expect(await metrics.text()).not.toContain('port=');
  relay = [{ ...relayProcess, pid: 200, packetsOut: 10 }];
  expect(await forwarded()).toBe(360);
  relay = [{ ...relayProcess, pid: 200, packetsOut: 25 }];
  expect(await forwarded()).toBe(375);
});

it('notices that the event loop was held up, once', async () => {
  const metrics = metricsOf();
  await metrics.listen();
  const longest = async (): Promise<number> =>
    samples(await metrics.text()).get('mauzin_event_loop_delay_seconds{quantile="1"}') ?? 0;
  // The monitor measures from one of its looks to the next: it needs one before and one after. It looks by a timer of 10 ms, so it has
  // looked once timers of ours that take longer have run: so much time alone may pass without any turn of the loop.
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await delay(15);
  };
  await turns();
  for (const startMs = performance.now(); performance.now() - startMs < 300;);
  await turns();
  expect(await longest()).toBeGreaterThan(0.2);
});

it('serves /metrics and nothing else', async () => {
  const metrics = metricsOf({ statsOf: () => full });
  const base = `http://127.0.0.1:${await metrics.listen()}`;
  const response = await fetch(`${base}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('mauzin_sockets 31\n');
  expect((await fetch(`${base}/metrics`, { method: 'HEAD' })).status).toBe(200);
  for (const path of ['/', '/metrics/', '/healthz', '/ws', '//metrics'])
    expect([path, (await fetch(base + path)).status]).toEqual([path, 404]);
  expect((await fetch(`${base}/metrics`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(405);
  await metrics.close();
  await metrics.close();
  await expect(fetch(`${base}/metrics`)).rejects.toThrow('fetch failed');
});

it('takes a handful of connections, and no large heads', async () => {
  const metrics = metricsOf();
  const port = await metrics.listen();
  const open = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      closers.push(() => socket.destroy());
      await once(socket, 'connect');
      return socket;
    }),
  );
  const oneMore = connect(port, '127.0.0.1').on('error', () => undefined);
  closers.push(() => oneMore.destroy());
  await once(oneMore, 'close');
  const [first] = open;
  first?.write(`GET /metrics HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
  const [answer] = (await once(open[0] ?? oneMore, 'data')) as [Buffer];
  expect(answer.toString()).toContain('431');
});

it('figures that cannot be read are an answer, not the end of the process', async () => {
  const errors: string[] = [];
  const metrics = metricsOf({
    statsOf: () => {
      throw new Error('no stats');
    },
    logger: { ...silentLogger, error: (_, message) => errors.push(message) },
  });
  const response = await fetch(`http://127.0.0.1:${await metrics.listen()}/metrics`);
  expect(response.status).toBe(500);
  expect(errors).toEqual(['a scrape failed']);
});

it('says which setting to change where its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  closers.push(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const failure = await metricsOf({ port })
    .listen()
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SignalServiceError);
  expect(failure).toMatchObject({
    reason: 'port-taken',
    message: expect.stringMatching(/is taken by another program.*MAUZIN_METRICS_PORT/),
  });
});
