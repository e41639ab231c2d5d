import { beforeAll, describe, expect, test } from 'vitest';

import { openEbur128 } from '../../../testing/ebur128.ts';
import { dbfs, joined, noise, sine, speechLike } from '../../../testing/test-signals.ts';
import { floorLufs, kWeighting, ShortTermLoudness } from './loudness.ts';

const at48k = 48_000;

/** The last value after a signal, in the steps of 50 ms that the meter uses. */
function shortTerm(sampleRate: number, left: Float32Array, right: Float32Array): number {
  const stepFrames = sampleRate / 20;
  const loudness = new ShortTermLoudness(sampleRate, stepFrames);
  let lufs = floorLufs;
  for (let from = 0; from + stepFrames <= left.length; from += stepFrames) {
    loudness.feed(left, right, from, from + stepFrames);
    lufs = loudness.step();
  }
  return lufs;
}
const both = (samples: Float32Array): readonly [Float32Array, Float32Array] => [samples, samples];
const nothing = (seconds: number): Float32Array => new Float32Array(at48k * seconds);

test('the filters are those of BS.1770-5, tables 1 and 2', () => {
  const [shelf, highPass] = kWeighting(at48k);
  expect(shelf.b0).toBeCloseTo(1.53512485958697, 10);
  expect(shelf.b1).toBeCloseTo(-2.69169618940638, 10);
  expect(shelf.b2).toBeCloseTo(1.19839281085285, 10);
  expect(shelf.a1).toBeCloseTo(-1.69065929318241, 10);
  expect(shelf.a2).toBeCloseTo(0.73248077421585, 10);
  expect(highPass).toMatchObject({ b0: 1, b1: -2, b2: 1 });
  expect(highPass.a1).toBeCloseTo(-1.99004745483398, 10);
  expect(highPass.a2).toBeCloseTo(0.99007225036621, 10);
});

describe('EBU Tech 3341, table 1', () => {
  test.each([
    ['case 1: a stereo sine of 1 kHz at −23 dBFS', -23],
    ['case 2: the same at −33 dBFS', -33],
  ])('%s', (_name, level) => {
    const tone = sine(at48k, 1_000, dbfs(level), 5);
    expect(Math.abs(shortTerm(at48k, ...both(tone)) - level)).toBeLessThan(0.1);
  });

  test('case 9: tones of changing level in a period as long as the window are one loudness from 3 s on', () => {
    const loud = sine(at48k, 1_000, dbfs(-20), 1.34);
    const soft = sine(at48k, 1_000, dbfs(-30), 1.66);
    const period = joined(loud, soft);
    const samples = joined(period, period, period);
    const stepFrames = at48k / 20;
    const loudness = new ShortTermLoudness(at48k, stepFrames);
    const told: number[] = [];
    for (let from = 0; from + stepFrames <= samples.length; from += stepFrames) {
      loudness.feed(samples, samples, from, from + stepFrames);
      told.push(loudness.step());
    }
    for (const lufs of told.slice(60)) expect(Math.abs(lufs - -23)).toBeLessThan(0.1);
  });
});

describe('as the ebur128 library reckons it, within 0.1 LU', () => {
  let ebur128: Awaited<ReturnType<typeof openEbur128>>;
  beforeAll(async () => {
    ebur128 = await openEbur128();
  });

  test.each([
    ['a sine of 1 kHz', at48k, both(sine(at48k, 1_000, 0.5, 3))],
    ['a deep sine', at48k, both(sine(at48k, 60, 0.5, 3))],
    ['a high sine', at48k, both(sine(at48k, 8_000, 0.1, 3))],
    ['the left side alone', at48k, [sine(at48k, 440, 0.3, 3), nothing(3)]],
    ['noise, other on each side', at48k, [noise(at48k * 3, 0.2), noise(at48k * 3, 0.1, 7)]],
    ['soft noise', at48k, both(noise(at48k * 3, dbfs(-50)))],
    ['a voice', at48k, both(speechLike(at48k, 0.5, 3))],
    ['a voice, softer on one side', at48k, [speechLike(at48k, 0.5, 3), speechLike(at48k, 0.2, 3)]],
    ['a voice at 44.1 kHz', 44_100, both(speechLike(44_100, 0.5, 3))],
  ] as const)('%s', (_name, sampleRate, [left, right]) => {
    expect(Math.abs(shortTerm(sampleRate, left, right) - ebur128(sampleRate, left, right))).toBeLessThan(0.1);
  });
});

test('silence is the floor, at once and again 3 s after the last sound', () => {
  const silent = nothing(1);
  expect(shortTerm(at48k, ...both(silent))).toBe(floorLufs);
  const before = joined(sine(at48k, 1_000, 0.5, 1), nothing(3));
  const after = joined(before, nothing(0.5));
  expect(shortTerm(at48k, ...both(before.subarray(0, at48k * 3.5)))).toBeGreaterThan(-20);
  expect(shortTerm(at48k, ...both(after))).toBe(floorLufs);
});
