import { pinSchema } from '@mauzin/desktop-contract';
import { parseValue } from '@mauzin/shared';
import { expect, test } from 'vitest';

import { isPin, maxPinDigits, newPin, pinDigits } from './pin.ts';

test('one PIN, whatever script its digits are typed in', () => {
  expect(pinDigits('١٢٣٤')).toBe('1234');
  expect(pinDigits('۱۲ ۳۴')).toBe('1234');
  expect(pinDigits('12-34x')).toBe('1234');
});

test('as long as the contract takes, and no longer', () => {
  expect(parseValue(pinSchema, '1'.repeat(maxPinDigits)).ok).toBe(true);
  expect(parseValue(pinSchema, '1'.repeat(maxPinDigits + 1)).ok).toBe(false);
  expect(pinDigits('1'.repeat(40))).toHaveLength(maxPinDigits);
  expect([isPin('123'), isPin('1234')]).toEqual([false, true]);
});

test('a new PIN is asked for twice', () => {
  expect(newPin('2468', '2468')).toEqual({ ok: true, pin: '2468' });
  expect(newPin('2468', '2469')).toEqual({ ok: false, fault: 'pinsDiffer' });
  expect(newPin('246', '246')).toEqual({ ok: false, fault: 'pinLength' });
});
