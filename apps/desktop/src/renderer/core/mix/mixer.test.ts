import { opusPresets } from '@mauzin/shared';
import { beforeEach, describe, expect, test } from 'vitest';

import { addProcessors, type FakeContext } from '../../../testing/fake-audio.ts';
import { loaded, openMixer, streamOf } from '../../../testing/mixer-rig.ts';
import type { Envelope } from '../worklets/create-meter.ts';
import { limiterCeiling } from '../worklets/limiter.ts';
import type { LimiterState } from './mixer-limiter.ts';
import type { Mixer } from './mixer.ts';

const sineAt =
  (hz: number, amplitude: number) =>
  (frame: number): number =>
    amplitude * Math.sin((2 * Math.PI * hz * frame) / 48_000);
const sounding = (left: (frame: number) => number, right = left): MediaStream =>
  streamOf((frame) => [left(frame), right(frame)]);
const constant = (left: number, right = left): MediaStream => streamOf(() => [left, right]);

interface Set {
  readonly addModule?: (context: FakeContext) => Promise<void>;
}
async function setUp({ addModule = addProcessors }: Set = {}) {
  const limiterStates: LimiterState[] = [];
  const { clock, context, mixer, play } = openMixer({
    addModule,
    onLimiter: (state) => limiterStates.push(state),
  });
  mixer.setPreset(opusPresets.stereo);
  const playLoaded = async (seconds: number) => {
    await loaded();
    return play(seconds);
  };
  await playLoaded(0.1);
  return { clock, context, limiterStates, mixer, play: playLoaded };
}
const plain = { gainDb: 0, muted: false, channels: 'stereo' } as const;
const at = (samples: Float32Array, index = -1): number => samples.at(index) ?? NaN;
const highest = (samples: Float32Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
/** The largest step from one sample to the next. */
const largestStep = (samples: Float32Array): number =>
  samples.reduce(
    (most, sample, index) => Math.max(most, Math.abs(sample - (samples[index - 1] ?? sample))),
    0,
  );

let parts: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  parts = await setUp();
});

describe('a source’s channels', () => {
  test.each([
    ['stereo', 0.4, 0.2],
    ['left', 0.4, 0.4],
    ['right', 0.2, 0.2],
    ['mono', 0.3, 0.3],
  ] as const)('%s', async (channels, left, right) => {
    const { mixer, play } = parts;
    mixer.setInput('a', constant(0.4, 0.2));
    mixer.setStrip('a', { ...plain, channels });
    const out = await play(0.4);
    expect(at(out.left)).toBeCloseTo(left, 4);
    expect(at(out.right)).toBeCloseTo(right, 4);
  });
});

describe('a source’s gain', () => {
  test.each([
    [0, 0.1],
    [12, 0.398],
    [-20, 0.01],
    [-60, 0],
  ])('of %d dB', async (gainDb, level) => {
    const { mixer, play } = parts;
    mixer.setInput('a', constant(0.1));
    mixer.setStrip('a', { ...plain, gainDb });
    expect(at((await play(0.4)).left)).toBeCloseTo(level, 3);
  });

  test('muted, it is silent in the mix, and its meter still shows what comes in', async () => {
    const { mixer, play } = parts;
    mixer.setInput('a', constant(0.1));
    mixer.setStrip('a', { ...plain, gainDb: 12, muted: true });
    expect(at((await play(0.4)).left)).toBeCloseTo(0, 5);
    expect(mixer.meterOf('a').rmsDbfs).toBeCloseTo(-20, 1);
    expect(mixer.master.rmsDbfs).toBe(-100);
  });

  test('sources are summed', async () => {
    const { mixer, play } = parts;
    for (const id of ['a', 'b', 'c']) {
      mixer.setInput(id, constant(0.1));
      mixer.setStrip(id, plain);
    }
    expect(at((await play(0.4)).left)).toBeCloseTo(0.3, 4);
    mixer.remove('b');
    expect(at((await play(0.4)).left)).toBeCloseTo(0.2, 4);
    expect(mixer.meterOf('b')).toEqual({ rmsDbfs: -100, peakDbfs: -100, clipped: false });
  });
});

