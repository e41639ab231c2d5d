import { expect, test } from 'vitest';

import {
  beyondControl,
  calmMoments,
  compareEars,
  compareSpoken,
  faultsOfFile,
  faultsOfSteady,
  TooBusyToMeasure,
} from './beyond-control.ts';
import { silences } from './gaps.ts';
import type { Heard } from './record.ts';
import type { Sound } from './pcm.ts';
import { join, silence, slice, tone, wandering } from './sound.ts';

const heard = (sound: Sound, lostMs = 0): Heard => ({ ...sound, lostMs });
/** A steady tone of so many seconds that falls silent here and there. */
const steady = (seconds: number, ...holes: readonly (readonly [atMs: number, ms: number])[]): Heard =>
  heard(withHoles(tone({ frequencyHz: 440, seconds }), holes));

function withHoles(sound: Sound, holes: readonly (readonly [atMs: number, ms: number])[]): Sound {
  const samples = Int16Array.from(sound.samples);
  for (const [atMs, ms] of holes) {
    samples.fill(0, (atMs * sound.rateHz) / 1000, ((atMs + ms) * sound.rateHz) / 1000);
  }
  return { ...sound, samples };
}

test('a gap that the control has too is the machine’s', () => {
  const gap = { atMs: 5_000, ms: 190 };
  expect(beyondControl([gap], [{ atMs: 5_120, ms: 170 }])).toEqual([]);
  expect(beyondControl([gap], [{ atMs: 4_800, ms: 150 }])).toEqual([]);
  expect(beyondControl([gap], [])).toEqual([{ ...gap, beyondMs: 190 }]);
});

test('a gap of the control at another moment hides nothing', () => {
  const gap = { atMs: 5_000, ms: 150 };
  const elsewhere = [
    { atMs: 4_000, ms: 600 },
    { atMs: 5_500, ms: 600 },
  ];
  expect(beyondControl([gap], elsewhere)).toEqual([{ ...gap, beyondMs: 150 }]);
});

test('a gap of the control hides no more than its own length, and that only once', () => {
  const gap = { atMs: 5_000, ms: 250 };
  expect(beyondControl([gap], [{ atMs: 5_050, ms: 60 }])).toEqual([{ ...gap, beyondMs: 190 }]);
  const second = { atMs: 5_400, ms: 150 };
  const both = beyondControl([{ atMs: 5_000, ms: 150 }, second], [{ atMs: 5_000, ms: 150 }]);
  expect(both).toEqual([{ ...second, beyondMs: 150 }]);
  const pieces = [60, 70, 60].map((ms, i) => ({ atMs: 4_950 + i * 100, ms }));
  expect(beyondControl([gap], pieces)).toEqual([]);
});

test('what is left of a gap counts from its limit on', () => {
  const gap = { atMs: 5_000, ms: 190 };
  const control = [{ atMs: 5_000, ms: 100 }];
  expect(beyondControl([gap], control)).toEqual([]);
  expect(beyondControl([gap], control, { gapMs: 90 })).toEqual([{ ...gap, beyondMs: 90 }]);
});

test('a steady sound: the product’s silence is told, the machine’s is not', () => {
  const machine = [4_000, 200] as const;
  expect(faultsOfSteady(steady(10, machine), steady(10, [4_150, 190]))).toEqual([]);
  const [fault, ...others] = faultsOfSteady(steady(10, machine, [8_000, 150]), steady(10, machine));
  expect(others).toEqual([]);
  expect(fault?.atMs).toBeCloseTo(8_000, -2);
  expect(fault?.beyondMs).toBeGreaterThanOrEqual(140);
});

test('a file, made at some moment: each silence of the control explains one of its own, however far', () => {
  const control = steady(7, [1_000, 190]);
  expect(faultsOfFile(steady(5, [3_900, 200]), control)).toEqual([]);
  expect(faultsOfFile(steady(5, [3_900, 200], [4_500, 200]), control)).toHaveLength(1);
  expect(faultsOfFile(steady(5, [3_900, 400]), control)).toMatchObject([{ beyondMs: 210 }]);
});

test('speech: gaps are compared in the moment at which they are heard', () => {
  const voice = wandering(10);
  const sent = heard(join(voice, silence(2)));
  const ear = (delayMs: number, ...holes: readonly (readonly [atMs: number, ms: number])[]): Heard =>
    heard(slice(join(silence(delayMs / 1000), withHoles(voice, holes), silence(2)), 0, 12_000));
  const options = { maxDelayMs: 1_000, windowMs: 500 };
  const machine = compareSpoken([sent, ear(200, [3_100, 200]), ear(150, [3_150, 200])], options);
  expect(machine).toMatchObject({ faults: [], matched: 1 });
  const { faults } = compareSpoken([sent, ear(200, [3_100, 200]), ear(150)], options);
  expect(faults).toHaveLength(1);
  expect(faults[0]?.atMs).toBeCloseTo(3_300, -2);
});

test('speech: a window counts as not recognised unless the control did not recognise it either', () => {
  const [voice, other] = [wandering(10), tone({ frequencyHz: 200, seconds: 10 })];
  const sent = heard(join(voice, silence(2)));
  const ear = (fromMs: number, toMs: number): Heard =>
    heard(join(slice(voice, 0, fromMs), slice(other, fromMs, toMs), slice(voice, toMs), silence(2)));
  const options = { maxDelayMs: 1_000, windowMs: 500 };
  expect(compareSpoken([sent, ear(5_000, 6_500), ear(5_000, 6_500)], options).matched).toBe(1);
  expect(compareSpoken([sent, ear(5_000, 6_500), ear(0, 500)], options).matched).toBeLessThan(0.9);
});

test('two ears: what they do not share while the machine hesitates does not count, for either', () => {
  const voice = wandering(12);
  const first = heard(join(voice, silence(3)));
  const later = (...holes: readonly (readonly [atMs: number, ms: number])[]): Heard =>
    heard(slice(join(silence(2), withHoles(voice, holes), silence(3)), 0, 15_000));
  const options = { maxDelayMs: 3_000, windowMs: 500 };
  const broken = later([4_050, 400], [4_600, 350]);
  expect(compareEars([first, broken, steady(15)], options).matched).toBeLessThan(1);
  const calm = compareEars([first, broken, steady(15, [6_050, 400], [6_600, 350])], options);
  expect(calm.matched).toBe(1);
  expect(calm.delayMs?.median).toBeCloseTo(2_000, -1);
});

test('moments: those in which the control misses more than a little are left out', () => {
  const all = calmMoments(steady(10, [2_500, 300]), steady(10, [4_200, 30]), 1_000);
  expect(all).toHaveLength(10);
  const calm = calmMoments(steady(10, [2_500, 300]), steady(10, [2_500, 300], [4_200, 30]), 1_000);
  expect(calm).toHaveLength(9);
  expect(Math.max(...calm.map((moment) => silences(moment, 100).length))).toBe(0);
});

test('a control that missed much itself, or a recorder that lost sound, ends the measurement with a sentence', () => {
  const broken = steady(10, [1_000, 700], [3_000, 700], [6_000, 700]);
  expect(() => faultsOfSteady(steady(10), broken)).toThrow(TooBusyToMeasure);
  expect(() => faultsOfSteady(steady(10), heard(silence(10)))).toThrow(
    'the control missed 10000 of 10000 ms',
  );
  expect(() => faultsOfSteady(heard(steady(10), 90), steady(10))).toThrow('a recorder lost 90 ms');
  expect(() => faultsOfSteady(steady(10, [1_000, 150]), steady(10))).not.toThrow();
});
