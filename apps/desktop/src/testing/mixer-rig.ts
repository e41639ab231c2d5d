import { FakeClock } from '@mauzin/shared/testing';
import { vi } from 'vitest';

import { Mixer, type MixerOptions } from '../renderer/core/mix/mixer.ts';
import { addProcessors, fakeAudioGlobals, FakeContext, SampleStream } from './fake-audio.ts';

interface MixerRigOptions extends Pick<MixerOptions, 'onLimiter'> {
  /** What becomes of the worklets. Absent: they are loaded. */
  readonly addModule?: (context: FakeContext) => Promise<void>;
}

/** A mixer on the fake Web Audio. Time passes for it as its sound is played. */
export function openMixer({ addModule = addProcessors, ...options }: MixerRigOptions = {}) {
  for (const [name, fake] of Object.entries(fakeAudioGlobals)) vi.stubGlobal(name, fake);
  const clock = new FakeClock();
  const context = new FakeContext(addModule);
  const player = { srcObject: null, setSinkId: vi.fn(), play: vi.fn(), pause: vi.fn() };
  const media = Object.assign(new EventTarget(), { enumerateDevices: () => Promise.resolve([]) });
  const mixer = new Mixer({
    context: context as unknown as AudioContext,
    clock,
    monitor: { media, player },
    ...options,
  });
  const play = (seconds: number) => context.render(seconds, (ms) => clock.advance(ms));
  return { clock, context, mixer, play };
}

/** An input that plays what a function tells of each frame, left and right. */
export const streamOf = (tellSample: SampleStream['tellSample']): MediaStream =>
  new SampleStream(tellSample) as unknown as MediaStream;

/** Until what is being loaded is loaded. */
export const loaded = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));
