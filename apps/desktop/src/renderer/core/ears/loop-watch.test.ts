import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { lookFrames, probeSamples } from './loop-tones.ts';
import { LoopWatch } from './loop-watch.ts';

const silence = new Float32Array(lookFrames);
const probe = probeSamples();
const loud = Float32Array.from({ length: lookFrames }, (_, at) => Math.sin(at * at));

function setUp() {
  const clock = new FakeClock();
  const parts = {
    clock,
    sounds: new Map([['a', silence]]),
    refused: false,
    hangs: false,
    played: [] as string[],
    playing: 0,
    listening: 0,
    verdicts: 0,
  };
  const watch = new LoopWatch({
    clock,
    play: (outputId) => {
      if (parts.hangs) return new Promise(() => undefined);
      if (parts.refused) return Promise.reject(new Error('AbortError'));
      parts.played.push(outputId);
      parts.playing += 1;
      return Promise.resolve({ close: () => (parts.playing -= 1) });
    },
    listen: (id) => {
      const samples = parts.sounds.get(id);
      if (!samples) return null;
      parts.listening += 1;
      return { read: () => [silence, samples], close: () => (parts.listening -= 1) };
    },
    onVerdict: () => (parts.verdicts += 1),
  });
  const pass = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 50) {
      await new Promise((resolve) => void setImmediate(resolve));
      clock.advance(50);
    }
  };
  return { ...parts, parts, pass, watch };
}

test('where no source sounds, all may be played at once, and no probe is heard', () => {
  const { parts, watch } = setUp();
  watch.ask({ outputIds: ['o'], inputs: {} });
  expect(watch.verdict('o')).toBe('clear');
  expect(parts.played).toEqual([]);
});

test('a source is listened to once for each output; then nothing is played or heard any more', async () => {
  const { parts, pass, watch } = setUp();
  watch.ask({ outputIds: ['o', ''], inputs: { a: 'usb' } });
  expect(watch.verdict('o')).toBe('unsure');
  await pass(5_000);
  expect([watch.verdict('o'), watch.verdict('')]).toEqual(['clear', 'clear']);
  expect(parts).toMatchObject({ played: ['o', ''], playing: 0, listening: 0, verdicts: 2 });
  parts.sounds.set('b', probe);
  watch.ask({ outputIds: ['o', ''], inputs: { a: 'usb', b: 'line' } });
  await pass(5_000);
  expect(watch.verdict('o')).toBe('heard');
  watch.ask({ outputIds: ['o', ''], inputs: { a: 'usb' } });
  expect(watch.verdict('o')).toBe('clear');
  expect(parts.clock.pending).toBe(0);
});

test('one side that hears it is enough', async () => {
  const { parts, pass, watch } = setUp();
  parts.sounds.set('a', probe);
  watch.ask({ outputIds: ['o'], inputs: { a: 'usb' } });
  await pass(5_000);
  expect(watch.verdict('o')).toBe('heard');
});

test('what is covered by other sound is left be, and heard again later; an output that cannot be opened too', async () => {
  const { parts, pass, watch } = setUp();
  parts.sounds.set('a', loud);
  watch.ask({ outputIds: ['o'], inputs: { a: 'usb' } });
  expect(watch.verdict('o')).toBe('unsure');
  await pass(12_000);
  expect(watch.verdict('o')).toBe('untold');
  expect(parts).toMatchObject({ played: ['o'], playing: 0, listening: 0 });
  parts.refused = true;
  await pass(20_000);
  parts.refused = false;
  parts.sounds.set('a', silence);
  await pass(22_000);
  expect(watch.verdict('o')).toBe('clear');
  expect(parts.played).toEqual(['o', 'o']);
});

test('an output of which nothing can be told keeps no other from its turn', async () => {
  const { parts, pass, watch } = setUp();
  parts.sounds.set('a', loud);
  watch.ask({ outputIds: ['o', ''], inputs: { a: 'usb' } });
  await pass(12_000);
  expect(parts.played).toEqual(['o', '']);
  await pass(10_000);
  expect([watch.verdict('o'), watch.verdict('')]).toEqual(['untold', 'untold']);
  watch.ask({ outputIds: ['o', ''], inputs: { a: 'other' } });
  expect(watch.verdict('o')).toBe('unsure');
  watch.close();
});

test('a finding holds for an output in use, and for ten minutes of one that is not', async () => {
  const { clock, parts, pass, watch } = setUp();
  const inputs = { a: 'usb' };
  watch.ask({ outputIds: ['o'], inputs });
  await pass(3_000);
  clock.advance(3_600_000);
  watch.ask({ outputIds: ['o', ''], inputs });
  await pass(3_000);
  watch.ask({ outputIds: ['o'], inputs });
  clock.advance(300_000);
  watch.ask({ outputIds: ['o', ''], inputs });
  expect(watch.verdict('')).toBe('clear');
  watch.ask({ outputIds: ['o'], inputs });
  clock.advance(600_000);
  watch.ask({ outputIds: ['o', ''], inputs });
  expect([watch.verdict('o'), watch.verdict('')]).toEqual(['clear', 'unsure']);
  expect(parts.played).toEqual(['o', '', '']);
});

test('an output that never opens is given up, and tried again', async () => {
  const { parts, pass, watch } = setUp();
  parts.hangs = true;
  watch.ask({ outputIds: ['o'], inputs: { a: 'usb' } });
  await pass(6_000);
  parts.hangs = false;
  await pass(22_000);
  expect(watch.verdict('o')).toBe('clear');
  expect(parts.clock.pending).toBe(0);
});

test('closed amid a test, or while an output opens, it leaves nothing behind', async () => {
  const { parts, pass, watch } = setUp();
  watch.ask({ outputIds: ['o'], inputs: { a: 'usb' } });
  watch.close();
  await pass(100);
  watch.ask({ outputIds: ['o'], inputs: { a: 'usb' } });
  await pass(1_000);
  expect(parts.playing).toBe(1);
  watch.close();
  watch.close();
  expect(parts).toMatchObject({ playing: 0, listening: 0 });
  expect(parts.clock.pending).toBe(0);
});
