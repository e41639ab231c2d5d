import { describe, expect, test } from 'vitest';

import { floorDbfs, gainFactor, levelDbfs } from './level.ts';

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
