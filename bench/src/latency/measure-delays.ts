import { setTimeout as delay } from 'node:timers/promises';
import { play, record, type Recording, rmsDbfs, speech } from '@mauzin/e2e';

import { openBlank } from '../pages/blank.ts';
import { bundle, callPage } from '../pages/bundle.ts';
import type { ListeningCalls } from '../pages/listening.ts';
import { median } from '../statistics.ts';
import { delaysIn, type Stretch } from './delays.ts';
import { openStation, tapListen } from './station-page.ts';
import type { Stage } from './stage.ts';

export interface Delays {
  readonly throughFanOut: readonly number[];
  readonly direct: readonly number[];
}

const names: Readonly<Record<keyof Delays, string>> = {
  throughFanOut: 'through the fan-out',
  direct: 'directly',
};
export interface DelayOptions {
  /** How often the phone listens each way. */
  readonly rounds: number;
  readonly seconds: number;
  readonly progress: (text: string) => void;
}

interface Leg {
  readonly kind: keyof Delays;
  readonly stretch: Stretch;
}

/** A jitter buffer needs some seconds to find its length. */
const SETTLE_MS = 4000;
const HEAR_LIMIT_MS = 15_000;
const LOUD_DBFS = -45;
/** When the recorder itself lost more than this, times mean nothing. */
const MAX_LOST_MS = 40;
/** Recordings begin a moment after they are asked for. */
const MARGIN_MS = 300;

/**
 * Plays speech into the mixer and records mixer and phone without a break, while the phone listens in turn through the
 * fan-out and directly. All delays come from one recording, so an error in its alignment cancels out. Both begin each time
 * with a capture opened anew: whenever the machine hesitates, Chromium's capture falls behind for good (100 ms in some
 * minutes here), and whoever came later would be blamed for it.
 */
export async function measureDelays(stage: Stage, options: DelayOptions): Promise<Delays> {
  const { progress } = options;
  const { pulse, mixer, speaker } = stage;
  const playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
  const recording = await record(pulse, [mixer.sink, speaker.sink]);
  const legs = await listenInTurn(stage, recording, options);
  const [sent, heard] = await recording.stop();
  await playing.stop();
  if (!sent || !heard) throw new Error('nothing was recorded');
  const lostMs = Math.max(sent.lostMs, heard.lostMs);
  if (lostMs > MAX_LOST_MS)
    throw new Error(`the recorder lost ${lostMs.toFixed(0)} ms: this machine is too busy`);
  const heardLegs = legs.map(({ kind, stretch }) => ({ kind, delays: delaysIn(sent, heard, stretch) }));
  for (const { kind, delays } of heardLegs) {
    progress(`${names[kind]}: ${median(delays).toFixed(1)} ms, median of ${delays.length} windows`);
  }
  const delaysOf = (kind: keyof Delays): number[] =>
    heardLegs.filter((leg) => leg.kind === kind).flatMap((leg) => leg.delays);
  return { throughFanOut: delaysOf('throughFanOut'), direct: delaysOf('direct') };
}

async function listenInTurn(
  stage: Stage,
  recording: Recording,
  { rounds, seconds, progress }: DelayOptions,
): Promise<readonly Leg[]> {
  const startMs = performance.now();
  const legs: Leg[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Whoever goes second goes first the next time.
    const order =
      round % 2 === 0 ? (['throughFanOut', 'direct'] as const) : (['direct', 'throughFanOut'] as const);
    for (const kind of order) {
      progress(`round ${round + 1} of ${rounds}: ${names[kind]}`);
      const hangUp = kind === 'direct' ? await listenDirectly(stage) : await listenThroughFanOut(stage);
      await soundAt(recording, stage.speaker.sink);
      await delay(SETTLE_MS);
      const fromMs = performance.now() - startMs + MARGIN_MS;
      await delay(seconds * 1000 + 2 * MARGIN_MS);
      legs.push({ kind, stretch: { fromMs, toMs: performance.now() - startMs - MARGIN_MS } });
      await hangUp();
    }
  }
  return legs;
}

type HangUp = () => Promise<void>;

async function listenThroughFanOut({ captureAnew, phone, link }: Stage): Promise<HangUp> {
  const page = await phone.context.newPage();
  await openStation(page, link);
  await captureAnew();
  await tapListen(page);
  return () => page.close();
}

let directCalls = 0;

async function listenDirectly({ captureAnew, phone, studio }: Stage): Promise<HangUp> {
  const page = await phone.context.newPage();
  await openBlank(page);
  await page.addScriptTag({ content: await bundle('listening.ts') });
  await page.locator('p').tap(); // sound needs a tap, here too
  await captureAnew();
  directCalls += 1;
  const id = `direct-${directCalls}`;
  await studio.call(id, (sdp) => callPage<ListeningCalls, 'answer'>(page, 'answer', { id, sdp }));
  return async () => {
    await studio.hangUp(id);
    await page.close();
  };
}

async function soundAt(recording: Recording, sink: string): Promise<void> {
  const endMs = performance.now() + HEAR_LIMIT_MS;
  while (rmsDbfs(recording.latest(sink, 200)) < LOUD_DBFS) {
    if (performance.now() > endMs) throw new Error(`the phone heard nothing for ${HEAR_LIMIT_MS / 1000} s`);
    await delay(50);
  }
}
