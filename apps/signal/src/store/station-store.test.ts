import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from '@libsql/client';
import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { isAccessCodeHash } from '../access/access-code.ts';
import { keyMatches } from '../access/broadcaster-key.ts';
import { StationAdmin } from '../admin/station-admin.ts';
import { silentLogger } from '../service-logger.ts';
import { HeldClock, until } from '../testing/harness.ts';
import { LibsqlServer } from '../testing/libsql-server.ts';
import { newestVersion } from './database/migrations.ts';
import {
  openDatabase,
  openStationStore,
  type StationStore,
  type StationStoreOptions,
} from './station-store.ts';

const token = 'a token of this server';
const closers: (() => unknown)[] = [];
let dir = '';
let file = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-store-'));
  file = join(dir, 'mauzin.db');
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await rm(dir, { recursive: true });
});

async function open(options: StationStoreOptions): Promise<StationStore & { admin: StationAdmin }> {
  const store = await openStationStore(options);
  closers.push(() => store.close());
  const admin = new StationAdmin({ database: store.database, wallMs: () => Date.now() });
  return { ...store, admin };
}

async function serve(): Promise<LibsqlServer> {
  const server = await LibsqlServer.start(file, token);
  closers.push(() => server.close());
  return server;
}

const noor = { slug: 'noor', name: 'Masjid an-Noor', languages: ['ar', 'en'] };

describe.each(['a file', 'a server'] as const)('the stations of %s', (kind) => {
  let at: { url: string; token?: string };
  let server: LibsqlServer | null = null;
  beforeEach(async () => {
    server = kind === 'a server' ? await serve() : null;
    at = server ? { url: server.url, token } : { url: `file:${file}` };
  });

  it('are made, found again by the next program, and hold no key and no code', async () => {
    const { admin, ...store } = await open(at);
    expect([store.stations.all(), store.stations.get('noor')]).toEqual([[], null]);
    const { key } = await admin.add({
      ...noor,
      place: 'Hamburg',
      timeZone: 'Europe/Berlin',
      settings: { maxListeners: 300, listed: false },
    });
    await admin.setCode('noor', '47 11 08');
    await store.refresh();
    const [station] = store.stations.all();
    expect(station).toMatchObject({
      slug: 'noor',
      name: 'Masjid an-Noor',
      language: 'ar',
      settings: { maxListeners: 300, listed: false },
    });
    expect(station?.keyHashes.map((hash) => keyMatches(key.key, hash))).toEqual([true]);
    expect(isAccessCodeHash(station?.accessCodeHash ?? '')).toBe(true);
    await store.close();
    const again = await open(at);
    expect(again.stations.all()).toEqual([station]);
    expect(again.resumeSecret).toBe(store.resumeSecret);
    expect(again.resumeSecret.length).toBeGreaterThan(40);
    const bytes = await readFile(file, 'latin1');
    for (const secret of [key.key, key.key.replaceAll('-', ''), '47 11 08', '471108']) {
      expect(bytes).not.toContain(secret);
    }
  });

  it('are followed while another program changes them, each change once', async () => {
    const clock = new HeldClock([2_000]);
    const service = await open({ ...at, clock });
    const changes: (readonly string[])[] = [];
    service.stations.onChange((slugs) => changes.push(slugs));
    const { admin } = await open(at);
    const look = async (expected: number): Promise<void> => {
      clock.fire(2_000);
      await until(() => changes.length === expected && clock.waiting(2_000) === 1);
    };
    await admin.add(noor);
    await admin.add({ ...noor, slug: 'huda' });
    await look(1);
    await admin.change('noor', { name: 'An-Nur' });
    await look(2);
    expect(service.stations.get('noor')?.name).toBe('An-Nur');
    await admin.rotateKey('huda', null);
    await look(3);
    await admin.remove('noor');
    await look(4);
    expect(changes).toEqual([['huda', 'noor'], ['noor'], ['huda'], ['noor']]);
    expect(service.stations.all().map(({ slug }) => slug)).toEqual(['huda']);
    // When a key was last used is no change that a service needs to know.
    service.observer.keyUsed?.('huda', service.stations.get('huda')?.keyHashes[0] ?? '');
    service.follow(() => ({ stations: [] }));
    await vi.waitFor(
      async () => expect((await admin.show('huda')).keys.at(-1)?.lastUsedAt).not.toBeNull(),
      10_000,
    );
    await look(4);
  });

  it('are made by one of several programs that start at once, and all of them go on', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => open(at)));
    expect(new Set(stores.map(({ resumeSecret }) => resumeSecret)).size).toBe(1);
    await Promise.all(stores.map(({ admin }, index) => admin.add({ ...noor, slug: `noor-${index}` })));
    for (const store of stores) {
      await store.refresh();
      expect(store.stations.all()).toHaveLength(8);
    }
    const [done] = await (await openDatabase(at)).read(['SELECT version FROM migrations']);
    expect(done?.rows).toHaveLength(newestVersion);
  });

  it('are made wholly or not at all', async () => {
    const other = createClient({ url: `file:${file}` });
    closers.push(() => other.close());
    await other.execute('CREATE TABLE stations (frequency REAL)');
    await expect(openStationStore(at)).rejects.toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('table stations already exists'),
    });
    const { rows } = await other.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
    expect(rows.map(({ name }) => name)).toEqual(['stations']);
    await other.execute('DROP TABLE stations');
    expect((await open(at)).stations.all()).toEqual([]);
  });

  it('of a newer version are let be', async () => {
    const database = await openDatabase(at);
    await database.write([`INSERT INTO migrations VALUES (${newestVersion + 1}, 0)`]);
    database.close();
    await expect(openStationStore(at)).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'too-new',
      message: expect.stringMatching(/newer version of Mauzin .*Update this one too/),
    });
  });
});