describe('nothing clicks', () => {
  test.each([
    ['a mute', (mixer: Mixer) => mixer.setStrip('a', { ...plain, muted: true })],
    ['a gain', (mixer: Mixer) => mixer.setStrip('a', { ...plain, gainDb: 6 })],
    ['other channels', (mixer: Mixer) => mixer.setStrip('a', { ...plain, channels: 'right' })],
    ['a preset', (mixer: Mixer) => mixer.setPreset(opusPresets.voice)],
    ['a source taken away', (mixer: Mixer) => mixer.remove('a')],
    ['a device taken away', (mixer: Mixer) => mixer.setInput('a', null)],
    ['another device', (mixer: Mixer) => mixer.setInput('a', constant(-0.4))],
    ['a second source', (mixer: Mixer) => [mixer.setInput('b', constant(0.4)), mixer.setStrip('b', plain)]],
    ['the limiter', (mixer: Mixer) => mixer.setLimiter(false)],
  ])('at %s', async (_name, change) => {
    const { mixer, play } = parts;
    mixer.setInput('a', constant(0.4, -0.4));
    mixer.setStrip('a', plain);
    await play(0.4);
    change(mixer);
    const { left, right } = await play(0.5);
    // A glide of 15 ms from −0.4 to 0.4 begins with steps of 0.0011.
    expect(largestStep(left)).toBeLessThan(0.003);
    expect(largestStep(right)).toBeLessThan(0.003);
  });
});

describe('the preset', () => {
  test('of one channel makes both sides alike; stream and track stay', async () => {
    const { mixer, play } = parts;
    const { stream } = mixer;
    mixer.setInput('a', constant(0.4, 0.2));
    mixer.setStrip('a', plain);
    mixer.setPreset(opusPresets.recitation);
    const { left, right } = await play(0.4);
    expect(at(left)).toBeCloseTo(0.3, 4);
    expect(at(right)).toBeCloseTo(0.3, 4);
    mixer.setPreset(opusPresets.stereo);
    expect(at((await play(0.4)).right)).toBeCloseTo(0.2, 4);
    expect(mixer.stream).toBe(stream);
  });
});

