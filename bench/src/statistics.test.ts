import { expect, test } from 'vitest';

import { median, quantile, significant, sum } from './statistics.ts';

test('a quantile lies between its neighbours', () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5);
});

test('nothing has no quantile', () => {
  expect(median([])).toBeNaN();
});

test('values are left in their order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('figures are rounded by significance, not by place', () => {
  expect(significant(0.000_123_456)).toBe(0.000_123_5);
  expect(significant(123_456)).toBe(123_500);
  expect(significant(Number.NaN)).toBeNaN();
  expect(sum([1, 2, 3.5])).toBe(6.5);
});
