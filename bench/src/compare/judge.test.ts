import fc from 'fast-check';
import { expect, test } from 'vitest';

import { judge, looksWorse, type Pair, PAIRS, whyNotJudged, worsening } from './judge.ts';

const series = (base: readonly number[], head: readonly number[]): Pair[] =>
  base.map((value, at) => ({ base: value, head: head[at]! }));
const value = fc.double({ min: 0.001, max: 1e6, noNaN: true });
const pairs = fc.array(fc.record({ base: value, head: value }), { minLength: PAIRS, maxLength: PAIRS });
const direction = fc.constantFrom('lower', 'higher');

const slower = series([100, 102, 98, 101, 99], [112, 118, 111, 110, 120]);
const same = series([100, 102, 98, 101, 99], [101, 99, 103, 96, 104]);

test('worse in all five pairs and by more than 5 % in the median, twice: worse', () => {
  expect(judge(slower, slower, 'lower')).toBe('worse');
  expect(judge(slower, same, 'lower')).toBe('not confirmed');
  expect(judge(same, slower, 'lower')).toBe('as before');
  expect(judge(slower, [], 'higher')).toBe('better');
});

test('one pair of the five that is not worse is enough to let it go', () => {
  const but = slower.with(2, { base: 100, head: 100 });
  expect(looksWorse(slower, 'lower')).toBe(true);
  expect(looksWorse(but, 'lower')).toBe(false);
});

test('five percent is let go, more is not', () => {
  const by = (factor: number): Pair[] => Array.from({ length: PAIRS }, () => ({ base: 1, head: factor }));
  expect(looksWorse(by(1.05), 'lower')).toBe(false);
  expect(looksWorse(by(1.051), 'lower')).toBe(true);
  expect(looksWorse(by(1 / 1.05), 'higher')).toBe(false);
  expect(looksWorse(by(1 / 1.051), 'higher')).toBe(true);
});

test('what is there for context is never judged', () => {
  expect(looksWorse(slower, 'context')).toBe(false);
  expect(() => fc.assert(fc.property(pairs, (some) => !looksWorse(some, 'context')))).not.toThrow();
});

test('nothing is worse than itself, and something out of nothing is', () => {
  expect(worsening({ base: 0, head: 0 }, 'lower')).toBe(1);
  expect(worsening({ base: 0, head: 50 }, 'lower')).toBe(Number.POSITIVE_INFINITY);
  expect(worsening({ base: 50, head: 0 }, 'higher')).toBe(Number.POSITIVE_INFINITY);
});

test('it is not judged where a pair is missing, or below zero', () => {
  expect(whyNotJudged(same, PAIRS)).toBeNull();
  expect(whyNotJudged(same.slice(1), PAIRS)).toMatch(/4 of 5/);
  expect(whyNotJudged([{ base: -1, head: 1 }], 1)).toMatch(/below zero/);
});

test('the order of the pairs and the unit do not matter', () => {
  fc.assert(
    fc.property(pairs, pairs, direction, fc.constantFrom(0.5, 2, 1024), (first, more, better, unit) => {
      const scaled = first.map(({ base, head }) => ({ base: base * unit, head: head * unit }));
      expect(judge(scaled.toReversed(), more.toReversed(), better)).toBe(judge(first, more, better));
    }),
  );
});

test('a figure and its inverse are judged alike', () => {
  const inverse = (some: readonly Pair[]): Pair[] =>
    some.map(({ base, head }) => ({ base: 1 / base, head: 1 / head }));
  const whole = fc.integer({ min: 1, max: 1000 }).map((exponent) => 2 ** (exponent / 100));
  const exact = fc.array(fc.record({ base: whole, head: whole }), { minLength: PAIRS, maxLength: PAIRS });
  fc.assert(
    fc.property(exact, exact, (first, more) => {
      fc.pre(
        [first, more].every((some) => some.every(({ base, head }) => Math.abs(head / base - 1.05) > 1e-9)),
      );
      expect(judge(inverse(first), inverse(more), 'higher')).toBe(judge(first, more, 'lower'));
    }),
  );
});

test('what is worse was worse in every single pair, and is better when seen from the other side', () => {
  const isSo = (first: Pair[], more: Pair[], better: 'lower' | 'higher'): boolean =>
    judge(first, more, better) !== 'worse' ||
    ([...first, ...more].every((pair) => worsening(pair, better) > 1) &&
      judge(first, more, better === 'lower' ? 'higher' : 'lower') === 'better');
  // Seldom worse by themselves: so half of them are made so.
  const worse = pairs.map((some) => some.map(({ base, head }) => ({ base, head: base * 1.06 + head })));
  const either = fc.oneof(pairs, worse);
  expect(() => fc.assert(fc.property(either, either, direction, isSo))).not.toThrow();
});

/** Numbers that look like dice and are the same each time (a linear congruential generator, Numerical Recipes' constants). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

test('the same commit twice, in any noise: no more than one alarm in a thousand figures', () => {
  const throwDice = dice(1);
  const bell = (): number => Math.sqrt(-2 * Math.log(throwDice())) * Math.cos(2 * Math.PI * throwDice());
  for (const noise of [0.02, 0.1, 0.5]) {
    const measure = (): number => Math.exp(noise * bell());
    const five = (): Pair[] => Array.from({ length: PAIRS }, () => ({ base: measure(), head: measure() }));
    let alarms = 0;
    const figures = 20_000;
    for (let figure = 0; figure < figures; figure += 1) {
      const first = five();
      if (looksWorse(first, 'lower') && judge(first, five(), 'lower') === 'worse') alarms += 1;
    }
    // 1 / 2^10 = 0.001 by the sign alone; five standard deviations of so many throws are 0.0011.
    expect(alarms / figures).toBeLessThan(1 / 2 ** 10 + 0.0011);
  }
});
