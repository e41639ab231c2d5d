import type { Role, Route } from '@mauzin/shared';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { RelayProcessStats } from '../sound/relay/contracts.ts';
import type { ServiceObserver, ServiceStats, StoreFigures } from './contracts.ts';
import type { LoopDelays } from './event-loop-delay.ts';
import { GrowingTotal } from './growing-total.ts';

/** Seconds. A join is a few HMACs and one frame; a stretched access code takes tens of ms, and waits its turn. */
const joinBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Everything besides the service's own stats that a scrape tells of. */
export interface ProcessFigures {
  readonly residentBytes: number;
  /** Used by all threads since the process began, s. */
  readonly cpuSeconds: number;
  readonly loop: LoopDelays;
}

/**
 * The names and shapes of all figures. None is labelled with a station or a listener: that would grow without end, and tell
 * who listens where to everybody who may read figures.
 */
export class ServiceMetrics {
  readonly #registry: Registry;
  readonly #joins;
  readonly #joinSeconds;
  readonly #refusals;
  readonly #moves;
  readonly #broadcasts;
  readonly #databaseAway;
  readonly #liveElsewhere;
  readonly #fromStats: readonly ((stats: ServiceStats) => void)[];
  readonly #fromProcess: readonly ((process: ProcessFigures) => void)[];

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#joins = this.#counter('mauzin_joins_total', 'Peers that were let in', ['role']);
    this.#joinSeconds = new Histogram({
      name: 'mauzin_join_seconds',
      help: 'From a hello to the welcome that answers it',
      labelNames: ['role'],
      buckets: joinBuckets,
      registers: [registry],
    });
    this.#refusals = this.#counter('mauzin_refusals_total', 'Who was not let in, or cut off', ['reason']);
    this.#moves = this.#counter('mauzin_moves_total', 'Listeners that were moved from one route to another', [
      'to',
      'reason',
    ]);
    this.#broadcasts = this.#counter('mauzin_broadcasts_total', 'Stations that went live', []);
    this.#databaseAway = this.#gauge('mauzin_database_away', '1: the database does not answer', []);
    this.#liveElsewhere = this.#gauge(
      'mauzin_stations_live_elsewhere',
      'Stations with listeners here that are live at another instance',
      [],
    );
    this.#fromStats = [...this.#whoIsThere(), this.#bytes(), ...this.#relay()];
    this.#fromProcess = this.#process();
  }

  /** What is known of a figure before it first happens is 0 and not missing: alerts on its growth need that. */
  expect(roles: readonly Role[], refusals: readonly string[], routes: readonly Route[]): void {
    for (const role of roles) this.#joins.inc({ role }, 0);
    for (const reason of refusals) this.#refusals.inc({ reason }, 0);
    const reasons = ['direct-failed', 'direct-full', 'relay-lost', 'network'];
    for (const to of routes) for (const reason of reasons) this.#moves.inc({ to, reason }, 0);
  }

  observer(): ServiceObserver {
    return {
      joined: ({ role, tookMs }) => {
        this.#joins.inc({ role });
        this.#joinSeconds.observe({ role }, tookMs / 1000);
      },
      refused: (reason) => this.#refusals.inc({ reason }),
      wentLive: () => this.#broadcasts.inc(),
      moved: ({ to, why }) => this.#moves.inc({ to, reason: why }),
    };
  }

  take(stats: ServiceStats, process: ProcessFigures): void {
    for (const take of this.#fromStats) take(stats);
    for (const take of this.#fromProcess) take(process);
  }

  takeStore({ databaseAway, liveElsewhere }: StoreFigures): void {
    this.#databaseAway.set(databaseAway ? 1 : 0);
    this.#liveElsewhere.set(liveElsewhere);
  }

  #whoIsThere(): ((stats: ServiceStats) => void)[] {
    const live = this.#gauge('mauzin_stations_live', 'Stations on the air', []);
    const open = this.#gauge('mauzin_pages_open', 'Listener pages that are open', []);
    const listeners = this.#gauge('mauzin_listeners', 'Who wants sound, by route', ['route']);
    const sockets = this.#gauge('mauzin_sockets', 'WebSockets that are open', []);
    const draining = this.#gauge('mauzin_draining', '1: the service has been told to end', []);
    return [
      ({ stations }) => {
        live.set(stations.filter(({ onAirMs }) => onAirMs !== null).length);
        open.set(sumOf(stations, ({ listeners }) => listeners));
        listeners.set(
          { route: 'direct' },
          sumOf(stations, ({ direct }) => direct),
        );
        listeners.set(
          { route: 'relay' },
          sumOf(stations, ({ relayed }) => relayed),
        );
        listeners.set(
          { route: 'http' },
          sumOf(stations, ({ overHttp }) => overHttp),
        );
      },
      ({ connections }) => sockets.set(connections),
      (stats) => draining.set(stats.draining ? 1 : 0),
    ];
  }

  #bytes(): (stats: ServiceStats) => void {
    const bytes = this.#counter('mauzin_bytes_out_total', 'Bytes handed to sockets, by what they are', [
      'kind',
    ]);
    const signal = new GrowingTotal();
    const http = new GrowingTotal();
    const relay = new GrowingTotal();
    return ({ signalBytesOut, httpBytesOut, relay: processes }) => {
      bytes.inc({ kind: 'signal' }, signal.grownTo([[0, signalBytesOut]]));
      bytes.inc({ kind: 'http' }, http.grownTo([[0, httpBytesOut]]));
      bytes.inc({ kind: 'relay' }, relay.grownTo(perProcess(processes, 'bytesOut')));
    };
  }

  #relay(): ((stats: ServiceStats) => void)[] {
    const processes = this.#gauge('mauzin_relay_processes', 'Processes that forward sound', []);
    const packets = (['packetsIn', 'packetsOut', 'packetsDropped'] as const).map((field) => {
      const [name, help] = relayPackets[field];
      return { field, counter: this.#counter(name, help, []), total: new GrowingTotal() };
    });
    const gauges = relayGauges.map(([name, help, read]) => ({
      read,
      gauge: this.#gauge(name, help, ['port']),
    }));
    return [
      ({ relay }) => processes.set(relay.length),
      ({ relay }) => {
        for (const { field, counter, total } of packets) counter.inc(total.grownTo(perProcess(relay, field)));
      },
      ({ relay }) => {
        for (const { gauge, read } of gauges) {
          gauge.reset();
          for (const each of relay) gauge.set({ port: each.port }, read(each));
        }
      },
    ];
  }

  #process(): ((process: ProcessFigures) => void)[] {
    const resident = this.#gauge('process_resident_memory_bytes', 'Resident memory of the main process', []);
    const cpu = this.#counter('process_cpu_seconds_total', 'CPU time of the main process, all threads', []);
    const cpuTotal = new GrowingTotal();
    const delay = this.#gauge(
      'mauzin_event_loop_delay_seconds',
      'How long the event loop of the main process was held up since the last scrape',
      ['quantile'],
    );
    return [
      ({ residentBytes }) => resident.set(residentBytes),
      ({ cpuSeconds }) => cpu.inc(cpuTotal.grownTo([[0, cpuSeconds]])),
      ({ loop }) => {
        delay.set({ quantile: '0.5' }, loop.median);
        delay.set({ quantile: '0.99' }, loop.p99);
        delay.set({ quantile: '1' }, loop.longest);
      },
    ];
  }

  #counter<const L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge<const L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }
}

