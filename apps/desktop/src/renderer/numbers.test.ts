import { languages } from '@mauzin/shared';
import { expect, test } from 'vitest';

import {
  formatClock,
  formatDb,
  formatDuration,
  formatMoment,
  formatNumber,
  formatShare,
  formatSize,
  unitWord,
} from './numbers.ts';

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

test('units follow the number', () => {
  expect(unitWord('en', 'second', 1)).toBe('second');
  expect(unitWord('en', 'second', 20)).toBe('seconds');
  expect(unitWord('ar', 'day', 30)).toMatch(/[\u0600-\u06ff]/);
});

test('lengths and sizes are short', () => {
  expect(formatClock(185_400)).toBe('3:05');
  expect(formatClock(3_753_000)).toBe('1:02:33');
  expect(formatClock(-1)).toBe('0:00');
  expect(formatSize('en', 2_450_000)).toBe('2.5 MB');
  expect(formatSize('en', 42_000_000)).toBe('42 MB');
  expect(formatSize('en', 1_230_000_000)).toBe('1.2 GB');
  expect(formatShare('en', 0.42)).toBe('42%');
});

test('a moment has its weekday and its time', () => {
  const moment = formatMoment('en', Date.UTC(2026, 10, 20, 12, 5), 'UTC');
  expect(moment).toContain('Friday');
  expect(moment).toContain('12:05');
});

test.each(languages)(
  'in %s the digits are everywhere those of clocks and links, and the minus is one',
  (language) => {
    const shown = [
      formatNumber(language, -1_480.5, 1),
      formatSize(language, 1_230_000_000),
      formatShare(language, 0.42),
      formatMoment(language, Date.UTC(2026, 10, 20, 12, 5), 'UTC'),
    ].join(' ');
    expect(shown.match(/\p{Nd}/gu)?.every((digit) => /[0-9]/.test(digit))).toBe(true);
    expect(shown).toContain('\u22121');
    expect(shown).not.toContain('-');
  },
);
