import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { type Client, createClient } from '@libsql/client';

import { fileOf } from './file-of.ts';
import { StoreError, storeError } from './store-error.ts';

/** A file's path, or where a program reads and writes. */
type Place<Stream> = string | Stream;

/** How long another program may keep the database from being copied, ms. */
const busyWaitMs = 5_000;
const onlyOwner = 0o600;
/** A database's files, by how their names end. */
const ends = ['', '-wal', '-shm'];

/**
 * Copies the whole database, as it is at one moment, also while a service runs with it. Nobody but the owner may read the copy: it
 * has the hashes of keys and codes in it.
 * @param url of a file
 * @throws StoreError (rejects)
 */
export async function backUp(url: string, to: Place<NodeJS.WritableStream>): Promise<void> {
  const file = ownFile(url);
  if (!existsSync(file)) throw new StoreError('unreachable', `There is no database at ${file}.`);
  if (typeof to === 'string') {
    if (existsSync(to)) throw new StoreError('conflict', `${to} is there already.`);
    return await copyInto(file, resolve(to));
  }
  const dir = await mkdtemp(join(tmpdir(), 'mauzin-backup-'));
  try {
    await copyInto(file, join(dir, 'copy'));
    await pipeline(createReadStream(join(dir, 'copy')), to, { end: false });
  } finally {
    await rm(dir, { recursive: true });
  }
}

/**
 * Puts a copy in the database's place, once it has proved to be whole. What was there is kept beside it.
 * @param url of a file
 * @returns where what was there is now; null where nothing was
 * @throws StoreError (rejects): `busy` while a service runs with the database
 */
export async function restore(url: string, from: Place<NodeJS.ReadableStream>): Promise<string | null> {
  const file = ownFile(url);
  const coming = `${file}.restoring`;
  try {
    await (typeof from === 'string'
      ? copyFile(from, coming)
      : pipeline(from, createWriteStream(coming, { mode: onlyOwner })));
    await chmod(coming, onlyOwner);
    await withFile(coming, checkWhole);
    if (!existsSync(file)) {
      await rename(coming, file);
      return null;
    }
    await takeOutOfUse(file);
    const before = unusedName(`${file}.before-restore`);
    for (const end of ends) if (existsSync(file + end)) await rename(file + end, before + end);
    await rename(coming, file);
    return before;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('failed', `It cannot be put back: ${messageOf(error)}`, error);
  } finally {
    await rm(coming, { force: true });
  }
}

/** What an earlier restore kept may be the only good one there is: it is never overwritten. */
function unusedName(name: string): string {
  for (let number = 1; ; number += 1) {
    const numbered = number === 1 ? name : `${name}-${number}`;
    if (!ends.some((end) => existsSync(numbered + end))) return numbered;
  }
}

/** Written anew under another name: whoever finds the name finds all of it. */
async function copyInto(file: string, target: string): Promise<void> {
  const part = `${target}.part`;
  await rm(part, { force: true });
  try {
    // SQLite would make it readable for everybody.
    const made = createWriteStream(part, { mode: onlyOwner, flags: 'wx' });
    made.end();
    await once(made, 'close');
    await withFile(file, (client) => client.execute({ sql: 'VACUUM INTO ?', args: [part] }));
    await rename(part, target);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('read-only', `${target} cannot be written: ${messageOf(error)}`, error);
  } finally {
    await rm(part, { force: true });
  }
}

/** A service that runs keeps the database in WAL mode, which it cannot leave while anybody else has it open. */
async function takeOutOfUse(file: string): Promise<void> {
  try {
    await withFile(file, (client) => client.execute('PRAGMA journal_mode=DELETE'));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.reason === 'busy') {
      throw new StoreError('busy', 'A service runs with this database. Stop it, then try again.', error);
    }
    // What is damaged is what a backup is there for.
    if (error.reason !== 'damaged') throw error;
  }
}

async function checkWhole(client: Client): Promise<void> {
  const { rows } = await client.execute('PRAGMA integrity_check');
  const found = rows[0]?.['integrity_check'];
  if (found !== 'ok')
    throw new StoreError(
      'damaged',
      `The backup is damaged: ${typeof found === 'string' ? found : 'it cannot be checked'}`,
    );
  const tables = await client.execute(`SELECT name FROM sqlite_schema WHERE name = 'stations'`);
  if (tables.rows.length === 0) throw new StoreError('damaged', 'That is no backup of Mauzin’s database.');
}

async function withFile<T>(file: string, work: (client: Client) => Promise<T>): Promise<T> {
  let client: Client | null = null;
  try {
    client = createClient({ url: `file:${encodeURI(file)}`, concurrency: 1, timeout: busyWaitMs });
    return await work(client);
  } catch (error) {
    throw storeError(error, file);
  } finally {
    client?.close();
  }
}

function ownFile(url: string): string {
  const file = fileOf(url);
  if (file === null) {
    throw new StoreError('bad-address', 'A libSQL server keeps this database, and has backups of its own.');
  }
  return file;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