describe('the limiter', () => {
  test('keeps the mix below −1 dBFS, and tells what it takes away', async () => {
    const { limiterStates, mixer, play } = parts;
    expect(limiterStates).toEqual(['ready']);
    mixer.setInput('a', sounding(sineAt(440, 0.9)));
    mixer.setStrip('a', { ...plain, gainDb: 12 });
    await play(0.1);
    expect(highest((await play(0.4)).left)).toBeLessThanOrEqual(limiterCeiling);
    expect(mixer.master.reductionDb).toBeCloseTo(12 + 1 - 0.92, 1);
    expect(mixer.master.peakDbfs).toBeCloseTo(-1, 1);
    expect(mixer.master.clipped).toBe(false);
    mixer.setStrip('a', { ...plain, gainDb: -6 });
    await play(3);
    expect(mixer.master.reductionDb).toBe(0);
  });

  test('switched off, lets everything through', async () => {
    const { mixer, play } = parts;
    mixer.setInput('a', sounding(sineAt(440, 0.9)));
    mixer.setStrip('a', { ...plain, gainDb: 6 });
    mixer.setLimiter(false);
    await play(0.4);
    expect(highest((await play(0.4)).left)).toBeCloseTo(1.8, 2);
    expect(mixer.master).toMatchObject({ clipped: true, reductionDb: 0 });
  });

  test.each([
    ['cannot be loaded', () => Promise.reject(new Error('blocked'))],
    ['takes for ever to load', () => new Promise<void>(() => undefined)],
  ])('that %s is missed, and the mix and its levels are not', async (_name, addModule) => {
    const { clock, limiterStates, mixer, play } = await setUp({ addModule });
    mixer.setInput('a', constant(0.1));
    mixer.setStrip('a', { ...plain, gainDb: 6 });
    expect(at((await play(0.4)).left)).toBeCloseTo(0.2, 2);
    clock.advance(5_000);
    expect(limiterStates).toEqual(['missing']);
    expect(mixer.limiterState).toBe('missing');
    expect(mixer.meterOf('a').peakDbfs).toBeCloseTo(-20, 1);
    expect(mixer.takeReport().levelDbfs).toBeCloseTo(-14, 1);
    expect(mixer.master.shortTermLufs).toBe(-100);
  });

  test('is waited for only while the graph runs: a rest before it was loaded is not its fault', async () => {
    const { clock, context, limiterStates, mixer } = await setUp({
      addModule: () => new Promise(() => undefined),
    });
    clock.advance(1_900);
    context.becomes('suspended');
    clock.advance(60_000);
    expect(mixer.limiterState).toBe('loading');
    context.becomes('running');
    clock.advance(2_900);
    context.becomes('suspended');
    clock.advance(60_000);
    context.becomes('running');
    expect(limiterStates).toEqual([]);
    // 5 s in all, with the 0.1 that the set-up took.
    clock.advance(100);
    expect(limiterStates).toEqual(['missing']);
    context.becomes('suspended');
    mixer.close();
    context.becomes('running');
    expect(clock.pending).toBe(0);
  });

  test('is not waited for any more once the mixer is closed', async () => {
    const { clock, context, mixer } = await setUp({ addModule: () => new Promise(() => undefined) });
    mixer.close();
    context.becomes('suspended');
    context.becomes('running');
    expect(clock.pending).toBe(0);
  });

  test('that comes late is put in without a click', async () => {
    let load = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      load = resolve;
    });
    const { clock, context, limiterStates, mixer, play } = await setUp({
      addModule: async (context) => {
        await late;
        await addProcessors(context);
      },
    });
    mixer.setInput('a', constant(0.5));
    mixer.setStrip('a', plain);
    await play(0.4);
    clock.advance(5_000);
    load();
    await expect.poll(() => context.processors.size).toBe(2);
    const { left } = await play(0.5);
    expect(limiterStates).toEqual(['missing', 'ready']);
    expect(largestStep(left)).toBeLessThan(0.003);
    mixer.setStrip('a', { ...plain, gainDb: 12 });
    expect(highest((await play(0.4)).left)).toBeLessThanOrEqual(limiterCeiling);
  });

  test('that breaks is gone round, and levels are measured otherwise', async () => {
    const { context, limiterStates, mixer, play } = parts;
    mixer.setInput('a', constant(0.5));
    mixer.setStrip('a', plain);
    await play(0.4);
    context.broken = true;
    const { left } = await play(0.4);
    expect(at(left)).toBeCloseTo(0.5, 4);
    expect(limiterStates).toEqual(['ready', 'missing']);
    const shown = () => [mixer.master.rmsDbfs, mixer.takeReport().levelDbfs, mixer.meterOf('a').rmsDbfs];
    for (const level of shown()) expect(level).toBeCloseTo(-6, 1);
    // Another processor is tried once.
    expect(context.running).toBe(1);
    await play(0.4);
    await play(0.4);
    for (const level of shown()) expect(level).toBeCloseTo(-6, 1);
    expect(context.running).toBe(0);
    // What comes later finds a processor that works.
    context.broken = false;
    mixer.setInput('b', constant(0.25));
    mixer.setStrip('b', plain);
    await play(0.4);
    expect(mixer.meterOf('b').rmsDbfs).toBeCloseTo(-12, 1);
    expect(context.running).toBe(1);
    mixer.close();
    await play(0.1);
    expect(context.running).toBe(0);
  });

  test('that broke once measures on: of the mix the envelope too, by another processor', async () => {
    const { context, mixer, play } = parts;
    const envelopes: Envelope[] = [];
    mixer.onEnvelope((envelope) => envelopes.push(envelope));
    mixer.setInput('a', constant(0.5));
    mixer.setStrip('a', plain);
    await play(0.4);
    context.broken = true;
    context.render(0.01, () => undefined);
    context.broken = false;
    envelopes.length = 0;
    await play(0.4);
    expect(envelopes.length).toBeGreaterThanOrEqual(6);
    expect(envelopes.at(-1)?.rms.at(-1)).toBeCloseTo(0.5, 3);
    expect(mixer.meterOf('a').rmsDbfs).toBeCloseTo(-6, 1);
  });
});

