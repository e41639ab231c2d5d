import { expect, test } from 'vitest';
import { longestSilenceMs } from './gaps.ts';
import { compareSound } from './hear.ts';
import { FLOOR_DBFS, levelAt, rmsDbfs } from './level.ts';
import { randomSource } from './random.ts';
import type { Sound } from './pcm.ts';
import { join, RATE_HZ, resample, silence, slice, tone } from './sound.ts';
import { readWav, toWav } from './wav.ts';

/** Noise in bursts, like syllables: unlike a tone it fits in one place only. */
function syllables(seconds: number, seed = 1): Sound {
  const random = randomSource(seed);
  const samples = new Int16Array(seconds * RATE_HZ);
  let smooth = 0;
  for (let i = 0; i < samples.length; i += 1) {
    smooth += (random() - 0.5 - smooth) * 0.3;
    const envelope = Math.max(0, Math.sin((2 * Math.PI * i) / (RATE_HZ * 0.3)) + 0.8);
    samples[i] = Math.round(smooth * envelope * 20_000);
  }
  return { samples, rateHz: RATE_HZ };
}

function louder(sound: Sound, db: number): Sound {
  return { ...sound, samples: sound.samples.map((sample) => Math.round(sample * 10 ** (db / 20))) };
}

function silenced(sound: Sound, fromMs: number, toMs: number): Sound {
  const samples = Int16Array.from(sound.samples);
  samples.fill(0, (fromMs * sound.rateHz) / 1000, (toMs * sound.rateHz) / 1000);
  return { ...sound, samples };
}

test('finds a known delay and a known level', () => {
  const sent = syllables(8);
  const heard = join(silence(0.2345), louder(sent, -6), silence(3));
  const result = compareSound(sent, heard);
  expect(result.delayMs?.median).toBeCloseTo(234.5, 1);
  expect(result.delayMs?.p95).toBeCloseTo(234.5, 1);
  expect(result.levelDb).toBeCloseTo(-6, 1);
  expect(result).toMatchObject({ matched: 1, gaps: [], loudWindows: 8 });
});

test('follows a delay that grows while the sound goes on', () => {
  const sent = syllables(8);
  const heard = join(silence(0.1), slice(sent, 0, 4000), silence(0.08), slice(sent, 4000), silence(3));
  const { delayMs, matched, gaps } = compareSound(sent, heard);
  expect(delayMs?.p95).toBeCloseTo(180, 0);
  expect(matched).toBe(1);
  expect(gaps).toEqual([]);
});

test('reports a gap that straddles no round place, and only once it is long enough', () => {
  const sent = syllables(8);
  const heard = (fromMs: number, toMs: number): Sound =>
    join(silence(0.15), silenced(louder(sent, -20), fromMs, toMs), silence(3));
  const { gaps } = compareSound(sent, heard(2750, 2910));
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.atMs).toBeGreaterThanOrEqual(2740);
  expect(gaps[0]?.atMs).toBeLessThanOrEqual(2760);
  expect(gaps[0]?.ms).toBeGreaterThanOrEqual(140);
  expect(gaps[0]?.ms).toBeLessThanOrEqual(170);
  expect(compareSound(sent, heard(2750, 2830)).gaps).toEqual([]);
});

test('tells a pause from a gap while a receiver makes up for a delay of half a second', () => {
  const [spoken, pause] = [syllables(4), silence(0.3)];
  const sent = join(spoken, pause, slice(syllables(6, 3), 0, 1_200), pause, syllables(4, 5));
  const at = (ms: number): Sound => slice(sent, ms, ms + 100);
  // From 4.3 s on, 40 of each 100 ms are taken out, without a silence, until the delay is 480 ms less.
  const hurried = Array.from({ length: 12 }, (_, i) => slice(at(4_300 + i * 100), 0, 60));
  const late = (...rest: readonly Sound[]): Sound =>
    join(silence(0.7), slice(sent, 0, 4_300), ...rest, silence(3));
  const options = { windowMs: 500 };
  expect(compareSound(sent, late(...hurried, slice(sent, 5_500)), options).gaps).toEqual([]);
  const [gap, ...others] = compareSound(
    sent,
    late(...hurried, silence(0.2), slice(sent, 5_500)),
    options,
  ).gaps;
  expect(others).toEqual([]);
  expect(gap?.ms).toBeGreaterThanOrEqual(100);
});

