import { describe, expect, test } from 'vitest';

import { envelopeStepMs } from '../worklets/messages.ts';
import { compare, type Finding } from './compare.ts';
import { EnvelopeTrack } from './envelope-track.ts';

/** Levels as a voice has them: syllables of a tenth of a second to half a second, of any loudness, and pauses. */
function speech(seed: number, steps: number, pauses = 0.2): Float32Array {
  const random = seeded(seed);
  const levels = new Float32Array(steps);
  for (let at = 0; at < steps;) {
    const length = 10 + Math.floor(random() * 40);
    const loudness = random() < pauses ? 0.0005 : 0.02 + 0.2 * random() ** 2;
    for (let index = 0; index < length && at + index < steps; index += 1) {
      levels[at + index] = loudness * (0.3 + Math.sin((Math.PI * index) / length));
    }
    at += length;
  }
  return levels;
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const total = 1_000;
const steady = (level: number): Float32Array => new Float32Array(total).fill(level);
const later = (levels: Float32Array, steps: number): Float32Array =>
  levels.map((_, index) => levels[index - steps] ?? 0);

function track(levels: Float32Array, startMs = 0): EnvelopeTrack {
  const made = new EnvelopeTrack(10_000);
  // As they come: five at a time.
  for (let at = 0; at < levels.length; at += 5) {
    made.push({ atMs: startMs + at * envelopeStepMs, rms: levels.subarray(at, at + 5) });
  }
  return made;
}

const find = (mix: Float32Array, arrived: Float32Array | null, knownLag: number | null = null): Finding =>
  compare(track(mix), arrived && track(arrived), knownLag);

describe('speech', () => {
  test('is known again, and how late it is to 10 ms, from at once to 3 s', () => {
    for (const [seed, lagSteps] of [0, 1, 18, 77, 150, 300].entries()) {
      const mix = speech(seed + 1, total);
      expect(find(mix, later(mix, lagSteps))).toEqual({ name: 'like', lagSteps });
    }
  });

  test('is known again whatever its gain, with noise and with holes', () => {
    const mix = speech(7, total);
    const random = seeded(8);
    for (const gain of [0.1, 0.5, 1, 4]) {
      const noisy = later(mix, 23).map((level, index) =>
        index % 25 === 0 ? 0 : gain * Math.hypot(level * (0.8 + 0.4 * random()), 0.004 * random()),
      );
      expect(find(mix, noisy)).toEqual({ name: 'like', lagSteps: 23 });
    }
  });

  test('of somebody else is not taken for it', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const finding = find(speech(seed, total), speech(seed + 100, total));
      expect(finding.name).not.toBe('like');
    }
  });

  test('of which nothing arrives is missed: silence, noise of nothing, or no connection', () => {
    const mix = speech(3, total, 0);
    expect(find(mix, steady(0))).toEqual({ name: 'unlike' });
    expect(find(mix, steady(0.0001))).toEqual({ name: 'unlike' });
    expect(find(mix, null)).toEqual({ name: 'unlike' });
  });

  test('that is cut is missed within 1.1 s, and known again 3 s after a new connection', () => {
    const mix = speech(4, total, 0);
    const cut = (forSteps: number): Float32Array =>
      later(mix, 20).map((level, index) => (index >= total - forSteps ? 0 : level));
    expect(find(mix, cut(90), 20).name).not.toBe('unlike');
    expect(find(mix, cut(110), 20)).toEqual({ name: 'unlike' });
    const fresh = (steps: number): EnvelopeTrack =>
      track(later(mix, 20).subarray(total - steps), (total - steps) * envelopeStepMs);
    expect(compare(track(mix), fresh(250), 20)).toEqual({ name: 'unsure' });
    expect(compare(track(mix), fresh(310), 20)).toEqual({ name: 'like', lagSteps: 20 });
  });
});

test('a repeated clip is as late as it can be at the earliest', () => {
  const clip = speech(5, 110);
  const mix = Float32Array.from({ length: total }, (_, index) => clip[index % clip.length] ?? 0);
  expect(find(mix, later(mix, 31))).toEqual({ name: 'like', lagSteps: 31 });
});

describe('where nothing can be told', () => {
  test('a silent mix accuses nobody', () => {
    expect(find(steady(0), steady(0))).toEqual({ name: 'unsure' });
    expect(find(steady(0.001), null)).toEqual({ name: 'unsure' });
  });

  test('a pause of the speaker, known to be late, is no loss', () => {
    const mix = speech(6, total, 0).map((level, index) => (index > total - 150 ? 0 : level));
    expect(find(mix, steady(0), 20)).toEqual({ name: 'unsure' });
  });

  test('a steady tone counts by its loudness, and says nothing of delay', () => {
    expect(find(steady(0.2), steady(0.17))).toEqual({ name: 'like', lagSteps: null });
    expect(find(steady(0.2), steady(0.02))).toEqual({ name: 'unsure' });
    expect(find(steady(0.2), steady(0))).toEqual({ name: 'unlike' });
  });

  test('noise of one loudness is such a tone', () => {
    const random = seeded(9);
    const noise = steady(0.1).map((level) => level * (0.95 + 0.1 * random()));
    expect(
      find(
        noise,
        later(noise, 40).map((level) => level || 0.1),
      ),
    ).toEqual({ name: 'like', lagSteps: null });
  });
});

describe('a track', () => {
  test('keeps the last steps, by the clock, with silence where some were missed', () => {
    const kept = new EnvelopeTrack(100);
    kept.push({ atMs: 1_000, rms: Float32Array.of(1, 2, 3) });
    kept.push({ atMs: 1_050.4, rms: Float32Array.of(6, 7) });
    expect([kept.begin, kept.end]).toEqual([100, 107]);
    expect([...kept.read(98, 109)]).toEqual([0, 0, 1, 2, 3, 0, 0, 6, 7, 0, 0]);
    kept.push({ atMs: 1_070, rms: new Float32Array(8).fill(8) });
    expect([kept.begin, kept.end]).toEqual([105, 115]);
    expect([...kept.read(104, 108)]).toEqual([0, 6, 7, 8]);
  });

  test('begins anew after a gap longer than itself', () => {
    const kept = new EnvelopeTrack(100);
    kept.push({ atMs: 0, rms: Float32Array.of(1) });
    kept.push({ atMs: 60_000, rms: Float32Array.of(2) });
    expect([kept.begin, kept.end, kept.read(5_999, 6_001)[1]]).toEqual([6_000, 6_001, 2]);
  });
});
