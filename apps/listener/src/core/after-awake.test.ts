import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { afterAwake } from './after-awake.ts';

function setUp() {
  const clock = new FakeClock();
  const runs: number[] = [];
  const from = clock.now();
  const cancel = afterAwake(clock, 2_000, () => runs.push(clock.now() - from));
  return { clock, runs, cancel };
}

test('who was awake is judged in time', () => {
  const { clock, runs } = setUp();
  clock.advance(60_000);
  expect(runs).toEqual([2_000]);
});

test('who slept gets a moment, and another one after each further sleep', () => {
  const { clock, runs } = setUp();
  clock.stall(60_000);
  clock.advance(499);
  expect(runs).toEqual([]);
  clock.stall(60_000);
  clock.advance(499);
  expect(runs).toEqual([]);
  clock.advance(1);
  expect(runs).toEqual([120_999]);
});

test('nothing is judged after it was called off, asleep or awake', () => {
  const { clock, runs, cancel } = setUp();
  clock.stall(60_000);
  clock.advance(1);
  cancel();
  clock.advance(60_000);
  expect(runs).toEqual([]);
  expect(clock.pending).toBe(0);
});