test('finds in halves what was drawn out too often to be found whole, and not what was not sent', () => {
  const sent = syllables(6);
  const pieces = Array.from({ length: 60 }, (_, i) => slice(sent, i * 100, (i + 1) * 100));
  const drawnOut = join(silence(0.1), ...pieces.flatMap((piece) => [piece, slice(piece, 80)]), silence(3));
  const options = { windowMs: 500, maxDelayMs: 2_000 };
  expect(compareSound(sent, drawnOut, options).matched).toBeLessThan(0.5);
  expect(compareSound(sent, drawnOut, { ...options, inHalves: true }).matched).toBeGreaterThan(0.9);
  expect(compareSound(sent, syllables(9, 2), { ...options, inHalves: true }).matched).toBe(0);
});

test('does not find what was not sent', () => {
  const sent = syllables(6);
  expect(compareSound(sent, syllables(9, 2))).toMatchObject({ matched: 0, delayMs: null, levelDb: null });
  const { gaps, matched } = compareSound(sent, silence(9));
  expect(matched).toBe(0);
  expect(gaps.reduce((sum, gap) => sum + gap.ms, 0)).toBeGreaterThan(5000);
});

test('refuses to compare what cannot be compared', () => {
  expect(() => compareSound(silence(5), silence(8))).toThrow('nothing loud was sent');
  expect(() => compareSound(syllables(2), syllables(2))).toThrow('too short');
  expect(() => compareSound(syllables(2), { ...syllables(2), rateHz: 44_100 })).toThrow('Rates differ');
});

test('tells which tone is heard, and how loud', () => {
  const both = tone({ frequencyHz: 440, seconds: 1, levelDbfs: -20 });
  const other = tone({ frequencyHz: 1000, seconds: 1, levelDbfs: -30 });
  const mix = { ...both, samples: both.samples.map((sample, i) => sample + (other.samples[i] ?? 0)) };
  expect(levelAt(mix, 440)).toBeCloseTo(-20, 0);
  expect(levelAt(mix, 1000)).toBeCloseTo(-30, 0);
  expect(levelAt(mix, 700)).toBeLessThan(-80);
  expect(levelAt(silence(1), 440)).toBe(FLOOR_DBFS);
  expect(levelAt(silence(0), 440)).toBe(FLOOR_DBFS);
  expect(rmsDbfs(tone({ frequencyHz: 300, seconds: 2, levelDbfs: -12 }))).toBeCloseTo(-12, 0);
});

test('measures the longest silence', () => {
  const beep = tone({ frequencyHz: 500, seconds: 0.5 });
  const ms = longestSilenceMs(join(beep, silence(0.3), beep, silence(0.12), beep));
  expect(ms).toBeGreaterThanOrEqual(290);
  expect(ms).toBeLessThanOrEqual(320);
});

test('keeps pitch and level when it changes the rate', () => {
  const low: Sound = { ...tone({ frequencyHz: 1000, seconds: 1, levelDbfs: -20 }), rateHz: 22_050 };
  const pitchHz = (1000 * 22_050) / RATE_HZ;
  const high = resample(low, RATE_HZ);
  expect(levelAt(high, pitchHz)).toBeCloseTo(-20, 0);
  expect(rmsDbfs(high)).toBeCloseTo(-20, 0);
});

test('writes WAV files that it can read', () => {
  const sound = tone({ frequencyHz: 440, seconds: 0.1 });
  const file = toWav(sound);
  expect(readWav(file)).toEqual(sound);
  expect(readWav(file.subarray(0, file.length - 100)).samples).toHaveLength(sound.samples.length - 50);
  expect(() => readWav(Buffer.from('ID3 nonsense'))).toThrow('Not a WAV file');
});