describe('meters', () => {
  test('show peak and RMS; a single full sample is held as a clip for 3 s, or until cleared', async () => {
    const { clock, mixer, play } = parts;
    mixer.setInput(
      'a',
      sounding((frame) => (frame === 30_000 ? 1 : sineAt(1_000, 0.5)(frame))),
    );
    mixer.setStrip('a', plain);
    await play(0.5);
    expect(mixer.meterOf('a')).toMatchObject({ clipped: false });
    expect(mixer.meterOf('a').peakDbfs).toBeCloseTo(-6.02, 1);
    expect(mixer.meterOf('a').rmsDbfs).toBeCloseTo(-9.03, 1);
    await play(0.5);
    expect(mixer.meterOf('a').clipped).toBe(true);
    mixer.clearClip('a');
    expect(mixer.meterOf('a').clipped).toBe(false);
    mixer.setInput('a', constant(-1));
    await play(0.5);
    mixer.setInput('a', null);
    await play(0.2);
    clock.advance(2_500);
    expect(mixer.meterOf('a').clipped).toBe(true);
    clock.advance(1_000);
    expect(mixer.meterOf('a').clipped).toBe(false);
  });

  test('show a peak until the next drawing, up to 140 ms later', async () => {
    const { mixer, play } = parts;
    mixer.setInput(
      'a',
      sounding((frame) => (frame === 30_000 ? 0.5 : 0)),
    );
    mixer.setStrip('a', plain);
    const shown: number[] = [];
    // The peak is at 625 ms. It is drawn at 620, 760 and 900 ms; 760 is two whole readings after the one that has it.
    for (const seconds of [0.52, 0.14, 0.14]) {
      await play(seconds);
      shown.push(mixer.meterOf('a').peakDbfs);
    }
    expect(shown).toEqual([-100, expect.closeTo(-6.02, 1), -100]);
  });

  test('share processors, and each shows its own source: eight to one, a place anew once it is left', async () => {
    const { context, mixer, play } = parts;
    const show = (names: readonly string[]) => names.map((name) => mixer.meterOf(name).rmsDbfs);
    const names = Array.from({ length: 9 }, (_, index) => `${index}`);
    const levels = names.map((_, index) => -10 - index);
    for (const [index, name] of names.entries()) {
      mixer.setInput(name, constant(10 ** (levels[index]! / 20)));
      mixer.setStrip(name, plain);
    }
    await play(0.4);
    for (const [index, shown] of show(names).entries()) expect(shown).toBeCloseTo(levels[index]!, 1);
    // With the mix there are ten meters: two processors of them, and the limiter.
    expect(context.running).toBe(3);
    mixer.remove('3');
    mixer.setInput('new', constant(10 ** (-25 / 20)));
    mixer.setStrip('new', plain);
    await play(0.4);
    expect(show(['new', '2', '4'])).toEqual([-25, -12, -14].map((level) => expect.closeTo(level, 1)));
    for (const name of ['7', '8']) mixer.remove(name);
    await play(0.2);
    expect(context.running).toBe(2);
  });

  test('show the picked channels: the wrong side is seen to be empty', async () => {
    const { mixer, play } = parts;
    mixer.setInput('a', constant(0.5, 0));
    mixer.setStrip('a', { ...plain, channels: 'right' });
    await play(0.4);
    expect(mixer.meterOf('a').rmsDbfs).toBe(-100);
    mixer.setStrip('a', { ...plain, channels: 'left' });
    await play(0.4);
    expect(mixer.meterOf('a').rmsDbfs).toBeCloseTo(-6, 1);
  });

  test('of the mix tell short-term loudness', async () => {
    const { mixer, play } = parts;
    mixer.setInput('a', sounding(sineAt(1_000, 10 ** (-23 / 20))));
    mixer.setStrip('a', plain);
    await play(4);
    expect(Math.abs(mixer.master.shortTermLufs - -23)).toBeLessThan(0.1);
  });

  test('show nothing once the audio stands still', async () => {
    const { clock, mixer, play } = parts;
    mixer.setInput('a', constant(0.5));
    mixer.setStrip('a', plain);
    await play(0.4);
    clock.advance(1_000);
    expect(mixer.meterOf('a').rmsDbfs).toBe(-100);
    expect(mixer.takeReport().levelDbfs).toBe(-100);
  });

  test('show nothing while the graph stands still either, where the browser’s own analyser has to tell', async () => {
    const { context, mixer, play } = await setUp({ addModule: () => Promise.reject(new Error('blocked')) });
    mixer.setInput('a', constant(0.5));
    mixer.setStrip('a', plain);
    await play(0.4);
    expect(mixer.meterOf('a').rmsDbfs).toBeCloseTo(-6, 1);
    context.becomes('suspended');
    expect(mixer.meterOf('a')).toMatchObject({ rmsDbfs: -100, peakDbfs: -100 });
    expect(mixer.takeReport()).toEqual({ levelDbfs: -100, peakDbfs: -100 });
    context.becomes('running');
    expect(mixer.meterOf('a').rmsDbfs).toBeCloseTo(-6, 1);
  });
});

