import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { Guard, ofOneAddress } from '../access/guard.ts';
import { serviceClock } from '../clock.ts';
import { type ServiceLogger, silentLogger } from '../service-logger.ts';
import { broadcasterHello, listenerHello, type Running, Scene } from '../testing/harness.ts';
import { Stores } from '../testing/stores.ts';
import { createAdminApi } from './admin-api.ts';

const token = 'a-token-of-an-admin-of-32-characters';
const noor = { slug: 'noor', name: 'Masjid an-Noor', languages: ['ar', 'en'] };

let stores: Stores;
let scene: Scene;
beforeEach(async () => {
  stores = await Stores.create();
  scene = new Scene();
});
afterEach(async () => {
  await scene.close();
  await stores.close();
});

/** A service on a real port, with its admin API, whose clock can be turned forward. */
async function setUp() {
  const { admin, ...store } = await stores.store();
  const logged: string[] = [];
  const log = (fields: object, message: string): void =>
    void logged.push(JSON.stringify({ ...fields, message }));
  const logger: ServiceLogger = { debug: log, info: log, warn: log, error: log };
  let aheadMs = 0;
  const clock = { ...serviceClock, now: () => serviceClock.now() + aheadMs };
  const audience = () => service;
  const adminApi = createAdminApi({ admin, audience, token, guard: new Guard(), clock, logger });
  const { resumeSecret, stations } = store;
  const { service, url }: Running = await scene.service({
    stations,
    resumeSecret,
    adminApi,
    logger,
    observers: [store.observer],
    addressHeader: 'x-real-ip',
  });
  const ask = async (
    method: string,
    path: string,
    { body, by = token, from = '192.0.2.1' }: { body?: unknown; by?: string | null; from?: string } = {},
  ) => {
    const response = await fetch(`${url}/api/admin${path}`, {
      method,
      headers: {
        'x-real-ip': from,
        ...(by === null ? {} : { authorization: `Bearer ${by}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  return { ask, url, store, logged, wait: (ms: number) => (aheadMs += ms) };
}

it('does all that the command line does', async () => {
  const { ask } = await setUp();
  expect(await ask('GET', '/stations')).toMatchObject({ status: 200, body: { stations: [] } });
  const added = await ask('POST', '/stations', { body: { ...noor, timeZone: 'Asia/Riyadh' } });
  expect(added).toMatchObject({
    status: 201,
    body: {
      station: { slug: 'noor', private: false },
      key: { key: expect.stringMatching(/^[0-9a-z-]{39}$/) },
    },
  });
  expect(added.headers.get('location')).toBe('/api/admin/stations/noor');
  expect(added.headers.get('cache-control')).toBe('no-store');
  const change = {
    name: 'An-Nur',
    place: 'Makkah',
    timeZone: null,
    settings: { maxListeners: 10, listed: false },
  };
  expect(await ask('PATCH', '/stations/noor', { body: change })).toMatchObject({
    status: 200,
    body: { station: { ...noor, ...change } },
  });
  await ask('PATCH', '/stations/noor', { body: { settings: { maxListeners: null } } });
  expect((await ask('GET', '/stations/noor')).body.station).toMatchObject({
    name: 'An-Nur',
    settings: { listed: false },
  });
  const second = await ask('POST', '/stations/noor/keys', { body: { label: 'laptop' } });
  expect(second).toMatchObject({ status: 201, body: { key: { label: 'laptop', key: expect.any(String) } } });
  const { keys } = (await ask('GET', '/stations/noor/keys')).body;
  expect(keys).toHaveLength(2);
  expect(JSON.stringify(keys)).not.toContain(second.body.key.key);
  expect(await ask('DELETE', `/stations/noor/keys/${keys[0].id}`)).toMatchObject({ status: 204, body: null });
  expect(await ask('DELETE', `/stations/noor/keys/${keys[0].id}`)).toMatchObject({ status: 404 });
  await ask('POST', '/stations/noor/keys', { body: { revokeOthers: true } });
  const now: { revokedAt: string | null }[] = (await ask('GET', '/stations/noor/keys')).body.keys;
  expect(now.map(({ revokedAt }) => revokedAt === null)).toEqual([false, false, true]);
  expect(await ask('PUT', '/stations/noor/code', { body: { code: '47 11 08' } })).toMatchObject({
    status: 204,
  });
  expect((await ask('GET', '/stations/noor')).body.station.private).toBe(true);
  expect(await ask('DELETE', '/stations/noor/code')).toMatchObject({ status: 204 });
  expect((await ask('GET', '/stations/noor')).body.station.private).toBe(false);
  expect(await ask('GET', '/stations/noor/broadcasts?most=5')).toMatchObject({
    status: 200,
    body: { broadcasts: [] },
  });
  expect(await ask('DELETE', '/stations/noor')).toMatchObject({ status: 204 });
  expect(await ask('GET', '/stations/noor')).toMatchObject({ status: 404 });
});

it('is followed by the running service at once', async () => {
  const { ask, url } = await setUp();
  const { key } = (await ask('POST', '/stations', { body: noor })).body;
  expect((await fetch(`${url}/api/stations/noor`)).status).toBe(200);
  const desk = await scene.raw(url);
  await desk.greet({ ...broadcasterHello, key: key.key, onAirMs: 0 });
  const phone = await scene.raw(url);
  expect(await phone.greet(listenerHello)).toMatchObject({ station: { name: 'Masjid an-Noor' } });
  await ask('DELETE', `/stations/noor/keys/${key.id}`);
  expect(await desk.gone()).toEqual({ code: 4401, reason: 'wrong-key' });
  await phone.seen('off');
  await ask('DELETE', '/stations/noor');
  expect(await phone.gone()).toEqual({ code: 4404, reason: 'unknown-station' });
  expect((await fetch(`${url}/api/stations/noor`)).status).toBe(404);
});

it('lets in nobody without its token, and looks at no more guesses after a few', async () => {
  const { ask, logged, wait } = await setUp();
  const none = await ask('GET', '/stations', { by: null });
  expect(none).toMatchObject({ status: 401, body: { error: 'wrong-token' } });
  expect(none.headers.get('www-authenticate')).toContain('Bearer');
  for (let guess = 0; guess < 20; guess++) await ask('GET', '/stations', { by: null, from: '192.0.2.9' });
  for (let guess = 0; guess < ofOneAddress.free; guess++) {
    expect(await ask('DELETE', '/stations/noor', { by: `guess ${guess}`.replace(' ', '-') })).toMatchObject({
      status: 401,
    });
  }
  const locked = await ask('GET', '/stations', { by: 'one-more-guess' });
  expect(locked).toMatchObject({ status: 429, body: { error: 'too-many-tries' } });
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(10);
  // The right one is never locked out, wherever the guesses come from.
  expect(await ask('GET', '/stations')).toMatchObject({ status: 200 });
  expect(await ask('GET', '/stations', { by: 'a-guess', from: '192.0.2.9' })).toMatchObject({ status: 401 });
  wait(ofOneAddress.firstWaitMs);
  expect(await ask('GET', '/stations', { by: 'another-guess' })).toMatchObject({ status: 401 });
  wait(ofOneAddress.firstWaitMs);
  expect(await ask('GET', '/stations', { by: 'and-another' })).toMatchObject({ status: 429 });
  expect(await ask('GET', '/stations')).toMatchObject({ status: 200 });
  expect(logged.join('\n')).toContain('the admin token is being guessed');
});

it('says what is wrong with what it is sent', async () => {
  const { ask } = await setUp();
  expect(await ask('POST', '/stations', { body: '{' })).toMatchObject({
    status: 400,
    body: { error: 'invalid', message: 'The body is not JSON.' },
  });
  expect(
    await ask('POST', '/stations', {
      body: { slug: 'An Noor', languages: [], key: 'mine', timeZone: 'Mars' },
    }),
  ).toMatchObject({
    status: 400,
    body: {
      error: 'invalid',
      problems: expect.arrayContaining([
        { field: 'slug', problem: 'must be 1 to 40 lower-case letters, digits and inner hyphens' },
        { field: 'name', problem: 'is missing' },
        { field: 'languages', problem: 'must hold at least one language, the main one first' },
        {
          field: 'timeZone',
          problem: 'must be the name of a time zone such as Europe/Berlin or Asia/Riyadh',
        },
        { field: 'key', problem: 'is not known here' },
      ]),
    },
  });
  await ask('POST', '/stations', { body: noor });
  expect(await ask('POST', '/stations', { body: noor })).toMatchObject({
    status: 409,
    body: { error: 'station-exists', message: 'There is a station noor already.' },
  });
  const wrong: readonly (readonly [string, string, unknown, number])[] = [
    ['PATCH', '/stations/noor', { slug: 'huda' }, 400],
    ['PATCH', '/stations/noor', { settings: { maxListeners: 0 } }, 400],
    ['PATCH', '/stations/noor', [], 400],
    ['PATCH', '/stations/huda', { name: 'Huda' }, 404],
    ['PUT', '/stations/noor/code', { code: '12' }, 400],
    ['PUT', '/stations/noor/code', { code: 4711 }, 400],
    ['POST', '/stations/noor/keys', { label: '' }, 400],
    ['GET', '/stations/noor/broadcasts?most=all', undefined, 400],
    ['GET', '/stations/noor/broadcasts?most=1001', undefined, 400],
    ['GET', '/nothing', undefined, 404],
    ['POST', '/stations', 'x'.repeat(65 * 1024), 413],
  ];
  for (const [method, path, body, status] of wrong) {
    const answer = await ask(method, path, { body });
    expect([method, path, answer.status, typeof answer.body.message]).toEqual([
      method,
      path,
      status,
      'string',
    ]);
  }
});

it('writes no key, no code and no token into the log', async () => {
  const { ask, logged } = await setUp();
  const { key } = (await ask('POST', '/stations', { body: noor })).body;
  await ask('PUT', '/stations/noor/code', { body: { code: 'barakah-4711' } });
  await ask('POST', '/stations', { body: { ...noor, name: 'barakah-4711' }, by: 'a-wrong-token' });
  const log = logged.join('\n');
  expect(log).toContain('"path":"/api/admin/stations/noor/code"');
  for (const secret of [key.key, 'barakah', token, 'a-wrong-token', '192.0.2.1'])
    expect(log).not.toContain(secret);
});

it('is not there without a token', async () => {
  const { url } = await scene.service();
  for (const headers of [{}, { authorization: `Bearer ${token}` }, { authorization: 'Bearer ' }]) {
    expect((await fetch(`${url}/api/admin/stations`, { headers })).status).toBe(404);
  }
});

it('shows who listens by ids that mean nothing elsewhere, sends one away, and ends everybody with a new code', async () => {
  const { ask, logged, store, url } = await setUp();
  const { key } = (await ask('POST', '/stations', { body: noor })).body as { key: { key: string } };
  const desk = await scene.raw(url, { headers: { 'x-real-ip': '203.0.113.7' } });
  await desk.greet({ ...broadcasterHello, key: key.key, onAirMs: 0 });
  const phone = await scene.raw(url, { headers: { 'x-real-ip': '198.51.100.9' } });
  const { peer } = await phone.greet({ ...listenerHello, listening: true });
  const path = `/stations/noor/listeners`;
  expect(await ask('GET', path)).toMatchObject({
    status: 200,
    body: { listeners: [{ peer, route: 'direct' }] },
  });
  expect(await ask('POST', `${path}/nobody/send-away`)).toMatchObject({
    status: 404,
    body: { error: 'unknown-listener' },
  });
  expect(await ask('POST', `${path}/${String(peer)}/send-away`, { body: { ban: 'yes' } })).toMatchObject({
    status: 400,
  });
  expect(await ask('POST', `${path}/${String(peer)}/send-away`, { body: { ban: true } })).toMatchObject({
    status: 204,
  });
  expect(await phone.gone()).toMatchObject({ code: 4403 });
  const inTheHall = await scene.raw(url, { headers: { 'x-real-ip': '203.0.113.7' } });
  const { peer: ownPeer } = await inTheHall.greet(listenerHello);
  expect(await ask('POST', `${path}/${String(ownPeer)}/send-away`, { body: { ban: true } })).toMatchObject({
    status: 409,
    body: { error: 'own-network' },
  });
  const code = { code: '471108', endEverybody: true };
  expect(await ask('PUT', '/stations/noor/code', { body: code })).toMatchObject({ status: 204 });
  expect(await inTheHall.gone()).toMatchObject({ code: 4402 });
  expect(store.stations.get('noor')).toMatchObject({ dismissals: 1 });
  expect(desk.closed).toBeNull();
  expect(logged.join('\n')).not.toMatch(/203\.0\.113|198\.51\.100|471108/);
});

it('says so when the database does not work', async () => {
  const { ask, store } = await setUp();
  await store.close();
  expect(await ask('GET', '/stations')).toMatchObject({ status: 503, body: { error: 'database' } });
});

it('answers whatever it is sent with what is wrong with it, and makes nothing of it', async () => {
  const { admin } = await stores.store();
  await admin.add(noor);
  const before = await admin.list();
  const failed: object[] = [];
  const logger: ServiceLogger = { ...silentLogger, error: (fields) => void failed.push(fields) };
  const audience = () => ({ listenersOf: () => [], sendAway: () => 'unknown-listener' as const });
  const adminApi = createAdminApi({
    admin,
    audience,
    token,
    guard: new Guard(),
    clock: serviceClock,
    logger,
  });
  const path = fc.constantFrom(
    '',
    '/',
    '/stations',
    '/stations/noor/code',
    '/stations/huda',
    '/stations/%00/keys',
    '/stations/noor/keys/%',
    '/stations/noor/listeners/%/send-away',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('POST', 'PATCH', 'PUT', 'DELETE', 'GET', 'OPTIONS'),
      fc.oneof(path, fc.webPath()),
      fc.oneof(
        fc.json(),
        fc.string({ unit: 'binary' }),
        fc.constant('{"slug":"x","name":{},"languages":[null]}'),
      ),
      async (method, at, body) => {
        // These are right as they are.
        fc.pre(!/stations\/noor(?:\/code)?\/?$/.test(at) || method !== 'DELETE');
        const request = new Request(`http://mauzin.example/api/admin${at}`, {
          method,
          headers: { authorization: `Bearer ${token}` },
          ...(method === 'GET' ? {} : { body }),
        });
        const { status } = await adminApi(request, '192.0.2.1');
        expect([200, 400, 404]).toContain(status);
      },
    ),
    { numRuns: 500 },
  );
  expect([failed, await admin.list()]).toEqual([[], before]);
});
