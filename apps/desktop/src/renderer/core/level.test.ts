import { describe, expect, test } from 'vitest';

import { floorDbfs, gainFactor, levelDbfs, SilenceWatch } from './level.ts';

describe('levels', () => {
  test('of a square wave, a sine and nothing', () => {
    expect(levelDbfs(new Float32Array(100).fill(1))).toBeCloseTo(0);
    const sine = Float32Array.from({ length: 4800 }, (_, index) => Math.sin((index / 48) * 2 * Math.PI));
    expect(levelDbfs(sine)).toBeCloseTo(-3.01, 1);
    expect(levelDbfs(new Float32Array(100))).toBe(floorDbfs);
  });

  test('a gain of its lowest value is silence', () => {
    expect(gainFactor(0, -60)).toBe(1);
    expect(gainFactor(6, -60)).toBeCloseTo(1.995, 2);
    expect(gainFactor(-60, -60)).toBe(0);
  });
});

describe('silence', () => {
  test('counts after five seconds below -60 dBFS, and ends with the first sound', () => {
    const watch = new SilenceWatch();
    expect(watch.feed(-70, 0)).toBe(false);
    expect(watch.feed(-70, 4_999)).toBe(false);
    expect(watch.feed(-70, 5_000)).toBe(true);
    expect(watch.feed(-59, 5_100)).toBe(false);
    expect(watch.feed(-70, 5_200)).toBe(false);
    expect(watch.feed(-70, 10_199)).toBe(false);
  });
});
