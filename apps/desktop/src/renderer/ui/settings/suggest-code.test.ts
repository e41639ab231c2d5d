import { isUsableAccessCode } from '@mauzin/shared';
import { expect, test } from 'vitest';

import { randomNumber, suggestCode } from './suggest-code.ts';

const max = 2 ** 32 - 1;

test.each([
  [0, '100000'],
  [899_999, '999999'],
  [900_000, '100000'],
  [4_294_799_999, '999999'],
])('drawn %i, six digits are suggested that may keep a station private: %s', (drawn, code) => {
  expect(suggestCode(() => drawn)).toBe(code);
  expect(isUsableAccessCode(code)).toBe(true);
});

test('what would make some codes likelier is drawn anew', () => {
  const drawn = [max, 4_294_800_000, 7];
  expect(suggestCode(() => drawn.shift() ?? 0)).toBe('100007');
});

test('the browser’s numbers are whole and differ', () => {
  const numbers = Array.from({ length: 8 }, randomNumber);
  expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number <= max)).toBe(true);
  expect(new Set(numbers).size).toBeGreaterThan(1);
});
