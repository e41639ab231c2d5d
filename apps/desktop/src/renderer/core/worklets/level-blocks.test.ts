import { describe, expect, test } from 'vitest';

import { noise, sine } from '../../../testing/test-signals.ts';
import { LevelBlocks } from './level-blocks.ts';
import type { MeterReading } from './messages.ts';

const sampleRate = 48_000;
const block = 128;

function measure(left: Float32Array, right = left, settings = { loudness: false, envelope: true }) {
  const readings: MeterReading[] = [];
  const blocks = new LevelBlocks(sampleRate, settings, (reading) => readings.push(reading));
  for (let at = 0; at + block <= left.length; at += block)
    blocks.feed(at, left.subarray(at, at + block), right.subarray(at, at + block));
  return readings;
}

describe('blocks', () => {
  test('follow each other without a sample missed, however the audio thread cuts them', () => {
    const samples = noise(sampleRate, 0.5);
    const readings = measure(samples);
    expect(readings).toHaveLength(20);
    expect(readings.map(({ atMs }) => atMs)).toEqual(readings.map((_, index) => index * 50));
    for (const [index, reading] of readings.entries()) {
      const part = samples.subarray(index * 2_400, (index + 1) * 2_400);
      const squares = part.reduce((sum, sample) => sum + sample * sample, 0);
      expect(reading.frames).toBe(2_400);
      expect(reading.squares[0]).toBeCloseTo(squares, 6);
      expect(reading.peak).toBe(part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
    }
  });

  test('a single sample at full scale is met wherever it stands', () => {
    const samples = new Float32Array(sampleRate);
    samples[12_345] = -1;
    expect(measure(samples).map(({ peak }) => peak)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index === 5 ? 1 : 0)),
    );
  });

  test('take what is no number for silence, and go on', () => {
    const samples = sine(sampleRate, 1_000, 0.5, 4);
    samples[0] = NaN;
    samples[1] = Infinity;
    const last = measure(samples, samples, { loudness: true, envelope: false }).at(-1);
    expect(last?.peak).toBeCloseTo(0.5);
    expect(last?.shortTermLufs).toBeCloseTo(-6, 1);
  });

  test('tell the sides apart', () => {
    const [reading] = measure(sine(sampleRate, 1_000, 1, 0.1), new Float32Array(4_800));
    expect(Math.sqrt((reading?.squares[0] ?? 0) / 2_400)).toBeCloseTo(Math.SQRT1_2, 4);
    expect(reading?.squares[1]).toBe(0);
  });
});

test('blocks end with the clock’s, however late they begin: the first is shorter, and has levels alone', () => {
  const readings: MeterReading[] = [];
  const settings = { loudness: true, envelope: true };
  const blocks = new LevelBlocks(sampleRate, settings, (reading) => readings.push(reading));
  const loud = new Float32Array(block).fill(0.5);
  for (let at = 1_664; at < 7_296; at += block) blocks.feed(at, loud, loud);
  expect(readings.map(({ atMs, frames }) => [atMs, frames])).toEqual([
    [1_664 / 48, 736],
    [50, 2_400],
    [100, 2_400],
  ]);
  for (const { frames, squares } of readings) expect(squares[0]).toBeCloseTo(frames * 0.25, 6);
  const [first, ...others] = readings;
  expect(first).toMatchObject({ envelope: null, shortTermLufs: null });
  for (const { envelope } of others) expect([...(envelope ?? [])]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
});

describe('the envelope', () => {
  test('is the RMS of both sides in steps of 10 ms', () => {
    const samples = new Float32Array(4_800);
    samples.fill(0.5, 480, 960);
    const [reading] = measure(samples);
    expect([...(reading?.envelope ?? [])]).toEqual([0, 0.5, 0, 0, 0]);
  });

  test('begins anew after a gap of the audio clock, with its time', () => {
    const readings: MeterReading[] = [];
    const blocks = new LevelBlocks(sampleRate, { loudness: false, envelope: true }, (reading) =>
      readings.push(reading),
    );
    const loud = new Float32Array(block).fill(0.5);
    blocks.feed(0, loud, loud);
    for (let at = 96_000; at < 96_000 + 2_432; at += block) blocks.feed(at, loud, loud);
    expect(readings).toMatchObject([{ atMs: 2_000, frames: 2_400 }]);
  });

  test('is left out where nobody asks, as loudness is', () => {
    const samples = sine(sampleRate, 1_000, 0.1, 0.1);
    expect(measure(samples, samples, { loudness: false, envelope: false })[0]).toMatchObject({
      envelope: null,
      shortTermLufs: null,
    });
    expect(measure(samples, samples, { loudness: true, envelope: false })[0]?.shortTermLufs).toBeGreaterThan(
      -60,
    );
  });
});
