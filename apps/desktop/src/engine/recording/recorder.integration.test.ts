import type { Frame, Outlet } from '@mauzin/media';
import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { FakeDisk } from '../../testing/fake-disk.ts';
import { createEngineLogger } from '../logger.ts';
import { Recorder } from './recorder.ts';

const target = { folder: '/recordings', station: 'Noor' };
const begun = new Date(2026, 2, 9, 5, 7, 3).getTime();

let clock: FakeClock;
let disk: FakeDisk;
let outlets: Map<string, Outlet>;
let recorder: Recorder;
let wallShiftMs: number;
let changes: number;
let played: number;
beforeEach(() => {
  clock = new FakeClock();
  disk = new FakeDisk();
  outlets = new Map();
  wallShiftMs = begun - clock.now();
  changes = 0;
  played = 0;
  recorder = new Recorder({
    clock,
    disk,
    fanOut: {
      addOutlet: (outlet) => void outlets.set(outlet.id, outlet),
      removeOutlet: (id) => {
        outlets.get(id)?.close();
        outlets.delete(id);
      },
    },
    wallMs: () => clock.now() + wallShiftMs,
    logger: createEngineLogger('silent'),
    onChange: () => (changes += 1),
  });
});
afterEach(() => recorder.close());

/** Lets everything that was promised happen. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const frame = (number: number): Frame => ({
  payload: Uint8Array.from([0xf8, 1, 2, number & 0xff]),
  sequence: number & 0xffff,
  timestamp: (number * 960) >>> 0,
  durationSamples: 960,
  rtp: Buffer.alloc(0),
  redRtp: Buffer.alloc(0),
});
/** The mix flows for so long, in real time. */
async function play(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20) {
    clock.advance(20);
    for (const outlet of outlets.values()) outlet.send(frame(played));
    played += 1;
    if (passed % 400 === 0) await settle();
  }
  await settle();
}
async function begin(): Promise<void> {
  recorder.configure(target);
  recorder.setLive(true);
  await settle();
}
const file = (name: string) => disk.files.get(`/recordings/${name}`);
const first = 'Noor 2026-03-09 05.07.03.opus';

describe('a broadcast', () => {
  test('is one file, named by station and time, from its beginning to its end', async () => {
    recorder.configure(target);
    await settle();
    expect(disk.folders).toEqual([]);
    recorder.setLive(true);
    await settle();
    await play(3_000);
    expect(recorder.state).toEqual({ name: 'on', file: first, bytes: expect.any(Number) as number });
    recorder.setLive(false);
    await settle();
    expect(disk.names).toEqual([`/recordings/${first}`]);
    expect(file(first)).toMatchObject({ closed: true });
    expect(recorder.state).toEqual({ name: 'off' });
    expect([outlets.size, clock.pending]).toEqual([0, 0]);
  });

  test('is recorded from when that is wanted, until it is not, and elsewhere when that is', async () => {
    recorder.setLive(true);
    await settle();
    await play(2_000);
    expect(disk.names).toEqual([]);
    recorder.configure(target);
    await settle();
    await play(2_000);
    recorder.configure({ ...target, station: 'Another name, the same file' });
    await play(1_000);
    expect(disk.names).toEqual(['/recordings/Noor 2026-03-09 05.07.05.opus']);
    recorder.configure({ ...target, folder: '/elsewhere' });
    await settle();
    await play(1_000);
    expect(disk.names).toContain('/elsewhere/Noor 2026-03-09 05.07.08.opus');
    recorder.configure(null);
    await settle();
    await play(1_000);
    expect(disk.names).toHaveLength(2);
    expect([...disk.files.values()].every(({ closed }) => closed)).toBe(true);
  });

  test('is one file however long the window is away, up to five minutes; then another begins', async () => {
    await begin();
    await play(2_000);
    clock.advance(4 * 60_000);
    played += (4 * 60_000) / 20;
    await play(2_000);
    expect(disk.names).toHaveLength(1);
    clock.advance(6 * 60_000);
    played += (6 * 60_000) / 20;
    await settle();
    await play(2_000);
    expect(disk.names).toHaveLength(2);
    expect(file(first)?.closed).toBe(true);
    expect(recorder.state).toMatchObject({ name: 'on', file: 'Noor 2026-03-09 05.17.07.opus' });
  });

  test('overwrites nothing', async () => {
    disk.files.set(`/recordings/${first}`, { bytes: 7, closed: true });
    await begin();
    await play(2_000);
    expect(recorder.state).toMatchObject({ file: 'Noor 2026-03-09 05.07.03 (2).opus' });
    expect(file(first)).toEqual({ bytes: 7, closed: true });
  });

  test('tells how much there is no more than once a second', async () => {
    await begin();
    await play(1_000);
    const before = changes;
    await play(20_000);
    expect(changes - before).toBeLessThanOrEqual(22);
    const written = file(first)?.bytes ?? 0;
    const told = recorder.state.name === 'on' ? recorder.state.bytes : 0;
    expect(told).toBeLessThanOrEqual(written);
    expect(told).toBeGreaterThan(written - 50 * 10);
  });

  test('without a packet leaves no file', async () => {
    await begin();
    clock.advance(60_000);
    recorder.setLive(false);
    await settle();
    expect(disk.names).toEqual([]);
  });
});

