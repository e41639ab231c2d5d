import fc from 'fast-check';
import { expect, it } from 'vitest';

import { accessCodeIn, isUsableAccessCode, normalAccessCode, withAccessCode } from './access-code.ts';

it.each([
  ['123456', '123456'],
  ['  123 456 ', '123456'],
  ['123-456', '123456'],
  ['123–456', '123456'],
  ['١٢٣٤٥٦', '123456'],
  ['۱۲۳ ۴۵۶', '123456'],
  ['১২৩৪৫৬', '123456'],
  ['１２３４５６', '123456'],
  ['\u200F123456\u202C', '123456'],
  ['Bab Es-Salam', 'babessalam'],
  ['ＮＯＯＲ', 'noor'],
  ['باب السلام', 'بابالسلام'],
  [' - ', ''],
  ['🄫˙', 'ċ'],
])('%j is compared as %j', (typed, normal) => {
  expect(normalAccessCode(typed)).toBe(normal);
});

it('normalising twice changes nothing, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 64 }), (text) => {
      const once = normalAccessCode(text);
      expect(normalAccessCode(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['1234', true],
  ['1-2-3', false],
  ['    ', false],
  ['١٢٣٤', true],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
])('whether %j may keep a station private: %s', (code, usable) => {
  expect(isUsableAccessCode(code)).toBe(usable);
});

it('the fragment of a link carries the code, and gives it back', () => {
  const link = withAccessCode('http://192.168.1.20:8080/s/noor', 'باب ١٢٣');
  expect(link).toMatch(/^http:\/\/192\.168\.1\.20:8080\/s\/noor#code=[%A-F0-9a-z]+$/);
  expect(accessCodeIn(link.slice(link.indexOf('#')))).toBe('باب123');
  expect(accessCodeIn('#x=1&code=12%2034')).toBe('12 34');
  for (const none of ['', '#', '#code', '#code=', '#decode=1', '#code=%E0%A4%A']) {
    expect(accessCodeIn(none)).toBeNull();
  }
});
