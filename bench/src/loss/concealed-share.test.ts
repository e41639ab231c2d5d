import { expect, test } from 'vitest';

import type { Heard } from '../pages/listening.ts';
import { sharesOf } from './concealed-share.ts';

const heard = (
  id: string,
  samples: number,
  concealedSamples: number,
  received: number,
  lost: number,
): Heard => ({
  id,
  samples,
  concealedSamples,
  packetsReceived: received,
  packetsLost: lost,
});

test('shares are of the stretch alone, over all listeners', () => {
  const before = [heard('a', 48_000, 9_000, 50, 5), heard('b', 0, 0, 0, 0)];
  const after = [heard('b', 48_000, 0, 50, 0), heard('a', 96_000, 9_960, 90, 15)];
  const shares = sharesOf({ before, after }, 1);
  expect(shares.concealed).toBeCloseTo(960 / 96_000);
  expect(shares.lost).toBeCloseTo(10 / 100);
});

test('a listener that hears nothing is not a listener without loss', () => {
  const before = [heard('a', 0, 0, 0, 0)];
  expect(() => sharesOf({ before, after: [heard('a', 10_000, 0, 10, 0)] }, 1)).toThrow(/a played only/);
  expect(() => sharesOf({ before: [], after: before }, 1)).toThrow(/too late/);
});
