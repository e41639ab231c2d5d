import { describe, expect, test } from 'vitest';

import { lookFrames, LoopJudge, loopRate, probeSamples } from './loop-tones.ts';

const probe = probeSamples();
/** Reproducible noise between -1 and 1. */
function* noise(seed = 1): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 31 - 1;
  }
}
const gain = (dB: number): number => 10 ** (dB / 20);
/** Uniform noise of this level has an RMS of its peak / √3. */
const noiseAt = (dbfs: number, seed?: number): (() => number) => {
  const samples = noise(seed);
  return () => samples.next().value * gain(dbfs) * Math.sqrt(3);
};
/** Something like a voice: 140 Hz that wavers, with harmonics, for two seconds of each three. */
const voiceAt = (dbfs: number, pauseDbfs: number): ((at: number) => number) => {
  const room = noiseAt(pauseDbfs, 7);
  let phase = 0;
  return (at) => {
    const seconds = at / loopRate;
    phase += (2 * Math.PI * (140 + 12 * Math.sin(5 * seconds))) / loopRate;
    const speaks = seconds % 3 < 2;
    let sample = 0;
    if (speaks) for (let n = 1; n <= 20; n += 1) sample += Math.sin(n * phase) / n;
    return sample * gain(dbfs) + room();
  };
};

/** What is said after so many looks at a sound, with the probe in it so much softer; `null`: without. */
function judge(sound: (at: number) => number, loopDb: number | null, looks = 4, drift = 1): string {
  const told = new LoopJudge();
  for (let look = 0; look < looks; look += 1) {
    const samples = Float32Array.from({ length: lookFrames }, (_, index) => {
      const at = look * (lookFrames + 500) + index;
      const heard = loopDb === null ? 0 : (probe[Math.round(at * drift) % lookFrames] ?? 0) * gain(loopDb);
      return sound(at) + heard;
    });
    told.look(samples);
  }
  return told.verdict;
}

test('the probe is as soft as promised, and has no peaks', () => {
  const rms = Math.sqrt(probe.reduce((sum, sample) => sum + sample * sample, 0) / probe.length);
  expect(20 * Math.log10(rms)).toBeCloseTo(-54, 1);
  expect(20 * Math.log10(Math.max(...probe.map(Math.abs)) / rms)).toBeLessThan(12);
});

describe('an input that hears what the output plays', () => {
  test.each([
    ['digital silence', () => 0, 0],
    ['digital silence, far softer', () => 0, -20],
    ['the noise of a line', noiseAt(-75), -20],
    ['a noisy line', noiseAt(-60), -12],
    ['a tone', (at: number) => 0.5 * Math.sin((2 * Math.PI * 440 * at) / loopRate), -6],
  ])('in %s', (_what, sound, loopDb) => {
    expect(judge(sound, loopDb)).toBe('heard');
  });

  test('by another clock, 100 ppm off', () => {
    expect(judge(noiseAt(-75), -12, 4, 1.000_1)).toBe('heard');
  });

  test('beneath a voice, in its pauses', () => {
    expect(judge(voiceAt(-20, -70), -6, 12)).toBe('heard');
  });
});

describe('one that does not', () => {
  test.each([
    ['digital silence', () => 0],
    ['the noise of a line', noiseAt(-75)],
    ['a tone', (at: number) => 0.5 * Math.sin((2 * Math.PI * 440 * at) / loopRate)],
  ])('in %s', (_what, sound) => {
    expect(judge(sound, null)).toBe('clear');
  });

  test('a voice, in its pauses', () => {
    expect(judge(voiceAt(-20, -75), null, 12)).toBe('clear');
  });

  test('a microphone that hears the loudspeaker faintly', () => {
    expect(judge(noiseAt(-85), -45)).toBe('clear');
  });
});

test('nothing is said of what other sound covers, nor after a single look', () => {
  expect(judge(noiseAt(-20), null)).toBe('unsure');
  expect(judge(noiseAt(-20), -20)).toBe('unsure');
  expect(judge(() => 0, null, 2)).toBe('unsure');
});

test('noise is hardly ever taken for the probe', () => {
  for (let seed = 1; seed <= 20; seed += 1) expect(judge(noiseAt(-70, seed), null, 3)).not.toBe('heard');
});
