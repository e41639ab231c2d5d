import { setTimeout as delay } from 'node:timers/promises';

import { bundleForNode } from '../bundle-for-node.ts';
import { cpuMsOf, rssKbOf } from '../proc.ts';
import { type Remote, startRemote } from '../remote.ts';
import { median } from '../statistics.ts';
import { inParallel, type Receivers, startReceivers } from './receivers.ts';
import type { SenderCalls, SenderEvents } from './sender-calls.ts';
import { deliveredShare } from './tally.ts';

export interface FanOutOptions {
  readonly listeners: number;
  readonly seconds: number;
  /** Ogg/Opus. */
  readonly file: string;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

export interface FanOutFigures {
  readonly cpuPercentPerListener: number;
  readonly marginalCpuPercentPerListener: number;
  readonly microsPerPacket: number;
  readonly rssKbPerListener: number;
  readonly joinsPerSecond: number;
  readonly deliveredShare: number;
}

type Sender = Remote<SenderCalls, SenderEvents>;

const RECEIVER_PROCESSES = 2;
/** Listeners that come and go before anything is measured: libraries are loaded then and pools filled. */
const WARM_UP_LISTENERS = 2;
const JOINS_AT_ONCE = 16;
const SETTLE_MS = 2000;
const IDLE_SECONDS = 5;
/** A wait longer than anything is under way on loopback, ms. */
const DRAIN_MS = 500;
const LOOK_EVERY_MS = 500;
const MOST_LOOKS = 16;
const AGREED_KB = 128;

export async function measureFanOut(options: FanOutOptions): Promise<FanOutFigures> {
  const { listeners, file, progress, defer } = options;
  // As in the product: one bundle. What loads and compiles the sources would be measured too.
  const program = await bundleForNode(new URL('sender.ts', import.meta.url));
  defer(program.remove);
  const sender: Sender = startRemote('sender', program.url, { execArgv: ['--expose-gc'] });
  defer(() => sender.close());
  const receivers = startReceivers(RECEIVER_PROCESSES, {
    answer: (answer) => tell(sender.call('answer', answer)),
    candidate: (candidate) => tell(sender.call('candidate', candidate)),
  });
  defer(() => receivers.close());
  sender.on('failed', ({ id, reason }) => progress(`listener ${id} failed: ${reason}`));
  const { join, leave } = introduce(sender, receivers);

  await sender.call('open');
  await sender.call('play', file);
  const guests = Array.from({ length: WARM_UP_LISTENERS }, (_, i) => String(listeners + i));
  await inParallel(guests.length, JOINS_AT_ONCE, (i) => join(guests[i] ?? ''));
  await Promise.all(guests.map(leave));
  const emptyKb = await restingRssKb(sender);
  const idleCpuPercent = await cpuPercent(sender.pid, IDLE_SECONDS);

  const startMs = performance.now();
  await inParallel(listeners, JOINS_AT_ONCE, (i) => join(String(i)));
  const joinsPerSecond = (listeners * 1000) / (performance.now() - startMs);
  progress(`fan-out: ${listeners} listeners, ${joinsPerSecond.toFixed(0)} joined a second`);
  await delay(SETTLE_MS);
  const steady = await measureSteadyState(sender, receivers, options);
  const fullKb = await restingRssKb(sender);
  await Promise.all([sender.close(), receivers.close()]);
  return {
    ...steady,
    marginalCpuPercentPerListener: steady.cpuPercentPerListener - idleCpuPercent / listeners,
    joinsPerSecond,
    rssKbPerListener: (fullKb - emptyKb) / listeners,
  };
}

type SteadyFigures = Pick<FanOutFigures, 'cpuPercentPerListener' | 'microsPerPacket' | 'deliveredShare'>;

async function cpuPercent(pid: number, seconds: number): Promise<number> {
  const before = { ms: performance.now(), cpuMs: await cpuMsOf(pid) };
  await delay(seconds * 1000);
  const cpuMs = (await cpuMsOf(pid)) - before.cpuMs;
  return (cpuMs / (performance.now() - before.ms)) * 100;
}

async function measureSteadyState(
  sender: Sender,
  receivers: Receivers,
  { listeners, seconds, progress }: FanOutOptions,
): Promise<SteadyFigures> {
  await receivers.reset();
  const before = {
    ms: performance.now(),
    cpuMs: await cpuMsOf(sender.pid),
    sent: await sender.call('packetsSent'),
  };
  await delay(seconds * 1000);
  const after = {
    ms: performance.now(),
    cpuMs: await cpuMsOf(sender.pid),
    sent: await sender.call('packetsSent'),
  };
  await sender.call('silence');
  await delay(DRAIN_MS);
  const tallies = await receivers.tallies();
  const cpuMs = after.cpuMs - before.cpuMs;
  const cpuPercent = (cpuMs / (after.ms - before.ms)) * 100;
  progress(`fan-out: ${cpuPercent.toFixed(1)} % of a core for ${after.sent - before.sent} packets`);
  return {
    cpuPercentPerListener: cpuPercent / listeners,
    microsPerPacket: (cpuMs * 1000) / (after.sent - before.sent),
    deliveredShare: deliveredShare(tallies),
  };
}

/**
 * Puts sender and receivers in touch. Whoever joins has joined with the first packet. Receivers are not told the sender's
 * address: they learn it from its first check, so that ICE begins once the sender has taken the answer. Two libraries of the
 * same make on loopback are too quick otherwise: DTLS begins before the other side is ready for it, and waits a second.
 */
function introduce(sender: Sender, receivers: Receivers) {
  const offered = new Map<string, (outcome: Promise<void>) => void>();
  sender.on('offer', (offer) => offered.get(offer.id)?.(receivers.join(offer)));
  return {
    join: async (id: string): Promise<void> => {
      const heard = new Promise<void>((resolve) => offered.set(id, resolve));
      await sender.call('join', { id, redundancy: true });
      await heard;
      offered.delete(id);
    },
    leave: async (id: string): Promise<void> => {
      await Promise.all([sender.call('leave', { id }), receivers.leave(id)]);
    },
  };
}

/**
 * Resident memory when nobody comes or goes, kB: garbage is collected until three looks in a row agree. V8 gives back what
 * it no longer needs over some seconds; a look too early would count that too.
 */
async function restingRssKb(sender: Sender): Promise<number> {
  const looks: number[] = [];
  while (looks.length < MOST_LOOKS) {
    await sender.call('collect');
    await delay(LOOK_EVERY_MS);
    looks.push(await rssKbOf(sender.pid));
    const last = looks.slice(-3);
    if (last.length === 3 && Math.max(...last) - Math.min(...last) <= AGREED_KB) break;
  }
  return median(looks.slice(-3));
}

/** What fails here shows as a listener that hears nothing, with its own complaint. */
const tell = (call: Promise<unknown>): void => void call.catch(() => undefined);
