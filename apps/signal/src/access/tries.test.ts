import { expect, it } from 'vitest';

import { ofOneAddress } from './guard.ts';
import { Tries } from './tries.ts';

const minute = 60_000;

it('five wrong ones are free; then the wait doubles from 15 s up to ten minutes', () => {
  const tries = new Tries(ofOneAddress);
  let nowMs = 1_000;
  const waits: number[] = [];
  for (let count = 0; count < 13; count += 1) {
    expect(tries.wrong('a', nowMs)).toBe(count >= 4);
    const waitMs = tries.waitMs('a', nowMs);
    waits.push(waitMs / 1_000);
    expect(tries.waitMs('a', nowMs + Math.max(0, waitMs - 1))).toBe(Math.min(1, waitMs));
    nowMs += waitMs;
    expect(tries.waitMs('a', nowMs)).toBe(0);
  }
  expect(waits).toEqual([0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 600, 600, 600]);
  expect(tries.waitMs('b', nowMs)).toBe(0);
});

it('an hour without a wrong one makes all forgotten', () => {
  const tries = new Tries(ofOneAddress);
  for (let count = 0; count < 4; count += 1) tries.wrong('a', 0);
  expect(tries.wrong('a', 60 * minute)).toBe(true);
  expect(tries.waitMs('a', 121 * minute)).toBe(0);
  expect(tries.wrong('a', 121 * minute)).toBe(false);
});

it('remembers no more than it may: who was quiet for longest goes first', () => {
  const tries = new Tries({ ...ofOneAddress, free: 1, mostKept: 3 });
  for (const who of ['a', 'b', 'c', 'a', 'd']) tries.wrong(who, 0);
  expect(tries.size).toBe(3);
  expect(['a', 'b', 'c', 'd'].map((who) => tries.waitMs(who, 0) > 0)).toEqual([true, false, true, true]);
});
