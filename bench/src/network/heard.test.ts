import { join, RATE_HZ, silence, slice, type Sound, wandering } from '@mauzin/e2e';
import { expect, test } from 'vitest';

import { judge } from './heard.ts';

const sent = wandering(12);
const later = (sound: Sound, ms: number): Sound => join(silence(ms / 1000), slice(sound, 0, 12_000 - ms));

test('a phone without faults hears all, as late as it does', () => {
  const heard = judge(sent, later(sent, 120), { beginMs: 500, endMs: 12_000 });
  expect(heard).toMatchObject({ soundShare: 1, longestSilenceMs: 0, backMs: null });
  expect(heard.delayMs).toBeCloseTo(120, 0);
});

test('a gap is a gap, and sound is back when it lasts', () => {
  const phone: Sound = { samples: Int16Array.from(later(sent, 100).samples), rateHz: RATE_HZ };
  phone.samples.fill(0, 2 * RATE_HZ, 5 * RATE_HZ);
  // A crackle in the midst of it.
  phone.samples.fill(9000, 4.5 * RATE_HZ, 4.55 * RATE_HZ);
  const heard = judge(sent, phone, { beginMs: 1_000, endMs: 12_000, returnMs: 4_000 });
  expect(heard.longestSilenceMs).toBe(2_500);
  expect(heard.soundShare).toBeCloseTo(1 - 2_950 / 11_000, 2);
  expect(heard.backMs).toBe(1_000);
  expect(heard.delayMs).toBeCloseTo(100, 0);
});

test('sound under way when the path breaks is not sound that is back', () => {
  const phone: Sound = { samples: Int16Array.from(later(sent, 100).samples), rateHz: RATE_HZ };
  phone.samples.fill(0, 2.3 * RATE_HZ, 5 * RATE_HZ);
  expect(judge(sent, phone, { beginMs: 1_000, endMs: 12_000, returnMs: 2_000 }).backMs).toBe(3_000);
  expect(judge(sent, phone, { beginMs: 1_000, endMs: 12_000, returnMs: 4_950 }).backMs).toBe(50);
  expect(judge(sent, sent, { beginMs: 1_000, endMs: 12_000, returnMs: 2_000 }).backMs).toBe(0);
});

test('what never came back is null', () => {
  const phone = join(slice(sent, 0, 3_000), silence(9));
  expect(judge(sent, phone, { beginMs: 1_000, endMs: 12_000, returnMs: 4_000 })).toMatchObject({
    backMs: null,
    delayMs: null,
    longestSilenceMs: 9_000,
  });
});