it('a row that somebody else has written wrongly is left out, and the others go on', async () => {
  const logged: object[] = [];
  const logger = { ...silentLogger, warn: (fields: object) => void logged.push(fields) };
  const store = await open({ url: `file:${file}`, logger });
  await store.admin.add(noor);
  await store.admin.add({ ...noor, slug: 'huda' });
  store.stations.onChange(() => {
    throw new Error('somebody who listens fails');
  });
  const heard: (readonly string[])[] = [];
  store.stations.onChange((slugs) => heard.push(slugs));
  await store.database.write(["UPDATE stations SET languages = 'Arabic' WHERE slug = 'noor'"]);
  await store.refresh();
  expect(store.stations.all().map(({ slug }) => slug)).toEqual(['huda']);
  expect([heard, logged]).toEqual([[['huda']], [{ station: 'noor', fields: ['languages'] }]]);
});

describe('a database that is away', () => {
  it('is looked for less and less often, while the service goes on with what it knows; then it is followed again', async () => {
    const server = await serve();
    const fake = new FakeClock();
    const clock = { now: () => fake.now(), wallMs: () => Date.now(), after: fake.after.bind(fake) };
    const logged: string[] = [];
    const log = (_fields: object, message: string): void => void logged.push(message);
    const logger = { debug: log, info: log, warn: log, error: log };
    const store = await open({ url: server.url, token, clock, logger, random: () => 1 });
    await store.admin.add(noor);
    await store.refresh();
    server.refuseWith = 503;
    const waits: number[] = [];
    for (let look = 0; look < 7; look++) {
      const before = server.requests;
      let waitedMs = 0;
      while (server.requests === before) {
        fake.advance(1_000);
        waitedMs += 1_000;
        if (fake.pending === 0) await vi.waitUntil(() => fake.pending > 0, 10_000);
      }
      waits.push(waitedMs);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(logged.filter((line) => line.includes('away'))).toHaveLength(1);
    await expect(store.ping()).rejects.toMatchObject({ reason: 'unreachable' });
    expect(store.stations.get('noor')).not.toBeNull();
    server.refuseWith = null;
    await store.admin.remove('noor');
    fake.advance(60_000);
    await vi.waitUntil(() => store.stations.get('noor') === null, 10_000);
    await store.ping();
    expect(logged).toContain('the database is back');
  });

  it('does not keep a service from its end', async () => {
    const server = await serve();
    const clock = new HeldClock([2_000]);
    const store = await open({ url: server.url, token, clock });
    store.follow(() => ({
      stations: [{ station: 'noor', onAirMs: 0, listeners: 0, direct: 0, relayed: 0, overHttp: 0 }],
    }));
    server.hangs = true;
    const closed = store.close();
    await vi.waitUntil(() => clock.waiting(2_000) > 0, 10_000);
    clock.fire(2_000);
    await closed;
    await expect(store.ping()).rejects.toMatchObject({ reason: 'closed' });
  });

  it('leaves nothing under way when its store is closed', async () => {
    const server = await serve();
    const store = await open({ url: server.url, token });
    const late = store.refresh();
    await store.close();
    await store.close();
    // Either way it is over.
    await late.catch(() => undefined);
    await expect(store.ping()).rejects.toMatchObject({ reason: 'closed' });
  });
});

it.each([
  ['nonsense', 'bad-address', 'The database nonsense is not an address such as file:./mauzin.db'],
  ['ftp://stations.example', 'bad-address', 'The database ftp://stations.example is not an address'],
  ['file:/nowhere/at/all/mauzin.db', 'unreachable', 'cannot be opened: is its folder there'],
  ['http://127.0.0.1:1', 'unreachable', 'The database http://127.0.0.1:1 cannot be reached.'],
])('%s: %s', async (url, reason, sentence) => {
  await expect(openStationStore({ url, token: 'secret-token' })).rejects.toMatchObject({
    name: 'StoreError',
    reason,
    message: expect.stringContaining(sentence),
  });
});

it('no secret of an address is repeated', async () => {
  const failed = openStationStore({ url: 'http://127.0.0.1:1/?authToken=hunter2', token: 'hunter3' });
  await expect(failed).rejects.toMatchObject({ message: expect.not.stringMatching(/hunter/) });
});

it('a server that does not take the token, and files that are no database', async () => {
  const server = await serve();
  await expect(openStationStore({ url: server.url, token: 'another' })).rejects.toMatchObject({
    reason: 'refused',
    message: expect.stringMatching(/does not take the token of this service\.$/),
  });
  await writeFile(join(dir, 'letter.txt'), 'As-salamu alaykum. '.repeat(200));
  await expect(openStationStore({ url: `file:${join(dir, 'letter.txt')}` })).rejects.toMatchObject({
    reason: 'damaged',
    message: expect.stringMatching(/letter\.txt is not a database\.$/),
  });
});

it('a file that is made is its owner’s alone, with all that stands beside it', async () => {
  await open({ url: `file:${file}` });
  for (const name of await readdir(dir))
    expect([name, (await stat(join(dir, name))).mode & 0o777]).toEqual([name, 0o600]);
  expect(await readdir(dir)).toContain('mauzin.db-wal');
});

describe('a file that another program writes to', () => {
  it('is waited for without holding up this one', async () => {
    const at = { url: `file:${file}` };
    const { admin, database } = await open(at);
    const other = createClient({ ...at });
    closers.push(() => other.close());
    const writing = await other.transaction('write');
    await writing.execute("UPDATE meta SET value = '1' WHERE name = 'revision'");
    // Readers do not wait for a writer.
    expect(await admin.list()).toEqual([]);
    const added = admin.add(noor);
    // A timer of this thread rings in time and lets go of it: had the wait been the thread's own, it would never be let go.
    const freed = new Promise<void>((resolve) => {
      setTimeout(() => void writing.commit().then(resolve), 300);
    });
    await Promise.all([added, freed]);
    expect((await database.read(['PRAGMA journal_mode']))[0]?.rows[0]?.['journal_mode']).toBe('wal');
  });

  it('and does not let go of it, is called busy', async () => {
    const at = { url: `file:${file}` };
    const clock = new HeldClock([100]);
    const { admin } = await open({ ...at, clock });
    const other = createClient({ ...at });
    closers.push(() => other.close());
    const writing = await other.transaction('write');
    const added = admin.add(noor);
    const ended = added.then(
      () => 'added',
      (error: unknown) => error,
    );
    for (let attempt = 0; attempt < 34; attempt++) {
      await vi.waitUntil(() => clock.waiting(100) === 1, 10_000);
      clock.fire(100);
    }
    expect(await ended).toMatchObject({
      reason: 'busy',
      message: expect.stringContaining('is being written to by another program'),
    });
    await writing.rollback();
    await admin.add(noor);
  });
});
