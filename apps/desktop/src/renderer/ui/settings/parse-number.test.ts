import { languages } from '@mauzin/shared';
import { expect, test } from 'vitest';

import { formatPlain } from '../../numbers.ts';
import { parseNumber } from './parse-number.ts';

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

test.each(languages)('what is shown in %s can be typed back', (language) => {
  for (const value of [0, 0.5, 20, 7200, -60]) expect(parseNumber(formatPlain(language, value))).toBe(value);
});
