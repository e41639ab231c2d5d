import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { systemDisk } from './recording-disk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mauzin-disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('looks what is left, and makes the folder for that', async () => {
  const path = join(folder, 'made', 'when needed');
  expect(await systemDisk.freeBytes(path)).toBeGreaterThan(0);
  expect(await readdir(path)).toEqual([]);
});

test('makes files that only grow, and overwrites none', async () => {
  const file = await systemDisk.create(folder, 'a.opus');
  await file.append(Buffer.from('one'));
  await file.append(Buffer.from(' two'));
  await file.sync();
  await file.close();
  await expect(systemDisk.create(folder, 'a.opus')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(join(folder, 'a.opus'), 'utf8')).toBe('one two');
  await systemDisk.remove(folder, 'a.opus');
  await systemDisk.remove(folder, 'a.opus');
  expect(await readdir(folder)).toEqual([]);
});
