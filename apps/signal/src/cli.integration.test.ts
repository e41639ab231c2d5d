import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { broadcasterHello, listenerHello, until } from './testing/harness.ts';
import { urlOf, useBuiltProgram } from './testing/use-built-program.ts';

const program = useBuiltProgram();
const { run, scene } = program;

const local = { HOST: '127.0.0.1', PORT: '0' };

it('says what is wrong with its arguments or its configuration, all at once', async () => {
  expect(await run(['sing']).ended).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no command sing.'),
  });
  expect(await run(['--help']).ended).toMatchObject({
    code: 0,
    out: expect.stringContaining('mauzin serve'),
  });
  const wrong = { PORT: 'eighty', MAUZIN_DATABSE: 'file:x', MAUZIN_ADMIN_TOKEN: 'short' };
  const { code, err } = await run(['serve'], wrong).ended;
  expect([code, err.trim().split('\n').length]).toEqual([1, 3]);
  expect(err).toContain('There is no variable MAUZIN_DATABSE. Did you mean MAUZIN_DATABASE?');
  expect(err).not.toContain('short');
  expect(
    await run(['serve'], { ...local, MAUZIN_DATABASE: 'file:/proc/none/mauzin.db' }).ended,
  ).toMatchObject({
    code: 1,
    err: expect.stringContaining('/proc/none/mauzin.db'),
  });
});

it('serves what is in its database; on SIGTERM sends everybody away to come back, and ends', async () => {
  const added = run(['station', 'add', 'noor', '--name', 'Masjid an-Noor', '--language', 'ar', '--json']);
  const { key } = (JSON.parse((await added.ended).out) as { key: { key: string } }).key;
  const serving = run(['serve'], local);
  const { child, ended } = serving;
  const url = await urlOf(serving);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, degraded: false, draining: false, needs: { database: true } },
  ]);

  const taken = await run(['serve'], { ...local, PORT: new URL(url).port }).ended;
  expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('is taken by another program.') });

  const broadcaster = await scene.raw(url);
  await broadcaster.greet({ ...broadcasterHello, key });
  const listener = await scene.raw(url);
  await listener.greet(listenerHello);
  child.kill('SIGTERM');
  for (const peer of [broadcaster, listener]) {
    expect(await peer.seen('error')).toEqual({
      type: 'error',
      code: 'restarting',
      retryInMs: expect.any(Number),
    });
    expect(await peer.gone()).toEqual({ code: 1012, reason: 'restarting' });
  }
  expect(await ended).toMatchObject({ code: 0, err: '' });
});

it('a second signal does not wait for those who do not say goodbye', async () => {
  await run(['station', 'add', 'slow', '--name', 'Slow', '--language', 'en']).ended;
  const serving = run(['serve'], { ...local, MAUZIN_GOODBYE_MS: '8000' });
  const { child, output, ended } = serving;
  const peer = await scene.raw(await urlOf(serving));
  await peer.greet({ ...listenerHello, station: 'slow' });
  peer.socket.pause();
  child.kill('SIGTERM');
  await until(() => output.out.includes('"closing"'));
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 1, out: expect.stringContaining('a second signal') });
});

it('the command line and services that run see what each other does, also when all begin at once', async () => {
  const adminToken = 'the-token-of-an-admin-of-this-test';
  const shared = `file:${join(program.dir, 'shared.db')}`;
  const database = { MAUZIN_DATABASE: shared, MAUZIN_ADMIN_TOKEN: adminToken };
  const station = async (...args: readonly string[]) =>
    JSON.parse((await run(['station', ...args, '--json'], database).ended).out) as Record<string, never>;
  const services = [run(['serve'], { ...local, ...database }), run(['serve'], { ...local, ...database })];
  const listed = station('list');
  const [url = '', otherUrl = ''] = await Promise.all(services.map(urlOf));
  expect(await listed).toEqual({ stations: [] });
  const statusAt = async (at: string) => (await fetch(`${at}/api/stations/huda`)).status;
  expect([await statusAt(url), await statusAt(otherUrl)]).toEqual([404, 404]);

  const { key } = (await station('add', 'huda', '--name', 'Masjid al-Huda', '--language', 'en'))[
    'key'
  ] as unknown as {
    key: string;
  };
  await vi.waitFor(
    async () => expect([await statusAt(url), await statusAt(otherUrl)]).toEqual([200, 200]),
    10_000,
  );
  // What its own admin API changes a service knows before it answers.
  const renamed = await fetch(`${url}/api/admin/stations/huda`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${adminToken}` },
    body: '{"name":"Huda"}',
  });
  expect(renamed.status).toBe(200);
  expect(await (await fetch(`${url}/api/stations/huda`)).json()).toMatchObject({ name: 'Huda' });
  const desk = await scene.raw(url);
  await desk.greet({ ...broadcasterHello, station: 'huda', key });
  desk.say({ type: 'live' });
  // The beginning of a broadcast is written at once, and with it when the key was last used.
  await vi.waitFor(async () => {
    expect(await station('history', 'huda')).toMatchObject({ broadcasts: [{ endedAt: null }] });
    expect(await station('show', 'huda')).toMatchObject({
      station: { keys: [{ lastUsedAt: expect.any(String) }] },
    });
  }, 15_000);
  await station('rotate-key', 'huda');
  expect(await desk.gone()).toEqual({ code: 4401, reason: 'wrong-key' });
  for (const { child, ended } of services) {
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  }
  expect(await station('history', 'huda')).toMatchObject({ broadcasts: [{ endedAt: expect.any(String) }] });
}, 60_000);

it('what is missing is told: pages are warned of, and a port that cannot be had is told once, in words', async () => {
  const other = { ...local, MAUZIN_DATABASE: 'file:missing.db' };
  const first = run(['serve'], other);
  await until(() => first.output.out.includes('no listener page'));
  const { port } = new URL(await urlOf(first));
  const second = await run(['serve'], { ...other, PORT: port }).ended;
  expect(second).toMatchObject({ code: 1, err: expect.stringMatching(/^Port \d+ .*taken/) });
  expect(second.out).not.toContain('the server failed');
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0, err: '' });
});
