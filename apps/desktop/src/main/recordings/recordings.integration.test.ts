import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sampleFile } from '@mauzin/media';
import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { recordingName } from '../../engine/recording/recording-name.ts';
import { headBytes, opusDurationMs } from './opus-duration.ts';
import { Recordings } from './recordings.ts';

const sample = fileURLToPath(sampleFile);
const dayMs = 24 * 3_600_000;

let folder: string;
let clock: FakeClock;
let nowMs: number;
let keepDays: number | null;
let trashed: string[];
let opened: string[];
let chosen: { canceled: boolean; filePaths: string[] };
let asked: unknown[];
let settings: string[];
let logged: string[];
let recordings: Recordings;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mauzin-recordings-'));
  clock = new FakeClock();
  nowMs = new Date(2026, 2, 9, 12).getTime();
  keepDays = null;
  [trashed, opened, asked, settings, logged] = [[], [], [], [], []];
  chosen = { canceled: true, filePaths: [] };
});
afterEach(async () => {
  recordings.close();
  await recordings.clear();
  expect(clock.pending).toBe(0);
  await rm(folder, { recursive: true });
});

function open(at = folder): Recordings {
  recordings = new Recordings({
    folder: () => at,
    keepDays: () => keepDays,
    onFolder: (path) => settings.push(path),
    shell: {
      trashItem: async (path) => {
        trashed.push(path);
        await rm(path);
      },
      openPath: async (path) => {
        opened.push(path);
        return '';
      },
    },
    dialog: {
      showOpenDialog: (...args: unknown[]) => {
        asked.push(args[0]);
        return Promise.resolve(chosen);
      },
    },
    clock,
    wallMs: () => nowMs,
    log: (line) => logged.push(line),
  });
  return recordings;
}
/** A recording begun so many days before now, and last written then. */
async function record(daysAgo: number, station = 'Noor'): Promise<string> {
  const at = new Date(nowMs - daysAgo * dayMs);
  const name = recordingName(station, at);
  await copyFile(sample, join(folder, name));
  await utimes(join(folder, name), at, at);
  return name;
}
const files = async (): Promise<string[]> => (await readdir(folder)).toSorted();

describe('the list', () => {
  test('has our files alone, the newest first, with how long they play', async () => {
    const older = await record(2, 'مسجد النور');
    const newer = await record(1);
    await mkdir(join(folder, 'Folder 2026-03-09 05.07.03.opus'));
    await symlink(sample, join(folder, 'Link 2026-03-09 05.07.03.opus'));
    await writeFile(join(folder, 'notes.opus'), '');
    const { length } = await readFile(sample);
    const list = await open().list();
    expect(list.map(({ name }) => name)).toEqual([newer, older]);
    expect(list[0]).toEqual({
      name: newer,
      startedAtMs: nowMs - dayMs,
      durationMs: expect.any(Number) as number,
      bytes: length,
      running: false,
    });
    expect(list[0]?.durationMs).toBeGreaterThan(11_900);
    expect(list[0]?.durationMs).toBeLessThan(12_100);
  });

  test('says which one is being written', async () => {
    const name = await record(0);
    open().follow({ name: 'on', file: name, bytes: 1 });
    expect(await recordings.list()).toMatchObject([{ name, running: true }]);
    recordings.follow({ name: 'off' });
    expect(await recordings.list()).toMatchObject([{ name, running: false }]);
  });

  test('is empty without a folder, and refuses where that cannot be read', async () => {
    expect(await open(join(folder, 'none')).list()).toEqual([]);
    recordings.close();
    await writeFile(join(folder, 'file'), '');
    await expect(open(join(folder, 'file')).list()).rejects.toThrow('ENOTDIR');
  });

  test('has many', async () => {
    for (let day = 0; day < 30; day += 1) await record(day);
    expect(await open().list()).toHaveLength(30);
  });
});

describe('how long a file plays', () => {
  const durationOf = (bytes: Buffer): number | null => opusDurationMs(bytes.subarray(0, headBytes), bytes);

  test('is told of a cut file up to its last whole page', async () => {
    const whole = await readFile(sample);
    let lastMs = durationOf(whole) ?? 0;
    for (let length = whole.length - 1; length > 2_000; length -= 997) {
      const durationMs = durationOf(whole.subarray(0, length)) ?? 0;
      expect(durationMs).toBeLessThanOrEqual(lastMs);
      expect(durationMs).toBeGreaterThan((12_000 * length) / whole.length - 2_500);
      lastMs = durationMs;
    }
  });

  test('is not told of headers alone, of an empty file, and of something else', async () => {
    const whole = await readFile(sample);
    const soundAt = whole.indexOf('OggS', whole.indexOf('OpusTags'));
    expect(durationOf(whole.subarray(0, soundAt))).toBeNull();
    expect(durationOf(Buffer.alloc(0))).toBeNull();
    expect(durationOf(Buffer.alloc(1_000))).toBeNull();
    expect(durationOf(Buffer.from('OggS'.repeat(1_000)))).toBeNull();
  });

  test('is not misled by sound that looks like a page', async () => {
    const whole = await readFile(sample);
    const fake = Buffer.concat([whole, Buffer.from('OggS'), Buffer.alloc(60)]);
    expect(durationOf(fake)).toBe(durationOf(whole));
  });
});

