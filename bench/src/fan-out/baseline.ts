import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { chromiumArgs, chromiumPath } from '@mauzin/e2e';
import { chromium, type Page } from 'playwright';

import { bundle, callPage } from '../pages/bundle.ts';
import type { ManyPeersCalls } from '../pages/many-peers.ts';
import { cpuMsBetween, familyCpuMs } from '../proc.ts';
import { inParallel, type Receivers, startReceivers } from './receivers.ts';

export interface BaselineOptions {
  readonly listeners: number;
  readonly seconds: number;
  /** Ogg/Opus, the same as the fan-out plays. */
  readonly file: string;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

const IDLE_SECONDS = 5;
const WARM_UP_MS = 3000;
const AT_ONCE = 4;

/** CPU per listener of a Chromium page with one simple-peer connection each, in percent of one core. */
export async function measureBaseline(options: BaselineOptions): Promise<number> {
  const { listeners, seconds, progress, defer } = options;
  progress(`baseline: a Chromium page with ${listeners} simple-peer connections`);
  const server = await chromium.launchServer({
    executablePath: chromiumPath(),
    // Names instead of addresses could not be resolved here.
    args: [
      ...chromiumArgs(),
      '--autoplay-policy=no-user-gesture-required',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
  defer(() => server.close());
  const pid = server.process().pid;
  if (pid === undefined) throw new Error('Chromium did not start');
  const browser = await chromium.connect(server.wsEndpoint());
  const page = await browser.newPage();
  const receivers = await connectPage(page, options);

  await callPage<ManyPeersCalls, 'play'>(page, 'play', (await readFile(options.file)).toString('base64'));
  await delay(WARM_UP_MS);
  const idle = await cpuPercent(pid, IDLE_SECONDS);
  await inParallel(listeners, AT_ONCE, (i) => receivers.join(String(i)));
  await delay(WARM_UP_MS);
  await receivers.reset();
  const busy = await cpuPercent(pid, seconds);
  await requirePackets(page, receivers, listeners * seconds);
  progress(`baseline: ${busy.toFixed(1)} % of a core, of which ${idle.toFixed(1)} % before anybody listened`);
  await receivers.close();
  await server.close();
  return (busy - idle) / listeners;
}

type PageReceivers = Pick<Receivers, 'reset' | 'tallies' | 'close'> & { join(id: string): Promise<void> };

/** Puts the page and the receivers in touch. The page offers; a connection counts from its first packet. */
async function connectPage(page: Page, { defer }: BaselineOptions): Promise<PageReceivers> {
  const answer = (id: string, signal: Parameters<ManyPeersCalls['signal']>[0]['signal']): void => {
    // A page that has gone needs no answer; that it went is told by whoever waits for its sound.
    callPage<ManyPeersCalls, 'signal'>(page, 'signal', { id, signal }).catch(() => undefined);
  };
  const receivers = startReceivers(1, {
    answer: ({ id, sdp }) => answer(id, { type: 'answer', sdp }),
    candidate: ({ id, candidate, mid }) =>
      answer(id, { type: 'candidate', candidate: { candidate, sdpMid: mid, sdpMLineIndex: 0 } }),
  });
  defer(() => receivers.close());
  const joined = new Map<string, (outcome: Promise<void>) => void>();
  await page.exposeFunction(
    'peerSignal',
    (id: string, signal: { sdp?: string; candidate?: CandidateSignal }) => {
      if (signal.candidate) {
        receivers.candidate({ id, candidate: signal.candidate.candidate, mid: signal.candidate.sdpMid });
      } else if (signal.sdp !== undefined) {
        joined.get(id)?.(receivers.join({ id, sdp: signal.sdp }));
      }
    },
  );
  await page.addScriptTag({ content: await bundle('many-peers.ts') });
  return {
    ...receivers,
    async join(id) {
      const done = new Promise<void>((resolve) => joined.set(id, resolve));
      await callPage<ManyPeersCalls, 'connect'>(page, 'connect', id);
      await done;
    },
  };
}

interface CandidateSignal {
  readonly candidate: string;
  readonly sdpMid: string;
}

async function cpuPercent(pid: number, seconds: number): Promise<number> {
  const startMs = performance.now();
  const before = await familyCpuMs(pid);
  await delay(seconds * 1000);
  const after = await familyCpuMs(pid);
  return (cpuMsBetween(before, after) / (performance.now() - startMs)) * 100;
}

/** 50 packets a second to each: a page that sends less does not do the work that it is measured by. */
async function requirePackets(page: Page, receivers: PageReceivers, listenerSeconds: number): Promise<void> {
  const failures = await callPage<ManyPeersCalls, 'failures'>(page, 'failures');
  if (failures.length > 0) throw new Error(`baseline: ${failures[0]}`);
  const tallies = await receivers.tallies();
  const received = tallies.reduce((sum, tally) => sum + tally.received, 0);
  if (received < listenerSeconds * 45) throw new Error(`baseline: only ${received} packets arrived`);
}
