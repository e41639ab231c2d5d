import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { StationAdmin } from '../admin/station-admin.ts';
import { broadcasterHello, listenerHello, Scene } from '../testing/harness.ts';
import { LibsqlServer } from '../testing/libsql-server.ts';
import { localCopyOf } from './local-copy-of.ts';
import {
  openDatabase,
  openStationStore,
  type StationStore,
  type StationStoreOptions,
} from './station-store.ts';

const noor = { slug: 'noor', name: 'Masjid an-Noor', languages: ['ar'], settings: { maxListeners: 300 } };
const scene = new Scene();
const closers: (() => unknown)[] = [];
let dir = '';
let copy = '';
let server: LibsqlServer;
let logged: string[] = [];
let fake = new FakeClock();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-copy-'));
  copy = join(dir, 'mauzin.copy');
  server = await LibsqlServer.start(join(dir, 'mauzin.db'));
  closers.push(() => server.close());
  logged = [];
  fake = new FakeClock();
});
afterEach(async () => {
  await scene.close();
  for (const close of closers.splice(0).toReversed()) await close();
  await rm(dir, { recursive: true });
});

/** A service's store; its looks at the database come when the test says so. */
async function open(options: Partial<StationStoreOptions> = {}): Promise<StationStore> {
  const clock = { now: () => fake.now(), wallMs: () => Date.now(), after: fake.after.bind(fake) };
  const log = (_fields: object, event: string): void => void logged.push(event);
  const logger = { debug: log, info: log, warn: log, error: log };
  const store = await openStationStore({ url: server.url, clock, logger, localCopy: copy, ...options });
  closers.push(() => store.close());
  return store;
}

const adminOf = ({ database, refresh }: StationStore): StationAdmin =>
  new StationAdmin({ database, wallMs: () => Date.now(), changed: refresh });

/** The service ran once, with one private station; then it ended. */
async function before(): Promise<{ key: string; code: string; resumeSecret: string }> {
  const store = await open();
  const { key } = (await adminOf(store).add(noor)).key;
  await adminOf(store).setCode('noor', '471108');
  await store.close();
  return { key, code: '471108', resumeSecret: store.resumeSecret };
}

it('starts while the database is away: keys, codes and tokens of before are good, and it follows the database once that is back', async () => {
  const { code, key, resumeSecret } = await before();
  const first = await open();
  const running = await scene.service({ stations: first.stations, resumeSecret: first.resumeSecret });
  const phone = await scene.raw(running.url);
  const { resume } = await phone.greet({ ...listenerHello, code });
  await running.service.close();
  await first.close();

  server.refuseWith = 503;
  const store = await open();
  expect(logged).toContain('the database is away: started with the local copy of its stations');
  expect(store.resumeSecret).toBe(resumeSecret);
  expect(store.stations.all()).toMatchObject([
    { slug: 'noor', language: 'ar', settings: { maxListeners: 300 } },
  ]);
  const { url } = await scene.service({
    stations: store.stations,
    resumeSecret: store.resumeSecret,
    checks: { database: () => store.ping() },
    doesWithout: ['database'],
  });
  const known = await scene.raw(url);
  await known.greet({ ...listenerHello, resume });
  const desk = await scene.raw(url);
  await desk.greet({ ...broadcasterHello, key });
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, degraded: true, draining: false, needs: { database: false } },
  ]);

  server.refuseWith = null;
  const admin = adminOf(store);
  await admin.change('noor', { name: 'An-Nur' });
  await vi.waitUntil(() => fake.pending > 0);
  fake.advance(2_000);
  await vi.waitUntil(() => logged.includes('the database is back'), 10_000);
  expect(store.stations.get('noor')).toMatchObject({ name: 'An-Nur' });
  await store.close();
  expect(await readFile(copy, 'utf8')).toContain('An-Nur');
});

it('the copy is its owner’s alone, and nothing else is left beside it', async () => {
  await before();
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  expect((await readdir(dir)).filter((name) => name.includes('part'))).toEqual([]);
});

it('does not start with another database’s copy, with one that is damaged, or where only a person can mend it', async () => {
  await before();
  server.refuseWith = 503;
  const other = await LibsqlServer.start(join(dir, 'other.db'));
  closers.push(() => other.close());
  other.refuseWith = 503;
  await expect(open({ url: other.url })).rejects.toMatchObject({ reason: 'unreachable' });
  await writeFile(copy, '{"version":1,');
  await expect(open()).rejects.toMatchObject({ reason: 'unreachable' });
  expect(logged).toContain('the local copy of the stations cannot be read');
});

it('a file that is damaged is away, too: its copy keeps the mosque on the air', async () => {
  const file = join(dir, 'own.db');
  const url = `file:${file}`;
  const store = await open({ url });
  await adminOf(store).add(noor);
  await store.close();
  await writeFile(file, 'what a dying disk left of it '.repeat(100));
  await rm(`${file}-wal`, { force: true });
  const again = await open({ url });
  expect([again.stations.all().length, again.resumeSecret]).toEqual([1, store.resumeSecret]);
});

it('what is empty is not taken for the database that went away', async () => {
  const url = `file:${join(dir, 'empty.db')}`;
  await expect(openDatabase({ url }, { onlyIfMade: true })).rejects.toMatchObject({ reason: 'failed' });
  const made = await openDatabase({ url });
  made.close();
  (await openDatabase({ url }, { onlyIfMade: true })).close();
});

it('a copy that cannot be written is told of once, and keeps nobody from anything', async () => {
  const store = await open({ localCopy: join(dir, 'no', 'folder', 'copy') });
  await adminOf(store).add(noor);
  await adminOf(store).change('noor', { name: 'An-Nur' });
  await store.close();
  expect(logged.filter((line) => line === 'the local copy of the stations cannot be written')).toHaveLength(
    1,
  );
});

it('lies beside the database’s file, or in the working folder, or nowhere', () => {
  expect(localCopyOf(null, 'file:/data/mauzin.db')).toBe('/data/mauzin.db.copy');
  expect(localCopyOf(null, 'libsql://stations.example')).toBe('mauzin.copy');
  expect(localCopyOf('/var/lib/copy', 'libsql://stations.example')).toBe('/var/lib/copy');
  expect(localCopyOf('off', 'file:/data/mauzin.db')).toBeUndefined();
});
