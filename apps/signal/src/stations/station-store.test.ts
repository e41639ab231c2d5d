import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { isAccessCodeHash } from '../access/access-code.ts';
import { keyMatches } from '../access/broadcaster-key.ts';
import { StationAdmin } from '../admin/station-admin.ts';
import { HeldClock, until } from '../testing/harness.ts';
import { LibsqlServer } from '../testing/libsql-server.ts';
import { newestVersion } from './migrations.ts';
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
