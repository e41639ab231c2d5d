import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test, vi } from 'vitest';

import { addProcessors, fakeAudioGlobals, FakeContext, FakeStream } from '../../../testing/fake-audio.ts';
import { Mixer } from './mixer.ts';

for (const [name, fake] of Object.entries(fakeAudioGlobals)) vi.stubGlobal(name, fake);

const loudness = 0.4;
const rate = 48_000;
/** As Chromium does it: the first sound of a new input comes after some milliseconds. */
const streamFrom = (firstFrame: number): MediaStream =>
  new FakeStream((frame) => (frame < firstFrame ? [0, 0] : [loudness, loudness])) as unknown as MediaStream;

async function setUp() {
  const clock = new FakeClock();
  const context = new FakeContext(addProcessors);
  const player = { srcObject: null, setSinkId: vi.fn(), play: vi.fn(), pause: vi.fn() };
  const media = Object.assign(new EventTarget(), { enumerateDevices: () => Promise.resolve([]) });
  const mixer = new Mixer({
    context: context as unknown as AudioContext,
    clock,
    monitor: { media, player },
  });
  mixer.setStrip('a', { gainDb: 0, muted: false, channels: 'stereo' });
  mixer.setInput('a', streamFrom(0));
  const play = (seconds: number) => context.render(seconds, (ms) => clock.advance(ms));
  // Until the processors are loaded.
  await new Promise<void>((loaded) => void setTimeout(loaded));
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
