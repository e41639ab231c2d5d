import { setTimeout as delay } from 'node:timers/promises';
import { durationMs, longestSilenceMs, record, type Recording } from '@mauzin/e2e';
import type { Page } from 'playwright';

import type { SoundWatch } from '../pages/watch-sound.ts';
import { type Heard, judge, type Times } from './heard.ts';
import { listen, LOUD_DBFS } from './listen.ts';
import type { NetworkStage } from './stage.ts';

export interface Measured extends Heard {
  /** Share of the samples played that the receiver made up. */
  readonly concealedShare: number;
}

/** What goes wrong while a phone listens. Returns when the network works again, where it did not. */
type Fault = (mark: () => number) => Promise<Pick<Times, 'returnMs'>>;

const SETTLE_MS = 4000;
/** How long sound is waited for after the network has returned. */
export const BACK_LIMIT_MS = 40_000;
/** What is still under way when a path breaks is heard no longer than this. */
const UNDER_WAY_MS = 2000;
/** How long the phone is listened to once the sound is back. */
const AFTER_MS = 7000;
const LASTING_MS = 300;

/** Listens at both ears, lets something happen, and judges what was heard. */
export async function measureFault(stage: NetworkStage, link: string, fault: Fault): Promise<Measured> {
  const { phone, beside } = stage;
  const sinks = [beside.speaker.sink, phone.speaker.sink];
  const recording = await record(stage.pulse, sinks);
  const mark = (): number => durationMs(recording.latest(phone.speaker.sink, Infinity));
  let stopped: ReturnType<Recording['stop']> | undefined;
  const stop = (): ReturnType<Recording['stop']> => (stopped ??= recording.stop());
  const pages: Page[] = [];
  try {
    for (const ear of [beside, phone]) pages.push(await listen(ear, link, recording));
    await delay(SETTLE_MS);
    const page = pages[1] ?? fail();
    const before = await samplesOf(page);
    const beginMs = mark();
    const { returnMs } = await fault(mark);
    if (returnMs !== undefined) {
      await delay(UNDER_WAY_MS);
      await soundIsBack(recording, phone.speaker.sink);
    }
    await delay(AFTER_MS);
    const after = await samplesOf(page);
    const times = { beginMs, endMs: mark() - LASTING_MS, ...(returnMs === undefined ? {} : { returnMs }) };
    const [without, heard] = await stop();
    const concealed = (after.concealed - before.concealed) / Math.max(1, after.samples - before.samples);
    return { ...judge(without ?? fail(), heard ?? fail(), times), concealedShare: concealed };
  } finally {
    await stop();
    for (const page of pages) await page.close();
  }
}

/** Waits until the sound is back. If it never comes, that is what was measured. */
async function soundIsBack(recording: Recording, sink: string): Promise<void> {
  const untilMs = performance.now() + BACK_LIMIT_MS;
  const isBack = (): boolean => longestSilenceMs(recording.latest(sink, LASTING_MS), LOUD_DBFS) === 0;
  while (!isBack() && performance.now() < untilMs) await delay(50);
}

const samplesOf = (page: Page): Promise<{ readonly samples: number; readonly concealed: number }> =>
  page.evaluate(() => (globalThis as SoundWatch).countSamples?.() ?? { samples: 0, concealed: 0 });

function fail(): never {
  throw new Error('nothing was recorded');
}
