import { setTimeout as delay } from 'node:timers/promises';
import { play, record, type Recording, rmsDbfs, tone } from '@mauzin/e2e';

import type { Stage } from './stage.ts';
import { openStation, tapListen } from './station-page.ts';

const SOUND_LIMIT_MS = 10_000;
const LOUD_DBFS = -40;
const SILENT_DBFS = -80;
/** Time between two looks at the recording, ms; it grows by 10–20 ms at a time. */
const LOOK_EVERY_MS = 2;
const LOOK_BACK_MS = 10;

/**
 * From the finger's touch on the real page to the first sound in the recording of the phone's speaker, ms, each time on a
 * page opened anew that has said it is ready. A tone plays in the mixer, so that sound could come at any moment. What the
 * recorder itself takes (10–30 ms) is counted in.
 */
export async function measureTaps(
  { pulse, mixer, speaker, phone, link }: Stage,
  taps: number,
  progress: (text: string) => void,
): Promise<number[]> {
  const playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 2 }), { repeat: true });
  const recording = await record(pulse, [speaker.sink]);
  const waits: number[] = [];
  for (let tap = 0; tap < taps; tap += 1) {
    const page = await phone.context.newPage();
    await openStation(page, link);
    await until(
      'the phone did not fall silent',
      recording,
      speaker.sink,
      (level) => level < SILENT_DBFS,
      200,
    );
    const heard = until(
      `tap ${tap + 1}: the phone heard nothing`,
      recording,
      speaker.sink,
      (level) => level > LOUD_DBFS,
      LOOK_BACK_MS,
    );
    const [heardMs, tappedMs] = await Promise.all([heard, tapListen(page)]);
    waits.push(heardMs - tappedMs);
    await page.close();
  }
  await recording.stop();
  await playing.stop();
  progress(`${taps} taps: ${waits.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return waits;
}

/** When the level of the last moment became so, ms since 1970. */
async function until(
  complaint: string,
  recording: Recording,
  sink: string,
  isSo: (levelDbfs: number) => boolean,
  lookBackMs: number,
): Promise<number> {
  const endMs = Date.now() + SOUND_LIMIT_MS;
  while (!isSo(rmsDbfs(recording.latest(sink, lookBackMs)))) {
    if (Date.now() > endMs) throw new Error(`${complaint} for ${SOUND_LIMIT_MS / 1000} s`);
    await delay(LOOK_EVERY_MS);
  }
  return Date.now();
}
