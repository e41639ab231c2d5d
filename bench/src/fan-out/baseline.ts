import { setTimeout as delay } from 'node:timers/promises';
import { chromiumArgs, chromiumPath, openChromium, speech, toWav } from '@mauzin/e2e';
import { chromium, type Page } from 'playwright';

import { forContext } from '../figures.ts';
import { openBlank } from '../pages/blank.ts';
import { bundle, callPage } from '../pages/bundle.ts';
import type { ListeningCalls } from '../pages/listening.ts';
import type { SendingCalls } from '../pages/sending.ts';
import { cpuMsBetween, familyCpuMs } from '../proc.ts';
import { sum } from '../statistics.ts';
import { inParallel } from './receivers.ts';

/** The option of a bench that is compared with the page: how many listeners it serves. */
export const baselineListeners = {
  meaning: 'listeners of the Chromium page; 0 leaves it out',
  preset: 20,
  least: 0,
  most: 40,
};
/** The figure of such a bench: what `measureBaseline` finds. */
export const baselineCpu = forContext(
  '% of a core',
  'the marginal CPU of a Chromium page with one simple-peer each',
);

export interface BaselineOptions {
  readonly listeners: number;
  readonly seconds: number;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

const IDLE_SECONDS = 5;
const SETTLE_MS = 4000;
const AT_ONCE = 4;
/** A page that sends a listener fewer packets a second than this, of 50, does not do the work that it is measured by. */
const LEAST_PACKETS_A_SECOND = 45;

/** CPU per listener of a Chromium page with one simple-peer connection each, in percent of one core. */
export async function measureBaseline(options: BaselineOptions): Promise<number> {
  const { listeners, seconds, progress, defer } = options;
  progress(`baseline: a Chromium page with ${listeners} simple-peer connections`);
  const server = await chromium.launchServer({
    executablePath: chromiumPath(),
    args: [...chromiumArgs(), '--autoplay-policy=no-user-gesture-required'],
  });
  defer(() => server.close());
  const pid = server.process().pid;
  if (pid === undefined) throw new Error('Chromium did not start');
  const browser = await chromium.connect(server.wsEndpoint());
  const sender = await browser.newPage();
  const phones = await openChromium({ autoplay: 'always' });
  defer(() => phones.close());
  await introduce(sender, phones.page);

  await callPage<SendingCalls, 'play'>(sender, 'play', toWav(await speech()).toString('base64'));
  await delay(SETTLE_MS);
  const idle = await cpuPercent(pid, IDLE_SECONDS);
  await inParallel(listeners, AT_ONCE, (i) =>
    callPage<SendingCalls, 'connect'>(sender, 'connect', { id: String(i), trickle: false }),
  );
  await delay(SETTLE_MS);
  const before = await packetsHeard(phones.page);
  const busy = await cpuPercent(pid, seconds);
  const packets = (await packetsHeard(phones.page)) - before;
  progress(`baseline: ${busy.toFixed(1)} % of a core, of which ${idle.toFixed(1)} % before anybody listened`);
  const [failure] = await callPage<SendingCalls, 'failures'>(sender, 'failures');
  if (failure !== undefined) throw new Error(`baseline: ${failure}`);
  if (packets < listeners * seconds * LEAST_PACKETS_A_SECOND) {
    throw new Error(`baseline: only ${packets} packets arrived`);
  }
  await phones.close();
  await server.close();
  return (busy - idle) / listeners;
}

/** Puts the pages in touch, each in a browser of its own: the sender offers, and a listener answers each offer. */
async function introduce(sender: Page, phones: Page): Promise<void> {
  await sender.exposeFunction(
    'peerSignal',
    async (id: string, { type, sdp }: { type?: string; sdp?: string }) => {
      if (type !== 'offer' || sdp === undefined) return;
      const answer = await callPage<ListeningCalls, 'answer'>(phones, 'answer', { id, sdp });
      await callPage<SendingCalls, 'signal'>(sender, 'signal', {
        id,
        signal: { type: 'answer', sdp: answer },
      });
    },
  );
  for (const page of [sender, phones]) await openBlank(page);
  await sender.addScriptTag({ content: await bundle('sending.ts') });
  await phones.addScriptTag({ content: await bundle('listening.ts') });
}

async function packetsHeard(phones: Page): Promise<number> {
  const heard = await callPage<ListeningCalls, 'heard'>(phones, 'heard');
  return sum(heard.map(({ packetsReceived }) => packetsReceived));
}

async function cpuPercent(pid: number, seconds: number): Promise<number> {
  const startMs = performance.now();
  const before = await familyCpuMs(pid);
  await delay(seconds * 1000);
  const after = await familyCpuMs(pid);
  return (cpuMsBetween(before, after) / (performance.now() - startMs)) * 100;
}
