import { type Frame, OggOpusRecorder, type Outlet } from '@mauzin/media';
import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { FakeDisk } from '../../testing/fake-disk.ts';
import { createEngineLogger } from '../logger.ts';
import { Recorder, type RecordingTarget } from './recorder.ts';

const target: RecordingTarget = { folder: '/recordings', station: 'Noor', newFile: 'broadcast' };
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

describe('a station that is always on', () => {
  /** The names of all files, and how many packets of sound are in all of them together. */
  const second = 'Noor 2026-03-09 06.00.00.opus';
  const names = (): string[] => disk.names.map((name) => name.replace('/recordings/', ''));
  /** It begins at 05:58:03, so that no minutes are waited through. */
  beforeEach(() => {
    wallShiftMs += (50 * 60 + 60) * 1_000;
  });

  test('has a new file each hour by the wall’s clock, and says nothing else meanwhile', async () => {
    recorder.configure({ ...target, newFile: 'hour' });
    recorder.setLive(true);
    await settle();
    const told = new Set<string>();
    for (let second = 0; second < 180; second += 1) {
      await play(1_000);
      told.add(recorder.state.name === 'on' ? recorder.state.file : recorder.state.name);
    }
    expect(names()).toEqual(['Noor 2026-03-09 05.58.03.opus', second]);
    expect([...told]).toEqual(names());
    expect(file(names()[0] ?? '')?.closed).toBe(true);
    expect([...outlets.keys()]).toEqual(['recording-2']);
  });

  test('has one each day, or one for all, as the admin wants it by now', async () => {
    recorder.configure({ ...target, newFile: 'day' });
    recorder.setLive(true);
    await settle();
    await play(180_000);
    expect(names()).toHaveLength(1);
    wallShiftMs += 18 * 3_600_000;
    await play(3_000);
    expect(names()).toHaveLength(2);
    recorder.configure(target);
    wallShiftMs += 72 * 3_600_000;
    await play(65_000);
    expect(names()).toHaveLength(2);
    recorder.configure({ ...target, newFile: 'hour' });
    await play(3_000);
    expect(names()).toHaveLength(3);
  });

  test('has no files of moments where the clock is set to and fro, nor where it was silent at first', async () => {
    recorder.configure({ ...target, newFile: 'hour' });
    recorder.setLive(true);
    await settle();
    clock.advance(7_200_000);
    played += 7_200_000 / 20;
    await play(30_000);
    for (let turn = 0; turn < 20; turn += 1) {
      wallShiftMs += turn % 2 === 0 ? -3_600_000 : 3_600_000;
      await play(1_000);
    }
    expect(names()).toEqual(['Noor 2026-03-09 07.58.03.opus']);
  });

  test('asks a disk that hangs for no second file, and goes on in it once the disk lets go', async () => {
    recorder.configure({ ...target, newFile: 'hour' });
    recorder.setLive(true);
    await settle();
    await play(115_000);
    let letGo = (): void => undefined;
    disk.hang = new Promise((resolve) => (letGo = resolve));
    await play(30_000);
    expect(names()).toHaveLength(1);
    expect(recorder.state).toMatchObject({ name: 'on', file: names()[0] });
    disk.hang = null;
    letGo();
    await play(2_000);
    expect(recorder.state).toMatchObject({ name: 'on', file: second });
    expect(file(second)?.bytes).toBeGreaterThan(1_000);
  });

  test('goes on in another file where the disk takes no longer one, without an alarm', async () => {
    disk.longestBytes = 25_000;
    await begin();
    const told = new Set<string>();
    for (let second = 0; second < 120; second += 1) {
      await play(1_000);
      told.add(recorder.state.name);
    }
    expect([...told]).toEqual(['on']);
    expect(names()).toHaveLength(2);
    expect(recorder.notices).toEqual([]);
    // One that takes none at all has failed.
    disk.longestBytes = 0;
    await play(3_000);
    expect(recorder.state).toEqual({ name: 'failed', why: 'cannot-write' });
  });

  test('goes on in another file before one is longer than the disks of all systems take', async () => {
    await begin();
    await play(61_000);
    const path = `/recordings/${names()[0] ?? ''}`;
    const almost = vi.spyOn(OggOpusRecorder.prototype, 'bytes', 'get').mockReturnValue(4_280_000_000);
    await play(1_000);
    almost.mockRestore();
    await play(2_000);
    expect(names()).toHaveLength(2);
    expect(disk.files.get(path)?.closed).toBe(true);
    expect(recorder.state.name).toBe('on');
  });

  test('stopping amidst the change ends both files', async () => {
    recorder.configure({ ...target, newFile: 'hour' });
    recorder.setLive(true);
    await settle();
    await play(117_600);
    expect(outlets.size).toBe(2);
    recorder.setLive(false);
    await settle();
    expect([outlets.size, clock.pending]).toEqual([0, 0]);
    expect([...disk.files.values()].every(({ closed }) => closed)).toBe(true);
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
