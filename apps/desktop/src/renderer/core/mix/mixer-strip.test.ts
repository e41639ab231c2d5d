import { describe, expect, test, vi } from 'vitest';

import { loaded, openMixer, streamOf } from '../../../testing/mixer-rig.ts';

const loudness = 0.4;
const rate = 48_000;
/** As Chromium does it: the first sound of a new input comes after some milliseconds. */
const streamFrom = (firstFrame: number): MediaStream =>
  streamOf((frame) => (frame < firstFrame ? [0, 0] : [loudness, loudness]));

async function setUp() {
  const { context, mixer, play } = openMixer();
  mixer.setStrip('a', { gainDb: 0, muted: false, channels: 'stereo' });
  mixer.setInput('a', streamFrom(0));
  await loaded();
  play(0.5);
  return { context, mixer, play };
}

describe('an input that is replaced', () => {
  test('is heard until the first sound of the new one has come', async () => {
    const { context, mixer, play } = await setUp();
    mixer.setInput('a', streamFrom(context.frame + 0.04 * rate));
    const { left } = play(0.4);
    expect(Math.min(...left)).toBeGreaterThan(loudness * 0.98);
    expect(Math.max(...left)).toBeLessThan(loudness * 1.02);
  });

  test('and taken away at once is gone', async () => {
    const { context, mixer, play } = await setUp();
    mixer.setInput('a', streamFrom(context.frame));
    play(0.01);
    mixer.setInput('a', null);
    play(0.2);
    expect(Math.max(...play(0.1).left)).toBeLessThan(0.001);
  });
});

describe('an input that is made anew', () => {
  /** Somebody begins to speak: this frame is the first. */
  const speaks = (firstFrame: number, lateFrames = 0): MediaStream => streamFrom(firstFrame + lateFrames);
  const late = 0.08 * rate;

  test('takes over in silence, and is ahead of the one before', async () => {
    const { context, mixer, play } = await setUp();
    const renewed = vi.fn();
    const firstFrame = context.frame + 0.7 * rate;
    mixer.setInput('a', speaks(firstFrame, late));
    play(0.2);
    mixer.renewInput('a', speaks(firstFrame), -55, renewed);
    const { left } = play(0.6);
    expect(renewed).toHaveBeenCalledOnce();
    expect(left.findIndex((sample) => sample > loudness / 2)).toBeLessThan(0.51 * rate);
  });

  test('does not where somebody has just begun to speak: the first syllable is in the queue', async () => {
    const { context, mixer, play } = await setUp();
    const renewed = vi.fn();
    // When the new one would take over, the old one is about to sound; what sounded for 80 ms would be lost.
    const firstFrame = context.frame + 0.43 * rate;
    mixer.setInput('a', speaks(firstFrame, late));
    play(0.2);
    mixer.renewInput('a', speaks(firstFrame), -55, renewed);
    const { left } = play(0.6);
    expect(renewed).not.toHaveBeenCalled();
    const heardAt = left.findIndex((sample) => sample > loudness / 2);
    expect(heardAt / rate).toBeCloseTo(0.23 + 0.08, 2);
    expect(Math.min(...left.subarray(heardAt + 0.01 * rate))).toBeGreaterThan(loudness / 2);
  });

  test.each([
    ['on one side', [1, 0]],
    ['on both, one the other upside down', [1, -1]],
  ] as const)('does not where somebody speaks %s', async (_name, [left, right]) => {
    const { mixer, play } = await setUp();
    const renewed = vi.fn();
    mixer.setInput('a', streamFrom(Infinity));
    play(0.2);
    // On a side that has it. The mean of both sides would be 6 dB less, or nothing.
    const level = 10 ** (-50 / 20);
    const speech = streamOf(() => [left * level, right * level]);
    mixer.renewInput('a', speech, -55, renewed);
    play(0.6);
    expect(renewed).not.toHaveBeenCalled();
  });

  test('does not where another one was chosen meanwhile, or none', async () => {
    const { context, mixer, play } = await setUp();
    const renewed = vi.fn();
    mixer.setInput('a', streamFrom(Infinity));
    play(0.3);
    mixer.renewInput('a', streamFrom(Infinity), -55, renewed);
    mixer.setInput('a', streamFrom(context.frame));
    expect(Math.max(...play(0.6).left)).toBeGreaterThan(loudness * 0.98);
    mixer.setInput('a', null);
    mixer.renewInput('a', streamFrom(0), -55, renewed);
    play(0.6);
    expect(Math.max(...play(0.1).left)).toBeLessThan(0.001);
    expect(renewed).not.toHaveBeenCalled();
  });
});
