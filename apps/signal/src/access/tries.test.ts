import { expect, it } from 'vitest';

import { ofOneAddress, ofOneStation } from './guard.ts';
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

it('a quiet hour forgives one, not all: patience alone buys no more than that', () => {
  const tries = new Tries(ofOneAddress);
  for (let count = 0; count < 4; count += 1) tries.wrong('a', 0);
  expect(tries.wrong('a', 59 * minute)).toBe(true);
  const patient = new Tries(ofOneAddress);
  for (let count = 0; count < 4; count += 1) patient.wrong('a', 0);
  expect(patient.wrong('a', 61 * minute)).toBe(false);
  expect(patient.wrong('a', 62 * minute)).toBe(true);
  expect(patient.wrong('a', 20 * 60 * minute)).toBe(false);
});

it('within a day there are only so many, however slowly they come; a day later there are as many again', () => {
  const tries = new Tries(ofOneAddress);
  const step = 40 * minute;
  let guesses = 0;
  let atMs = 0;
  for (; atMs < 24 * 60 * minute; atMs += step) {
    if (tries.waitMs('a', atMs) > 0) continue;
    tries.wrong('a', atMs);
    guesses += 1;
  }
  expect(guesses).toBeLessThan(34);
  expect(tries.withinDay('a', atMs)).toBeGreaterThan(20);
  expect(tries.withinDay('a', 72 * 60 * minute)).toBe(0);
  expect(tries.wrong('a', 72 * 60 * minute)).toBe(false);
});

it('of a station that is guessed slowly, from wherever, at most some hundreds are looked at in a day', () => {
  const tries = new Tries(ofOneStation);
  let guesses = 0;
  const day = 24 * 60 * minute;
  for (let atMs = 0; atMs < 10 * day; atMs += 1_000) {
    if (tries.waitMs('noor', atMs) > 0) continue;
    tries.wrong('noor', atMs);
    guesses += 1;
  }
  // Six digits are a million: years.
  expect(guesses / 10).toBeLessThan(600);
});

it('remembers no more than it may: who was quiet for longest goes first', () => {
  const tries = new Tries({ ...ofOneAddress, free: 1, mostKept: 3 });
  for (const who of ['a', 'b', 'c', 'a', 'd']) tries.wrong(who, 0);
  expect(tries.size).toBe(3);
  expect(['a', 'b', 'c', 'd'].map((who) => tries.waitMs(who, 0) > 0)).toEqual([true, false, true, true]);
});

it('a right one forgives one wrong one, also of those of the day, and ends no wait', () => {
  const tries = new Tries(ofOneAddress);
  for (let count = 0; count < 200; count += 1) {
    expect(tries.wrong('hall', count * 30_000)).toBe(false);
    tries.right('hall', count * 30_000 + 1_000);
  }
  expect(tries.withinDay('hall', 200 * 30_000)).toBe(0);
  for (let count = 0; count < 5; count += 1) tries.wrong('a', 0);
  tries.right('a', 0);
  expect(tries.waitMs('a', 0)).toBe(15_000);
  expect(tries.wrong('a', 15_000)).toBe(true);
  expect(tries.waitMs('a', 15_000)).toBe(15_000);
  tries.right('nobody', 0);
  expect(tries.size).toBe(2);
});