describe('sleep', () => {
  const asleep = async (ms: number): Promise<void> => {
    wallShiftMs += ms;
    await play(1_000);
  };

  test('is silence in the file where the system says that it woke', async () => {
    await begin();
    await play(2_000);
    const before = file(first)?.bytes ?? 0;
    await asleep(60_000);
    recorder.wake();
    await play(1_000);
    expect((file(first)?.bytes ?? 0) - before).toBeGreaterThan((60_000 / 120) * 14);
    expect(disk.names).toHaveLength(1);
  });

  test('is another file when it was long', async () => {
    await begin();
    await play(2_000);
    await asleep(3_600_000);
    recorder.wake();
    await settle();
    await play(1_000);
    expect(disk.names).toEqual([`/recordings/${first}`, '/recordings/Noor 2026-03-09 06.07.06.opus']);
  });

  test('a clock that was set is none', async () => {
    await begin();
    await play(2_000);
    const before = file(first)?.bytes ?? 0;
    await asleep(3_600_000);
    await play(61_000);
    recorder.wake();
    await play(1_000);
    expect(disk.names).toHaveLength(1);
    expect((file(first)?.bytes ?? 0) - before).toBeLessThan((63_000 / 20) * 8);
  });
});

describe('the disk', () => {
  test('nearly full is announced while it goes on, with what is left', async () => {
    disk.free = 734_999_999;
    await begin();
    expect(recorder.notices).toEqual([{ name: 'disk-nearly-full', freeBytes: 730_000_000 }]);
    await play(2_000);
    expect(recorder.state.name).toBe('on');
    disk.free = 1_000_000_000;
    await play(10_000);
    expect(recorder.notices).toEqual([]);
  });

  test('is left alone before it is full, and used again once there is room', async () => {
    await begin();
    await play(2_000);
    disk.free = 49_999_999;
    await play(10_000);
    expect(recorder.state).toEqual({ name: 'failed', why: 'disk-full' });
    expect(file(first)?.closed).toBe(true);
    expect(recorder.notices).toEqual([{ name: 'disk-nearly-full', freeBytes: 40_000_000 }]);
    disk.free = 99_000_000;
    await play(120_000);
    expect(recorder.state).toEqual({ name: 'failed', why: 'disk-full' });
    expect(disk.names).toHaveLength(1);
    disk.free = 200_000_000;
    await play(90_000);
    expect(recorder.state.name).toBe('on');
    expect(disk.names).toHaveLength(2);
  });

  test.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EIO', 'cannot-write'],
  ])('%s while writing is told, and another file begun once that works again', async (code, why) => {
    await begin();
    await play(2_000);
    disk.broken = code;
    await play(2_000);
    expect(recorder.state).toEqual({ name: 'failed', why });
    await play(120_000);
    expect(recorder.state).toEqual({ name: 'failed', why });
    expect(disk.names).toEqual([`/recordings/${first}`]);
    disk.broken = null;
    await play(75_000);
    expect(recorder.state.name).toBe('on');
    expect(disk.names).toHaveLength(2);
  });

  test('that lets nothing be made is told, tried again ever more rarely, and forgotten with the broadcast', async () => {
    disk.broken = 'EACCES';
    await begin();
    await play(600_000);
    expect(recorder.state).toEqual({ name: 'failed', why: 'cannot-write' });
    expect(disk.names).toEqual([]);
    recorder.setLive(false);
    await settle();
    expect(recorder.state).toEqual({ name: 'off' });
    expect([outlets.size, clock.pending]).toEqual([0, 0]);
  });

  test('that does not say what it has left is written on all the same', async () => {
    disk.free = -1;
    await begin();
    await play(2_000);
    expect(recorder.state.name).toBe('on');
    expect(recorder.notices).toEqual([]);
  });

  test('that says nothing from the beginning is told, and used once it answers', async () => {
    let letGo = (): void => undefined;
    disk.hangLooks = new Promise((resolve) => (letGo = resolve));
    await begin();
    await play(12_000);
    expect(recorder.state).toEqual({ name: 'failed', why: 'cannot-write' });
    await play(60_000);
    expect(disk.looks).toBe(1);
    disk.hangLooks = null;
    letGo();
    await settle();
    await play(2_000);
    expect(recorder.state.name).toBe('on');
  });

  test('that hangs is asked for nothing more until it lets go, and closing waits no longer than 2 s', async () => {
    await begin();
    await play(2_000);
    let letGo = (): void => undefined;
    disk.hang = new Promise((resolve) => (letGo = resolve));
    const frames = (512 * 1024) / 6;
    await play(frames * 20);
    expect(recorder.state).toEqual({ name: 'failed', why: 'cannot-write' });
    expect(disk.names).toHaveLength(1);
    await play(130_000);
    expect(recorder.state).toEqual({ name: 'failed', why: 'cannot-write' });
    expect(disk.names).toHaveLength(1);
    disk.hang = null;
    letGo();
    await play(75_000);
    expect(disk.names).toHaveLength(2);

    disk.hang = new Promise((resolve) => (letGo = resolve));
    await play(2_000);
    let closed = false;
    const closing = recorder.close().then(() => (closed = true));
    await settle();
    expect(closed).toBe(false);
    clock.advance(2_000);
    await closing;
    letGo();
  });
});