describe('deleting', () => {
  test('puts a recording into the trash', async () => {
    const name = await record(0);
    await open().handlers()['delete-recording'](name);
    expect(trashed).toEqual([join(folder, name)]);
  });

  test('never what is being written, nor what is not ours', async () => {
    const name = await record(0);
    await writeFile(join(folder, 'notes.opus'), '');
    await symlink(sample, join(folder, 'Link 2026-03-09 05.07.03.opus'));
    const remove = open().handlers()['delete-recording'];
    recordings.follow({ name: 'on', file: name, bytes: 1 });
    for (const other of [
      name,
      'notes.opus',
      'Link 2026-03-09 05.07.03.opus',
      'No 2026-03-09 05.07.03.opus',
    ]) {
      await expect(remove(other)).rejects.toThrow(other === 'No 2026-03-09 05.07.03.opus' ? 'ENOENT' : other);
    }
    expect(trashed).toEqual([]);
  });
});

describe('keeping N days', () => {
  const clear = async (): Promise<void> => {
    clock.advance(24 * 3_600_000);
    await recordings.clear();
  };

  test('deletes at the start what is older, and nothing else', async () => {
    const young = await record(29);
    await record(31);
    await record(400, 'مسجد النور');
    await writeFile(join(folder, 'notes 2020-01-01.opus'), '');
    await utimes(join(folder, 'notes 2020-01-01.opus'), 0, 0);
    keepDays = 30;
    await open().clear();
    expect(await files()).toEqual([young, 'notes 2020-01-01.opus'].toSorted());
    expect(logged).toHaveLength(2);
  });

  test('deletes each day, and when a broadcast ends', async () => {
    keepDays = 30;
    await open().clear();
    const first = await record(29.9);
    nowMs += dayMs;
    await clear();
    expect(await files()).not.toContain(first);

    const second = await record(31);
    recordings.follow({ name: 'on', file: 'Noor 2026-03-09 05.07.03.opus', bytes: 1 });
    await recordings.clear();
    const third = await record(32);
    recordings.follow({ name: 'off' });
    await recordings.clear();
    expect(await files()).toEqual([]);
    expect(logged).toHaveLength(3);
    expect([second, third].every((name) => logged.some((line) => line.includes(name)))).toBe(true);
  });

  test('keeps what is being written, what was written lately, and everything when asked to', async () => {
    const running = await record(40);
    const long = await record(41);
    await utimes(join(folder, long), new Date(nowMs), new Date(nowMs));
    await open().clear();
    recordings.follow({ name: 'on', file: running, bytes: 1 });
    keepDays = 30;
    await clear();
    expect(await files()).toEqual([running, long].toSorted());
    keepDays = null;
    recordings.follow({ name: 'off' });
    await clear();
    expect(await files()).toHaveLength(2);
  });

  test('counts from the end of a recording, whatever the disk says of its times', async () => {
    const long = await record(31);
    const path = join(folder, long);
    const at = new Date(nowMs - 31 * dayMs);
    const bytes = await readFile(path);
    bytes.writeBigInt64LE(BigInt(2 * 24 * 3_600 * 48_000), bytes.lastIndexOf('OggS') + 6);
    await writeFile(path, bytes);
    await utimes(path, at, at);
    const damaged = await record(31, 'Damaged');
    await writeFile(join(folder, damaged), 'OggS');
    await utimes(join(folder, damaged), at, at);
    keepDays = 30;
    await open().clear();
    expect(await files()).toEqual([long]);
    nowMs += dayMs + 60_000;
    await clear();
    expect(await files()).toEqual([]);
  });

  test('deletes when another file goes on, too: a station may always be on', async () => {
    keepDays = 30;
    await open().clear();
    recordings.follow({ name: 'on', file: 'Noor 2026-03-09 05.00.00.opus', bytes: 1 });
    const old = await record(31);
    recordings.follow({ name: 'on', file: 'Noor 2026-03-09 06.00.00.opus', bytes: 1 });
    await expect.poll(() => logged).toEqual([expect.stringContaining(old)]);
  });

  test('says when it cannot, and tries again', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    keepDays = 30;
    await open(file).clear();
    expect(logged).toEqual([expect.stringContaining('old recordings stay')]);
    expect(clock.pending).toBe(1);
  });
});

describe('the folder', () => {
  test('is made and shown', async () => {
    const path = join(folder, 'made', 'when needed');
    await open(path).handlers()['open-recordings-folder'](undefined);
    expect(opened).toEqual([path]);
    expect(await readdir(path)).toEqual([]);
  });

  test('is another one once the person picked it', async () => {
    const choose = open().handlers()['choose-recordings-folder'];
    await choose(undefined);
    expect(settings).toEqual([]);
    expect(asked).toEqual([{ defaultPath: folder, properties: ['openDirectory', 'createDirectory'] }]);
    chosen = { canceled: false, filePaths: ['/elsewhere'] };
    await choose(undefined);
    expect(settings).toEqual(['/elsewhere']);
  });
});
