import { constants, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type SignalServer, startSignalServer } from '@mauzin/e2e';

import { shareByOwnCount } from '../fan-out/tally.ts';
import { inParallel } from '../fan-out/receivers.ts';
import { cpuMsOf, rssKbOf } from '../proc.ts';
import { type Remote, startRemote } from '../remote.ts';
import { median, quantile, sum } from '../statistics.ts';
import type { BroadcasterCalls } from './broadcaster-calls.ts';
import type { CrowdCalls, Guest } from './crowd-calls.ts';

export interface RelayOptions {
  readonly listeners: number;
  readonly seconds: number;
  /** Listeners that a machine is to hold; 0: it is not tried. */
  readonly held: number;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

export interface RelayFigures {
  readonly cpuPercentPerListener: number;
  readonly rssKbPerListener: number;
  readonly forwardP99Ms: number;
  readonly forwardMedianMs: number;
  readonly restP99Ms: number;
  readonly busyJoinsPerSecond: number;
  readonly deliveredShare: number;
  readonly listenersHeld?: number;
}

type Crowd = Remote<CrowdCalls, object>;

const CROWD_PROCESSES = 2;
const PROBES = 3;
const WARM_UP = 4;
const JOINS_AT_ONCE = 12;
const SETTLE_MS = 3_000;
const DRAIN_MS = 500;
/** How many join and leave, and how many pages are asked for, in each second of the measurement. */
const JOINS_A_SECOND = 100;
const PAGES_A_SECOND = 20;
/** A machine holds so many listeners if they get at least this share of all their packets, 0..1. */
const HELD_SHARE = 0.999;
const HELD_SECONDS = 5;
const PROBE_IDS = 60_000;
const PASSER_BY_IDS = 20_000;

const env = {
  MAUZIN_RELAY: 'on',
  MAUZIN_ADDRESS_HEADER: 'x-real-ip',
  LOG_LEVEL: 'warn',
};

export async function measureRelay(options: RelayOptions): Promise<RelayFigures> {
  const { defer, listeners, progress, seconds } = options;
  const server = await startSignalServer({ env });
  defer(() => server.close());
  const broadcaster = startRemote<BroadcasterCalls, object>(
    'broadcaster',
    new URL('broadcaster.ts', import.meta.url),
  );
  defer(() => broadcaster.close());
  const crowds = Array.from({ length: CROWD_PROCESSES }, (_, i) => startCrowd(`crowd ${i + 1}`, false));
  const probes = startCrowd('probes', true);
  for (const crowd of [...crowds, probes]) defer(() => crowd.close());
  // Listeners are on machines of their own; here they must not take the service's turn.
  for (const { pid } of crowds) setPriority(pid, constants.priority.PRIORITY_LOW);
  const { url, station, key } = server;
  await broadcaster.call('open', { url, station, key });
  const guest = (id: number): Guest => ({ id, url, station });
  const of = (id: number): Crowd => crowds[id % CROWD_PROCESSES] ?? probes;
  const join = (id: number): Promise<number> => of(id).call('join', guest(id));

  // Libraries are loaded then, and pools filled.
  await inParallel(WARM_UP, JOINS_AT_ONCE, async (i) => void (await join(listeners + i)));
  for (let i = 0; i < WARM_UP; i += 1) await of(listeners + i).call('leave', listeners + i);
  await inParallel(PROBES, PROBES, async (i) => void (await probes.call('join', guest(PROBE_IDS + i))));
  const emptyKb = await restingRssKb(server);
  const atRest = await stays(probes, seconds);

  await inParallel(listeners, JOINS_AT_ONCE, async (i) => void (await join(i)));
  progress(`relay: ${listeners} listeners hear, of ${await routesOf(crowds)}`);
  await delay(SETTLE_MS);
  const steady = await measureSteadyState(server, crowds, seconds);
  const fullKb = await restingRssKb(server);
  progress(`relay: ${steady.cpuPercent.toFixed(1)} % of a core`);
  const passersBy = passBy(
    url,
    (id) => of(id).call('join', guest(id)),
    (id) => of(id).call('leave', id),
  );
  const busy = await stays(probes, seconds);
  const busyJoins = await passersBy.stop();
  const held = options.held > listeners ? await hold(options, join, crowds) : null;
  return {
    cpuPercentPerListener: steady.cpuPercent / (listeners + PROBES),
    rssKbPerListener: (fullKb - emptyKb) / listeners,
    forwardP99Ms: quantile(busy, 0.99),
    forwardMedianMs: median(busy),
    restP99Ms: quantile(atRest, 0.99),
    busyJoinsPerSecond: busyJoins / seconds,
    deliveredShare: steady.deliveredShare,
    ...(held === null ? {} : { listenersHeld: held }),
  };
}

function startCrowd(name: string, timesPackets: boolean): Crowd {
  return startRemote<CrowdCalls, object>(name, new URL('crowd.ts', import.meta.url), {
    env: { TIMES_PACKETS: timesPackets ? '1' : '0' },
  });
}

/** How long packets were under way to the probes, in so many seconds, ms. */
async function stays(probes: Crowd, seconds: number): Promise<readonly number[]> {
  await probes.call('reset');
  await delay(seconds * 1000);
  return probes.call('stays');
}

async function measureSteadyState(
  server: SignalServer,
  crowds: readonly Crowd[],
  seconds: number,
): Promise<{ readonly cpuPercent: number; readonly deliveredShare: number }> {
  for (const crowd of crowds) await crowd.call('reset');
  const before = { ms: performance.now(), cpuMs: await relayCpuMs(server) };
  await delay(seconds * 1000);
  const cpuMs = (await relayCpuMs(server)) - before.cpuMs;
  const cpuPercent = (cpuMs / (performance.now() - before.ms)) * 100;
  await delay(DRAIN_MS);
  const tallies = await Promise.all(crowds.map((crowd) => crowd.call('tallies')));
  return { cpuPercent, deliveredShare: shareByOwnCount(tallies.flat()) };
}

const relayCpuMs = async (server: SignalServer): Promise<number> =>
  sum(await Promise.all((await server.relayPids()).map(cpuMsOf)));

/** Resident memory, kB, once three looks in a row agree: what V8 no longer needs it gives back over some seconds. */
async function restingRssKb(server: SignalServer): Promise<number> {
  const looks: number[] = [];
  while (looks.length < 16) {
    await delay(700);
    looks.push(sum(await Promise.all((await server.relayPids()).map(rssKbOf))));
    const last = looks.slice(-3);
    if (last.length === 3 && Math.max(...last) - Math.min(...last) <= 256) break;
  }
  return median(looks.slice(-3));
}

/** People who come, listen and go, and pages that are opened, until it is stopped; resolves with how many heard something. */
function passBy(
  url: string,
  join: (id: number) => Promise<unknown>,
  leave: (id: number) => Promise<unknown>,
): { stop(): Promise<number> } {
  let next = PASSER_BY_IDS;
  let heard = 0;
  const under: Promise<unknown>[] = [];
  const track = (work: Promise<unknown>): void => void under.push(work.catch(() => undefined));
  const visit = async (id: number): Promise<void> => {
    try {
      await join(id);
      heard += 1;
    } finally {
      await leave(id);
    }
  };
  const visits = setInterval(() => track(visit(next++)), 1000 / JOINS_A_SECOND);
  const pages = setInterval(
    () => track(fetch(`${url}/s/noor`).then((page) => page.text())),
    1000 / PAGES_A_SECOND,
  );
  return {
    async stop() {
      clearInterval(visits);
      clearInterval(pages);
      const before = heard;
      await Promise.all(under);
      return before;
    },
  };
}

/** Adds listeners a hundred at a time until somebody misses packets; resolves with the greatest number at which nobody did. */
async function hold(
  { held, listeners, progress }: RelayOptions,
  join: (id: number) => Promise<number>,
  crowds: readonly Crowd[],
): Promise<number> {
  let most = listeners;
  for (let wanted = listeners + 100; wanted <= held; wanted += 100) {
    const from = most;
    try {
      await inParallel(wanted - from, JOINS_AT_ONCE, async (i) => void (await join(from + i)));
    } catch (error) {
      progress(`relay: at ${wanted} listeners ${String(error)}`);
      return most;
    }
    await delay(1_000);
    for (const crowd of crowds) await crowd.call('reset');
    await delay(HELD_SECONDS * 1000);
    const tallies = await Promise.all(crowds.map((crowd) => crowd.call('tallies')));
    const share = shareByOwnCount(tallies.flat());
    progress(`relay: ${wanted} listeners, ${(share * 100).toFixed(2)} % of all packets`);
    if (share < HELD_SHARE) return most;
    most = wanted;
  }
  return most;
}

async function routesOf(crowds: readonly Crowd[]): Promise<string> {
  const routes = (await Promise.all(crowds.map((crowd) => crowd.call('routes')))).flat();
  return `${routes.filter((route) => route === 'relay').length} by the relay`;
}
