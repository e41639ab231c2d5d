import { RATE_HZ, randomSource, type Sound } from '@mauzin/e2e';
import { expect, test } from 'vitest';

import { delaysIn } from './delays.ts';

const seconds = 6;
const random = randomSource(7);
const noise: Sound = {
  samples: Int16Array.from({ length: seconds * RATE_HZ }, () => (random() - 0.5) * 20_000),
  rateHz: RATE_HZ,
};

function delayed(sound: Sound, delayMs: number): Sound {
  const samples = new Int16Array(sound.samples.length);
  const shift = (delayMs * RATE_HZ) / 1000;
  samples.set(sound.samples.subarray(0, samples.length - shift), shift);
  return { samples, rateHz: RATE_HZ };
}

test('each window finds its delay, inside the stretch alone', () => {
  const delays = delaysIn(noise, delayed(noise, 75), { fromMs: 1000, toMs: 5000 });
  expect(delays).toHaveLength(5);
  for (const delay of delays) expect(delay).toBeCloseTo(75, 0);
});

test('silence and strangers tell nothing', () => {
  const silence: Sound = { samples: new Int16Array(noise.samples.length), rateHz: RATE_HZ };
  expect(delaysIn(silence, noise, { fromMs: 0, toMs: 5000 })).toEqual([]);
  expect(delaysIn(noise, silence, { fromMs: 0, toMs: 5000 })).toEqual([]);
});
