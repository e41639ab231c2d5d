import { expect, it } from 'vitest';

import { TokenBucket } from './token-bucket.ts';

it('gives so many at once and so many a second, and saves up no more than it holds', () => {
  const bucket = new TokenBucket(3, 2, 0);
  const takeAll = (nowMs: number): number => {
    let taken = 0;
    while (bucket.take(nowMs)) taken += 1;
    return taken;
  };
  expect(takeAll(0)).toBe(3);
  expect(takeAll(400)).toBe(0);
  expect(takeAll(500)).toBe(1);
  expect(takeAll(1_500)).toBe(2);
  expect(takeAll(60_000)).toBe(3);
});

it('gives several together or none, and says how long one takes to come', () => {
  const bucket = new TokenBucket(10, 4, 0);
  expect(bucket.take(0, 11)).toBe(false);
  expect(bucket.waitMs(0)).toBe(0);
  expect(bucket.take(0, 10)).toBe(true);
  expect(bucket.waitMs(0)).toBe(250);
  expect(bucket.take(200)).toBe(false);
  expect(bucket.waitMs(200)).toBeCloseTo(50);
  expect(bucket.take(250)).toBe(true);
});
