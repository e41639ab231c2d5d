import { expect, test } from 'vitest';

import {
  asciiDigits,
  formatClock,
  formatMoment,
  formatNumber,
  formatShare,
  formatSize,
  parseNumber,
  unitWord,
} from './numbers.ts';

test.each([
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['০১২৩৪৫৬৭৮৯', '0123456789'],
  ['𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡', '0123456789'],
  ['4٤a', '44a'],
])('digits of any script are the same digits: %s', (text, digits) => {
  expect(asciiDigits(text)).toBe(digits);
});

test('every digit of Unicode has a value from 0 to 9, and each script has all ten', () => {
  const counts = new Map<string, number>();
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const sign = String.fromCodePoint(code);
    if (!/\p{Nd}/u.test(sign)) continue;
    const value = asciiDigits(sign);
    expect(value).toMatch(/^[0-9]$/);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect(new Set(counts.values()).size).toBe(1);
  expect(counts.size).toBe(10);
});

test.each([
  ['20', 20],
  [' ٢٠ ', 20],
  ['2,5', 2.5],
  ['٢٫٥', 2.5],
  ['.5', 0.5],
  ['−40', -40],
  ['\u061c-٤٠', -40],
  ['', null],
  ['many', null],
  ['1e3', null],
  ['1.2.3', null],
])('%j is the number %j', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each(['en', 'ar'] as const)('what is shown in %s can be typed back', (language) => {
  for (const value of [0, 0.5, 20, 7200, -60]) expect(parseNumber(formatNumber(language, value))).toBe(value);
});

test('units follow the number', () => {
  expect(unitWord('en', 'second', 1)).toBe('second');
  expect(unitWord('en', 'second', 20)).toBe('seconds');
  expect(unitWord('ar', 'day', 30)).toMatch(/[\u0600-\u06ff]/);
});

test('lengths and sizes are short', () => {
  expect(formatClock('en', 185_400)).toBe('3:05');
  expect(formatClock('en', 3_753_000)).toBe('1:02:33');
  expect(formatClock('en', -1)).toBe('0:00');
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
