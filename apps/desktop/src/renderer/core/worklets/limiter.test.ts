import { describe, expect, test } from 'vitest';

import { dbfs, joined, noise, sine } from '../../../testing/test-signals.ts';
import { Limiter, limiterCeiling } from './limiter.ts';

const sampleRate = 48_000;

/** Runs a signal through in the audio thread's blocks of 128. */
function limit(limiter: Limiter, left: Float32Array, right = left): [Float32Array, Float32Array] {
  const outputs: [Float32Array, Float32Array] = [
    new Float32Array(left.length),
    new Float32Array(left.length),
  ];
  for (let start = 0; start < left.length; start += 128) {
    const block = (samples: Float32Array): Float32Array => samples.subarray(start, start + 128);
    limiter.process([block(left), block(right)], [block(outputs[0]), block(outputs[1])]);
  }
  return outputs;
}
const highest = (samples: Float32Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
/** From each sample to the next. */
const steps = (samples: Float32Array): Float32Array =>
  samples.map((sample, index) => sample - (samples[index - 1] ?? sample));
const delayed = (samples: Float32Array, frames: number): Float32Array =>
  joined(new Float32Array(frames), samples).subarray(0, samples.length);

describe('below the ceiling', () => {
  test('every sample comes out as it went in, 4 ms later', () => {
    const limiter = new Limiter(sampleRate);
    expect(limiter.delayFrames).toBe(192);
    const left = noise(20_000, limiterCeiling);
    const right = noise(20_000, 0.1, 5);
    const [outLeft, outRight] = limit(limiter, left, right);
    expect(outLeft).toEqual(delayed(left, limiter.delayFrames));
    expect(outRight).toEqual(delayed(right, limiter.delayFrames));
    expect(limiter.takeReductionDb()).toBe(0);
  });

  test('again, to the last bit, some time after it had to limit', () => {
    const limiter = new Limiter(sampleRate);
    limit(limiter, noise(4_800, 3));
    expect(limiter.takeReductionDb()).toBeGreaterThan(9);
    limit(limiter, new Float32Array(sampleRate * 2));
    const left = noise(4_800, 0.8);
    expect(limit(limiter, left)[0]).toEqual(delayed(left, limiter.delayFrames));
  });
});

describe('nothing ever leaves above the ceiling', () => {
  const impulses = new Float32Array(48_000);
  for (const [index, at] of [100, 101, 5_000, 5_190, 5_195, 20_000, 47_990].entries())
    impulses[at] = (index % 2 ? -1 : 1) * 4 ** (index + 1);
  const steps = Float32Array.from({ length: 48_000 }, (_, index) => (Math.floor(index / 7_000) % 2 ? -4 : 3));
  const broken = Float32Array.of(0.5, NaN, Infinity, -Infinity, 1e30, -3e38, 0.5, ...noise(9_000, 2));
  test.each([
    ['impulses', impulses],
    ['noise 12 dB above full scale', noise(96_000, dbfs(12))],
    ['direct current in steps', steps],
    ['a sine 12 dB above full scale', sine(sampleRate, 50, dbfs(12), 1)],
    ['a whisper louder than the ceiling', sine(sampleRate, 997, limiterCeiling * 1.0001, 1)],
    ['what is no sound at all', broken],
  ])('%s', (_name, samples) => {
    const limiter = new Limiter(sampleRate);
    const [left, right] = limit(limiter, samples, noise(samples.length, 0.3));
    expect(highest(left)).toBeLessThanOrEqual(limiterCeiling);
    expect(highest(right)).toBeLessThanOrEqual(limiterCeiling);
    expect(left.every((sample) => Number.isFinite(sample))).toBe(true);
    expect(limiter.takeReductionDb()).toBeGreaterThan(0);
    // … and it recovers from all of it.
    limit(limiter, new Float32Array(sampleRate * 3));
    limiter.takeReductionDb();
    const after = noise(4_800, 0.5);
    expect(limit(limiter, after)[0]).toEqual(delayed(after, limiter.delayFrames));
  });

  test('by its gain alone: no sample is cut off', () => {
    const limiter = new Limiter(sampleRate);
    const loud = sine(sampleRate, 440, 2, 1);
    const [out] = limit(limiter, loud);
    // A sine cut off at the ceiling would stay there; a sine turned down only touches it.
    const settled = out.subarray(24_000);
    const atCeiling = settled.filter((sample) => Math.abs(sample) > limiterCeiling * 0.9999).length;
    expect(atCeiling).toBeLessThan(settled.length * 0.02);
    expect(limiter.takeReductionDb()).toBeCloseTo(6.02 + 1, 1);
  });
});

test('the gain is down in time for a single sample, not cut off at it', () => {
  const limiter = new Limiter(sampleRate);
  const impulse = new Float32Array(4_800);
  impulse[2_000] = 4;
  // The other side, which is turned down alike, shows the gain itself.
  const [left, right] = limit(limiter, impulse, new Float32Array(4_800).fill(0.5));
  const at = 2_000 + limiter.delayFrames;
  expect(right[at]).toBeLessThanOrEqual(0.5 * (limiterCeiling / 4) * 1.000_001);
  expect(left[at]).toBeCloseTo(limiterCeiling, 5);
  expect(right[at - limiter.delayFrames - 1]).toBe(0.5);
});

test.each([
  ['left', 4, 0.4],
  ['right', 0.4, 4],
] as const)('both sides are turned down alike when the %s is too loud', (_side, left, right) => {
  const limiter = new Limiter(sampleRate);
  const [outLeft, outRight] = limit(limiter, sine(sampleRate, 440, left, 1), sine(sampleRate, 440, right, 1));
  expect(highest(outLeft)).toBeLessThanOrEqual(limiterCeiling);
  expect(highest(outRight)).toBeLessThanOrEqual(limiterCeiling);
  const difference = outLeft.map((sample, index) => sample * right - (outRight[index] ?? 0) * left);
  expect(highest(difference)).toBeLessThan(1e-5);
});

test('the gain neither steps down nor jumps back', () => {
  const limiter = new Limiter(sampleRate);
  const carrier = new Float32Array(sampleRate * 3).fill(0.5);
  const burst = new Float32Array(carrier.length);
  burst.fill(4, 10_000, 10_100);
  const [, out] = limit(limiter, burst, carrier);
  const steady = out.subarray(limiter.delayFrames);
  expect(highest(steps(steady))).toBeLessThan(0.5 / 100);
  expect(steady.reduce((least, sample) => Math.min(least, sample))).toBeLessThan(0.12);
  expect(steady.at(-1)).toBe(0.5);
});

describe('switched off', () => {
  test('it only delays, so that switching makes no gap', () => {
    const limiter = new Limiter(sampleRate);
    limiter.on = false;
    const loud = noise(9_600, 3);
    expect(limit(limiter, loud)[0]).toEqual(delayed(loud, limiter.delayFrames));
    expect(limiter.takeReductionDb()).toBe(0);
  });

  test('while it limits, the gain comes back smoothly; switched on, nothing gets past it', () => {
    const limiter = new Limiter(sampleRate);
    const loud = new Float32Array(9_600).fill(2);
    limit(limiter, loud);
    limiter.on = false;
    const [coming] = limit(limiter, loud);
    expect(highest(steps(coming).map((step) => Math.max(0, step)))).toBeLessThan(0.01);
    expect(coming.at(-1)).toBeGreaterThan(1.5);
    limiter.on = true;
    expect(highest(limit(limiter, loud)[0])).toBeLessThanOrEqual(limiterCeiling);
  });
});
