import fc from 'fast-check';
import { expect, test } from 'vitest';

import { reconnectDelayMs } from './backoff.ts';

test('never retries what only a person can mend', () => {
  expect(reconnectDelayMs(0, 'no', 0.5)).toBeNull();
});

test('grows, spreads a crowd over half of the wait, and stays bounded', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const delayMs = reconnectDelayMs(attempt, 'soon', random);
      expect(delayMs).toBeGreaterThanOrEqual(100);
      expect(delayMs).toBeLessThanOrEqual(attempt < 60 ? 3_000 : 15_000);
    }),
  );
  expect(reconnectDelayMs(3, 'soon', 1)).toBeGreaterThan(reconnectDelayMs(1, 'soon', 1) ?? Infinity);
  expect(reconnectDelayMs(10, 'soon', 1)).toBe(2 * (reconnectDelayMs(10, 'soon', 0) ?? 0));
});

test('waits long before asking a full station again', () => {
  expect(reconnectDelayMs(0, 'later', 0)).toBe(15_000);
});

test('can be hurried, but not into a full station, and never where it makes no sense', () => {
  expect(reconnectDelayMs(10, 'soon', 1, 1_000)).toBe(1_000);
  expect(reconnectDelayMs(100, 'soon', 0, 10_000)).toBe(5_000);
  expect(reconnectDelayMs(10, 'later', 0, 1_000)).toBe(15_000);
  expect(reconnectDelayMs(10, 'no', 0, 1_000)).toBeNull();
});