describe('reports', () => {
  test('cover all that came since the last one, and nothing before', async () => {
    const { mixer, play } = parts;
    mixer.setInput(
      'a',
      sounding((frame) => (frame > 24_000 && frame < 24_100 ? 0.5 : 0)),
    );
    mixer.setStrip('a', plain);
    await play(0.4);
    expect(mixer.takeReport()).toEqual({ levelDbfs: -100, peakDbfs: -100 });
    await play(0.25);
    const report = mixer.takeReport();
    expect(report.peakDbfs).toBeCloseTo(-6, 1);
    expect(report.levelDbfs).toBeCloseTo(10 * Math.log10((99 * 0.25) / 12_000), 0);
    await play(0.25);
    expect(mixer.takeReport().peakDbfs).toBe(-100);
  });

  test('that a late timer asks for twice say the same twice, not silence', async () => {
    const { mixer, play } = parts;
    mixer.setInput('a', constant(0.5));
    mixer.setStrip('a', plain);
    await play(0.5);
    expect(mixer.takeReport()).toEqual(mixer.takeReport());
    expect(mixer.takeReport().levelDbfs).toBeGreaterThan(-8);
  });

  test('the envelope comes without gaps, by the audio’s clock', async () => {
    const { mixer, play } = parts;
    const envelopes: { atMs: number; rms: Float32Array }[] = [];
    const unsubscribe = mixer.onEnvelope((envelope) => envelopes.push(envelope));
    mixer.setInput(
      'a',
      sounding((frame) => (frame >= 24_000 ? 0.5 : 0)),
    );
    mixer.setStrip('a', plain);
    await play(0.6);
    for (const [index, { atMs, rms }] of envelopes.entries()) {
      expect(atMs - (envelopes[0]?.atMs ?? 0)).toBeCloseTo(index * 50, 6);
      expect(rms).toHaveLength(5);
    }
    const steps = envelopes.flatMap(({ atMs, rms }) =>
      [...rms].map((level, index) => ({ atMs: atMs + index * 10, level })),
    );
    // The sound begins at 500 ms, and the limiter holds it back for 4.
    const begins = steps.find(({ level }) => level > 0.1)?.atMs ?? NaN;
    expect(Math.abs(begins - 500)).toBeLessThanOrEqual(10);
    unsubscribe();
    await play(0.2);
    expect(envelopes).toHaveLength(Math.floor(steps.length / 5));
  });
});

test('everything is let go at the end', async () => {
  const { clock, context, mixer, play } = parts;
  mixer.setInput('a', constant(0.5));
  mixer.setStrip('a', plain);
  await play(0.4);
  // The limiter, and the processor that both meters share.
  expect(context.running).toBe(2);
  mixer.close();
  mixer.close();
  expect(context.track?.stopped).toBe(true);
  expect(highest((await play(0.1)).left)).toBe(0);
  expect(context.running).toBe(0);
  expect(clock.pending).toBe(0);
});
