import { expect, test } from 'vitest';

import { Ballistics, shareOf } from './ballistics.ts';

const loud = { rmsDbfs: -12, peakDbfs: -6 };
const silence = { rmsDbfs: -100, peakDbfs: -100 };

test('the scale is linear in dB, from −60 to full scale, and never leaves it', () => {
  expect([-100, -60, -30, 0, 6].map(shareOf)).toEqual([0, 0, 0.5, 1, 1]);
});

test('a meter rises at once, and falls as the eye can follow', () => {
  const meter = new Ballistics();
  expect(meter.move(loud, 0)).toMatchObject({ rms: 0.8, peak: 0.9 });
  const falling = meter.move(silence, 100);
  expect(falling.rms).toBeGreaterThan(0.6);
  expect(falling.rms).toBeLessThan(0.8);
  expect(meter.move(silence, 1_500)).toMatchObject({ rms: 0, peak: 0 });
});

test('the highest peak stands for a second and a half, then falls', () => {
  const meter = new Ballistics();
  meter.move(loud, 0);
  expect(meter.move(silence, 1_400).held).toBe(0.9);
  expect(meter.move(silence, 1_600).held).toBeLessThan(0.9);
  expect(meter.move(loud, 1_700).held).toBe(0.9);
});
