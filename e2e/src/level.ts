import type { Sound } from './pcm.ts';

/**
 * Levels are in dBFS by AES17: a sine of full scale has 0, so a tone made with -12 dBFS reads -12 everywhere.
 * Digital silence reads {@link FLOOR_DBFS}.
 */
export const FLOOR_DBFS = -120;

/** Level of one tone, however much else is heard: Goertzel over Hann windows of 100 ms (about ±20 Hz wide). */
export function levelAt({ samples, rateHz }: Sound, frequencyHz: number): number {
  const length = Math.min(samples.length, Math.round(rateHz / 10));
  if (length === 0) return FLOOR_DBFS;
  const turn = 2 * Math.cos((2 * Math.PI * frequencyHz) / rateHz);
  let power = 0;
  let windows = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    let [s1, s2, weights] = [0, 0, 0];
    for (let i = 0; i < length; i += 1) {
      const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length);
      const s0 = ((samples[start + i] ?? 0) / 32_768) * weight + turn * s1 - s2;
      [s2, s1] = [s1, s0];
      weights += weight;
    }
    const amplitude = (2 * Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - turn * s1 * s2))) / weights;
    power += amplitude * amplitude;
    windows += 1;
  }
  return decibels(Math.sqrt(power / windows));
}

export function rmsDbfs({ samples }: Sound): number {
  let sum = 0;
  for (const sample of samples) sum += (sample / 32_768) ** 2;
  return decibels(Math.sqrt((2 * sum) / Math.max(1, samples.length)));
}

/** How long each of {@link frameLevels} is. */
export const FRAME_MS = 10;

/** The level of each frame of 10 ms. */
export function frameLevels(sound: Sound): number[] {
  const length = Math.round((sound.rateHz * FRAME_MS) / 1000);
  return Array.from({ length: Math.floor(sound.samples.length / length) }, (_, i) =>
    rmsDbfs({ ...sound, samples: sound.samples.subarray(i * length, (i + 1) * length) }),
  );
}

function decibels(amplitude: number): number {
  return amplitude > 0 ? Math.max(FLOOR_DBFS, 20 * Math.log10(amplitude)) : FLOOR_DBFS;
}
