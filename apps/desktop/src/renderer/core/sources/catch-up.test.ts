import { describe, expect, test } from 'vitest';

import { CatchUp } from './catch-up.ts';

/** Feeds a level four times a second, and tells when an input was to be made anew, in seconds. */
function run(seconds: number, levelAt: (s: number) => number, made = true): number[] {
  const catchUp = new CatchUp(0);
  const due: number[] = [];
  for (let ms = 250; ms <= seconds * 1_000; ms += 250) {
    if (!catchUp.due(levelAt(ms / 1_000), ms)) continue;
    due.push(ms / 1_000);
    if (made) catchUp.made(ms);
  }
  return due;
}

describe('an input is made anew', () => {
  test('in silence, each half minute', () => {
    expect(run(100, () => -90)).toEqual([30, 60, 90]);
  });

  test('and where it was not, after all, again a second later', () => {
    expect(run(33, () => -90, false)).toEqual([30, 31, 32, 33]);
  });

  test('not while there is sound, and in the next pause', () => {
    expect(run(60, () => -20)).toEqual([]);
    expect(run(60, (s) => (s >= 45 && s < 46 ? -70 : -20))).toEqual([45.25]);
  });

  test('in a pause that hums, if it is far below what was loudest', () => {
    const pauses = (hum: number) => (s: number) => (s % 10 < 1 ? hum : -15);
    expect(run(45, pauses(-48))).toEqual([30.25]);
    expect(run(45, pauses(-40))).toEqual([]);
  });

  test('not in a gap between two words', () => {
    expect(run(60, (s) => (s % 1 === 0 ? -80 : -20))).toEqual([]);
  });

  test('not in soft sound that is only softer than what was loud half a minute ago', () => {
    expect(run(90, (s) => (s < 5 ? -10 : -36))).toEqual([]);
  });
});
