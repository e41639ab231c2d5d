import { setTimeout as delay } from 'node:timers/promises';
import { longestSilenceMs, offerAnew, record } from '@mauzin/e2e';

import { listen } from './listen.ts';
import type { NetworkStage } from './stage.ts';

const SETTLE_MS = 4000;
/** How long the phone is listened to after each change, ms: what comes late is heard too. */
const AFTER_MS = 700;

/** The longest silence around each change to another connection, on a network without faults, ms. */
export async function measureChanges(stage: NetworkStage, changes: number): Promise<number[]> {
  const { phone, pulse, station } = stage;
  const { sink } = phone.speaker;
  const recording = await record(pulse, [sink]);
  const silences: number[] = [];
  try {
    const page = await listen(phone, station.link, recording);
    await delay(SETTLE_MS);
    for (let change = 0; change < changes; change += 1) {
      const fromMs = performance.now();
      await offerAnew(page);
      await delay(AFTER_MS);
      silences.push(longestSilenceMs(recording.latest(sink, performance.now() - fromMs)));
    }
    await page.close();
    return silences;
  } finally {
    await recording.stop();
  }
}
