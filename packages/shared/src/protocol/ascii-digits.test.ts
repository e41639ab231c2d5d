import { expect, test } from 'vitest';

import { asciiDigits } from './ascii-digits.ts';

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
