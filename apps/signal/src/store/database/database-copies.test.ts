import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';

import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { backUp, restore } from './database-copies.ts';
import { openDatabase } from '../station-store.ts';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-copies-'));
  file = join(dir, 'a b.db');
});

afterEach(() => rm(dir, { recursive: true }));

const url = (path = file): string => `file:${encodeURI(path)}`;

async function add(slug: string): Promise<void> {
  const database = await openDatabase({ url: url() });
  await database.write([
    {
      sql: `INSERT INTO stations (slug, name, languages, settings, created_at) VALUES (?, ?, '["ar"]', '{}', 0)`,
      args: [slug, slug],
    },
  ]);
  database.close();
}

async function slugsIn(path: string): Promise<unknown[]> {
  const client = createClient({ url: url(path) });
  const { rows } = await client.execute('SELECT slug FROM stations ORDER BY slug');
  client.close();
  return rows.map((row) => row['slug']);
}

test('a backup has everything up to its moment, also what is not in the main file yet, and only its owner reads it', async () => {
  await add('noor');
  await add('huda');
  const copy = join(dir, 'copy.db');
  await backUp(url(), copy);
  await add('taqwa');
  expect(await slugsIn(copy)).toEqual(['huda', 'noor']);
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  expect((await readdir(dir)).filter((name) => name.includes('part'))).toEqual([]);
});

test('a backup goes to a stream as well, and comes back from one', async () => {
  await add('noor');
  const out = new PassThrough();
  const parts: Buffer[] = [];
  out.on('data', (part: Buffer) => parts.push(part));
  await backUp(url(), out);
  const other = join(dir, 'other.db');
  expect(await restore(url(other), Readable.from([Buffer.concat(parts)]))).toBeNull();
  expect(await slugsIn(other)).toEqual(['noor']);
});

test('nothing is overwritten, nothing is made of nothing, and servers have backups of their own', async () => {
  await expect(backUp(url(), join(dir, 'copy.db'))).rejects.toMatchObject({ reason: 'unreachable' });
  await add('noor');
  await expect(backUp(url(), file)).rejects.toMatchObject({ reason: 'conflict' });
  await expect(backUp(url(), join(dir, 'no', 'folder'))).rejects.toMatchObject({ reason: 'read-only' });
  await expect(backUp('libsql://stations.example', join(dir, 'copy.db'))).rejects.toThrow(
    /backups of its own/,
  );
});

test('what is no backup, or a damaged one, does not take the place of the database', async () => {
  await add('noor');
  const bad = join(dir, 'bad');
  await writeFile(bad, 'this is no database, however long it may be '.repeat(50));
  await expect(restore(url(), bad)).rejects.toMatchObject({ reason: 'damaged' });
  const other = createClient({ url: url(join(dir, 'other.db')) });
  await other.execute('CREATE TABLE somebody_elses (x)');
  other.close();
  await expect(restore(url(), join(dir, 'other.db'))).rejects.toThrow(/no backup of Mauzin/);
  expect(await slugsIn(file)).toEqual(['noor']);
  expect(await readdir(dir)).not.toContain('a b.db.restoring');
});

test('a database that is damaged is put aside, and the backup takes its place', async () => {
  await add('noor');
  const copy = join(dir, 'copy.db');
  await backUp(url(), copy);
  const broken = join(dir, 'broken.db');
  await writeFile(broken, 'what a dying disk left of it '.repeat(100));
  expect(await restore(url(broken), copy)).toBe(`${broken}.before-restore`);
  expect(await slugsIn(broken)).toEqual(['noor']);
  expect(await readFile(`${broken}.before-restore`, 'utf8')).toContain('dying disk');
});

test('what an earlier restore has put aside is never overwritten', async () => {
  await add('noor');
  const copy = join(dir, 'copy.db');
  await backUp(url(), copy);
  const own = join(dir, 'own.db');
  const kept = [`${own}.before-restore`, `${own}.before-restore-2`, `${own}.before-restore-3`];
  for (const [number, name] of kept.entries()) {
    await writeFile(own, `what the disk left of it, time ${number} `.repeat(100));
    expect(await restore(url(own), copy)).toBe(name);
  }
  for (const [number, name] of kept.entries())
    expect(await readFile(name, 'utf8')).toContain(`time ${number} `);
  expect(await slugsIn(own)).toEqual(['noor']);
});
