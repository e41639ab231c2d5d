import { expect } from 'vitest';

import {
  faultsOfSteady,
  type Heard,
  levelAt,
  type Pulse,
  record,
  type Recording,
  rmsDbfs,
} from '../src/index.ts';

/** A tone that is there reads about its own level; one that is not, far below this. */
const heardDbfs = -35;
const unheardDbfs = -55;

/** Waits until just these of the tones are heard on a sink, and no other. */
export async function expectTones(
  recording: Recording,
  sink: string,
  tones: Readonly<Record<string, { readonly frequencyHz: number; readonly heard: boolean }>>,
  timeoutMs = 8_000,
): Promise<void> {
  const wanted = Object.fromEntries(
    Object.entries(tones).map(([name, { heard }]) => [name, heard ? 'heard' : 'not heard']),
  );
  const now = (): Record<string, string> =>
    Object.fromEntries(
      Object.entries(tones).map(([name, { frequencyHz }]) => {
        const level = levelAt(recording.latest(sink, 400), frequencyHz);
        return [
          name,
          level > heardDbfs ? 'heard' : level < unheardDbfs ? 'not heard' : `${level.toFixed(0)} dBFS`,
        ];
      }),
    );
  await expect.poll(now, { timeout: timeoutMs, interval: 100 }).toEqual(wanted);
}

/** The level from which on anything at all counts as heard, dBFS; silence is far below. */
const audibleDbfs = -45;

/** Waits until something is heard on a sink. */
export async function expectSound(pulse: Pulse, sink: string): Promise<void> {
  const ears = await record(pulse, [sink]);
  try {
    await expect
      .poll(() => rmsDbfs(ears.latest(sink, 500)), { timeout: 10_000 })
      .toBeGreaterThan(audibleDbfs);
  } finally {
    await ears.stop();
  }
}

/**
 * The longest silence of a steady sound that began between each of these moments and the next (of the last one: the end), ms, beyond
 * what a control missed that was recorded with it.
 */
export function silencesBetween(moments: readonly number[], heard: Heard, control: Heard): number[] {
  const faults = faultsOfSteady(heard, control, { gapMs: 10 });
  return moments.map((fromMs, i) => {
    const toMs = moments[i + 1] ?? Infinity;
    const here = faults.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    return Math.max(0, ...here.map(({ beyondMs }) => beyondMs));
  });
}
