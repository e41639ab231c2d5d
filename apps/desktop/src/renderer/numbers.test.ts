import { expect, test } from 'vitest';

import { fill } from './fill.ts';
import { formatDb, formatDuration, formatNumber } from './numbers.ts';

test('numbers are grouped as the language does it, in the digits of clocks and links', () => {
  expect(formatNumber('en', 1_480)).toBe('1,480');
  expect(formatNumber('ar', 1_480)).toBe('1,480');
  expect(formatNumber('en', 0.21, 1)).toBe('0.2');
});

test('a level has a real minus sign, a gain shows its plus, and silence is −∞', () => {
  expect(formatDb(-17.6, { silentAt: -60 })).toBe('−18');
  expect(formatDb(-0.2, { silentAt: -60 })).toBe('0');
  expect(formatDb(3, { silentAt: -40, signed: true })).toBe('+3');
  expect(formatDb(0, { silentAt: -40, signed: true })).toBe('0');
  expect(formatDb(-60, { silentAt: -60 })).toBe('−∞');
});

test('a duration never runs backwards', () => {
  expect([0, 59_999, 3_600_000, 90_061_000, -5].map(formatDuration)).toEqual([
    '0:00:00',
    '0:00:59',
    '1:00:00',
    '25:01:01',
    '0:00:00',
  ]);
});

test('what is not given stays in its place, and names stay in one piece within Arabic', () => {
  expect(fill('{name} at {port}', { port: 8080 })).toBe('{name} at 8080');
  expect(fill('{name} غير موصول', { name: 'USB (2)' })).toBe('\u2068USB (2)\u2069 غير موصول');
  expect(fill('{name} غير موصول', { name: 'المازج' })).toBe('المازج غير موصول');
  expect(fill('{name} is away', { name: 'USB (2)' })).toBe('USB (2) is away');
});