const relayPackets = {
  packetsIn: ['mauzin_relay_packets_received_total', 'Packets of sound that came to the relay'],
  packetsOut: ['mauzin_relay_packets_forwarded_total', 'Packets of sound that the relay sent to listeners'],
  packetsDropped: [
    'mauzin_relay_packets_dropped_total',
    'Packets that came to the relay and were not forwarded: malformed, late, doubled or padding',
  ],
} as const;

const relayGauges: readonly (readonly [string, string, (process: RelayProcessStats) => number])[] = [
  ['mauzin_relay_listeners', 'Listeners of each relay process', ({ listeners }) => listeners],
  ['mauzin_relay_uplinks', 'Stations’ sound that comes to each relay process', ({ uplinks }) => uplinks],
  [
    'mauzin_relay_event_loop_delay_seconds',
    'The longest that the event loop of each relay process was held up since its last look',
    ({ loopDelayMs }) => loopDelayMs / 1000,
  ],
  ['mauzin_relay_resident_memory_bytes', 'Resident memory of each relay process', ({ rssBytes }) => rssBytes],
];

const perProcess = (
  processes: readonly RelayProcessStats[],
  field: 'bytesOut' | 'packetsIn' | 'packetsOut' | 'packetsDropped',
): (readonly [number, number])[] => processes.map((each) => [each.pid, each[field]]);

const sumOf = <T>(all: readonly T[], read: (one: T) => number): number =>
  all.reduce((sum, one) => sum + read(one), 0);
