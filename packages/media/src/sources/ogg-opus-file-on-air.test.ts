import { copyFile, mkdtemp, open, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';

import type { Source } from '../fan-out/contracts.ts';
import { CollectingSink } from '../testing/collecting-sink.ts';
import { eventually } from '../testing/eventually.ts';
import { opusPayload } from '../testing/fake-source.ts';
import { hurriedClock } from '../testing/hurried-clock.ts';
import { opusFile, opusPages } from '../testing/ogg-file.ts';
import { openOggOpusFile } from './ogg-opus-file.ts';

let folder = '';
let path = '';
let told: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mauzin-on-air-'));
  path = join(folder, 'khutbah.opus');
  told = [];
});
afterEach(() => rm(folder, { recursive: true }));

const packets = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, index) => opusPayload(from + index));

/** Plays the file in a loop, as fast as it can be read. */
async function onAir(bytes: Buffer, clock = hurriedClock()) {
  await writeFile(path, bytes);
  const source: Source = await openOggOpusFile({
    path,
    clock,
    loop: true,
    onTrouble: (sentence) => told.push(sentence),
  });
  onTestFinished(() => source.close());
  const sink = new CollectingSink();
  source.start(sink);
  /** How often a packet was heard so far. */
  const times = (packet: Uint8Array): number =>
    sink.packets.filter(({ payload }) => Buffer.compare(payload, packet) === 0).length;
  const hearsOn = async (packet: Uint8Array): Promise<void> => {
    const before = times(packet);
    await eventually(() => times(packet)).toBeGreaterThan(before + 2);
  };
  return { hearsOn, sink, source, times };
}

test('the loop begins where the file begins to be heard and ends where it ends, without a pause', async () => {
  const file = opusFile({ packets: packets(0, 30), preSkip: 2 * 960 + 312, trim: 3 * 960 + 100 });
  const { hearsOn, sink } = await onAir(file);
  await hearsOn(opusPayload(2));
  const heard = sink.packets.map(({ payload }) => payload);
  const round = packets(2, 27);
  for (const [index, payload] of heard.entries()) expect(payload).toEqual(round[index % round.length]);
  expect(sink.packets.every(({ timestamp }, index) => timestamp === index * 960)).toBe(true);
  expect(told).toEqual([]);
});

test('every part is heard in each round; a recording that a power cut ended loops, too', async () => {
  const first = opusPages({ packets: packets(0, 20) });
  const second = opusPages({ packets: packets(100, 120), serial: 2 });
  const { hearsOn, times } = await onAir(Buffer.concat([...first, ...second]).subarray(0, -10));
  await hearsOn(opusPayload(109));
  await hearsOn(opusPayload(19));
  expect(times(opusPayload(119))).toBe(0);
  expect(told).toEqual([]);
});

test('a file that is deleted plays on', async () => {
  const { hearsOn } = await onAir(opusFile({ packets: packets(0, 20) }));
  await unlink(path);
  await hearsOn(opusPayload(19));
  expect(told).toEqual([]);
});

test('another file in its place is played from the next round on, if it can be', async () => {
  const { hearsOn, times } = await onAir(opusFile({ packets: packets(0, 20) }));
  const other = join(folder, 'other.opus');
  await writeFile(other, opusFile({ packets: packets(50, 70), gain: 256 }));
  await rename(other, path);
  await eventually(() => told.length).toBe(1);
  expect(told[0]).toContain('dB');
  await hearsOn(opusPayload(19));
  expect(times(opusPayload(50))).toBe(0);
  await writeFile(other, opusFile({ packets: packets(50, 70) }));
  await rename(other, path);
  await hearsOn(opusPayload(69));
  expect(told).toHaveLength(1);
});

test('a file that is written over is played once it can be; until then what it had is silent', async () => {
  const file = opusFile({ packets: packets(0, 20) });
  const { hearsOn, sink } = await onAir(file);
  await truncate(path);
  await eventually(() => told.some((sentence) => sentence.includes('no sound any more'))).toBe(true);
  const before = join(folder, 'before.opus');
  await writeFile(before, opusFile({ packets: packets(70, 90) }));
  await copyFile(before, path);
  await hearsOn(opusPayload(89));
  expect(sink.end).toBeUndefined();
});

test('a disk that fails is told once, tried again ever more rarely, and played again once it works', async () => {
  const clock = new FakeClock();
  const { sink, source } = await onAir(opusFile({ packets: packets(0, 20) }), clock);
  const probe = await open(path);
  const fails = vi
    .spyOn(Object.getPrototypeOf(probe) as typeof probe, 'read')
    .mockRejectedValue(Object.assign(new Error('i/o error'), { code: 'EIO' }));
  onTestFinished(() => fails.mockRestore());
  await probe.close();
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 20) {
      clock.advance(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await pass(2_000);
  await eventually(() => told.length).toBe(1);
  expect(told[0]).toContain('EIO');
  const heard = sink.packets.length;
  for (let turn = 0; turn < 200; turn += 1) {
    clock.advance(10_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(told).toHaveLength(1);
  expect(sink.packets).toHaveLength(heard);
  // At most one try a minute, with one read to play and one to look at it.
  expect(fails.mock.calls.length).toBeLessThan(2 * (10 + 2_000 / 60));
  fails.mockRestore();
  await eventually(() => (clock.advance(60_000), sink.packets.length)).toBeGreaterThan(heard + 3);
  expect(sink.end).toBeUndefined();
  source.close();
  expect(clock.pending).toBe(0);
});

test('closing amidst a wait leaves nothing behind', async () => {
  const clock = new FakeClock();
  const { source } = await onAir(opusFile({ packets: packets(0, 1) }), clock);
  await truncate(path);
  await eventually(() => (clock.advance(20), told.length)).toBeGreaterThan(0);
  source.close();
  expect(clock.pending).toBe(0);
});
