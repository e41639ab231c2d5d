import { setTimeout as delay } from 'node:timers/promises';

import { bundleForNode } from '../bundle-for-node.ts';
import { cpuMsOf, rssKbOf } from '../proc.ts';
import { type Remote, startRemote } from '../remote.ts';
import { median, quantile } from '../statistics.ts';
import { openBuiltService } from './built-service.ts';
import type { LoadCalls, PeerJsManner } from './load-calls.ts';
import type { PeerServerCalls } from './server-calls.ts';

export interface SignalingOptions {
  /** Listeners of each wave. */
  readonly listeners: number;
  readonly atOnce: number;
  readonly rounds: number;
  /** Clients that do nothing while memory is measured. */
  readonly idle: number;
  /** Whether npm's server is measured beside ours. */
  readonly baseline: boolean;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

interface Server {
  readonly pid: number;
  readonly collect: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Rig {
  readonly name: string;
  readonly server: Server;
  readonly load: Remote<LoadCalls, object>;
}

interface Wave {
  readonly perSecond: number;
  /** CPU of the server for each join, µs. */
  readonly cpuMicros: number;
  readonly p99Ms: number;
}

const WARM_UP_WAVES = 5;
/** Guests that come and go before memory is measured: libraries are loaded then and pools filled. */
const WARM_UP_GUESTS = 20;
const LOOK_EVERY_MS = 500;
const MOST_LOOKS = 24;
const AGREED_KB = 256;

export interface JoinFigures {
  readonly joinsPerSecond: number;
  readonly cpuMicrosPerJoin: number;
  readonly joinP99Ms: number;
}

export interface MemoryFigures {
  readonly rssKbPerIdleClient: number;
  readonly rssMbIdle: number;
}

/** npm's server, used in three ways. */
export interface BaselineFigures {
  readonly theirs: JoinFigures & MemoryFigures;
  /** With ids of the clients' own. */
  readonly theirBare: JoinFigures;
  /** As a page uses it. */
  readonly theirPage: JoinFigures;
}

export interface SignalingFigures {
  readonly ours: JoinFigures & MemoryFigures;
  /** Null where it was not asked for. */
  readonly baseline: BaselineFigures | null;
}

type Side = 'ours' | keyof BaselineFigures;

/** Both servers at once, and their turns one after the other, so that a machine's mood meets both. */
export async function measureSignaling(options: SignalingOptions): Promise<SignalingFigures> {
  const joins = await measureJoins(options);
  // Fresh servers: one that has served thousands has room for a thousand more, and they would seem to cost nothing.
  const ours = { ...joins('ours'), ...(await idleMemory(await openOurs(options), options)) };
  if (!options.baseline) return { ours, baseline: null };
  const memory = await idleMemory(await openTheirs(options, 'client'), options);
  const theirs = { ...joins('theirs'), ...memory };
  return { ours, baseline: { theirs, theirBare: joins('theirBare'), theirPage: joins('theirPage') } };
}

async function measureJoins(options: SignalingOptions): Promise<(side: Side) => JoinFigures> {
  const rigs = new Map<Side, Rig>([['ours', await openOurs(options)]]);
  if (options.baseline) {
    rigs.set('theirs', await openTheirs(options, 'client'));
    rigs.set('theirBare', await openTheirs(options, 'bare'));
    rigs.set('theirPage', await openTheirs(options, 'page'));
  }
  const turns = [...rigs].map(([side, rig]) => ({ side, rig, waves: [] as Wave[] }));
  for (let round = -WARM_UP_WAVES; round < options.rounds; round += 1) {
    // Whoever goes last in a round goes first in the next.
    for (const { rig, waves } of round % 2 === 0 ? turns : turns.toReversed()) {
      const wave = await joinWave(rig, options);
      if (round >= 0) waves.push(wave);
    }
  }
  await Promise.all(turns.flatMap(({ rig: { load, server } }) => [load.close(), server.close()]));
  return (side) => middle(turns.find((turn) => turn.side === side)?.waves ?? []);
}

const middle = (waves: readonly Wave[]): JoinFigures => ({
  joinsPerSecond: median(waves.map(({ perSecond }) => perSecond)),
  cpuMicrosPerJoin: median(waves.map(({ cpuMicros }) => cpuMicros)),
  joinP99Ms: median(waves.map(({ p99Ms }) => p99Ms)),
});

async function openOurs(options: SignalingOptions): Promise<Rig> {
  const { place, server } = await openBuiltService(options.defer);
  const load = openLoad(options);
  await load.call('open', { mauzin: place });
  const { close, pid } = server;
  return { name: 'ours', server: { pid, close, collect: () => server.call('collect') }, load };
}

async function openTheirs(options: SignalingOptions, as: PeerJsManner): Promise<Rig> {
  // As it would be installed: one bundle. What loads and compiles sources would be measured too.
  const program = await bundleForNode(new URL('peer-server.ts', import.meta.url));
  options.defer(program.remove);
  const server: Remote<PeerServerCalls, object> = startRemote('peer server', program.url, {
    execArgv: ['--expose-gc'],
  });
  options.defer(() => server.close());
  const load = openLoad(options);
  await load.call('open', { peerJsPort: await server.call('open'), as });
  const { close, pid } = server;
  return { name: `peer, ${as}`, server: { pid, close, collect: () => server.call('collect') }, load };
}

function openLoad({ defer }: SignalingOptions): Remote<LoadCalls, object> {
  const load: Remote<LoadCalls, object> = startRemote('load', new URL('load.ts', import.meta.url));
  defer(() => load.close());
  return load;
}

async function joinWave(
  { load, name, server }: Rig,
  { atOnce, listeners, progress }: SignalingOptions,
): Promise<Wave> {
  const beforeMs = await cpuMsOf(server.pid);
  const { joinMs, tookMs } = await load.call('join', { count: listeners, atOnce });
  const cpuMs = (await cpuMsOf(server.pid)) - beforeMs;
  await load.call('leave');
  const wave = {
    perSecond: (listeners * 1000) / tookMs,
    cpuMicros: (cpuMs * 1000) / listeners,
    p99Ms: quantile(joinMs, 0.99),
  };
  const figures = `${wave.perSecond.toFixed(0)} joins/s, p99 ${wave.p99Ms.toFixed(1)} ms`;
  progress(`${name}: ${figures}, ${wave.cpuMicros.toFixed(0)} µs of CPU each`);
  return wave;
}

async function idleMemory(
  { load, name, server }: Rig,
  { atOnce, idle, progress }: SignalingOptions,
): Promise<MemoryFigures> {
  await load.call('join', { count: WARM_UP_GUESTS, atOnce: 1 });
  await load.call('leave');
  const emptyKb = await restingRssKb(server);
  await load.call('idle', { count: idle, atOnce });
  const fullKb = await restingRssKb(server);
  await Promise.all([load.close(), server.close()]);
  const figures = { rssKbPerIdleClient: (fullKb - emptyKb) / idle, rssMbIdle: fullKb / 1024 };
  progress(
    `${name}: ${figures.rssKbPerIdleClient.toFixed(1)} kB each, ${figures.rssMbIdle.toFixed(0)} MB in all`,
  );
  return figures;
}

/** Resident memory when nobody comes or goes, kB: garbage is collected until three looks in a row agree. */
async function restingRssKb(server: Rig['server']): Promise<number> {
  const looks: number[] = [];
  while (looks.length < MOST_LOOKS) {
    await server.collect();
    await delay(LOOK_EVERY_MS);
    looks.push(await rssKbOf(server.pid));
    const last = looks.slice(-3);
    if (last.length === 3 && Math.max(...last) - Math.min(...last) <= AGREED_KB) break;
  }
  return median(looks.slice(-3));
}
