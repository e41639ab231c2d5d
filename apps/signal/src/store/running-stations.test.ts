import { afterEach, beforeEach, expect, it } from 'vitest';

import { stretchByScrypt } from '../access/access-code.ts';
import type { StationAdmin } from '../admin/station-admin.ts';
import { broadcasterHello, listenerHello, type RawPeer, Scene, until } from '../testing/harness.ts';
import { Stores } from '../testing/stores.ts';
import type { StationStore } from './station-store.ts';

/** The service runs, and another program changes its database. */
let stores: Stores;
let scene: Scene;
let admin: StationAdmin;
let store: StationStore;
let url = '';
let key = '';

beforeEach(async () => {
  stores = await Stores.create();
  scene = new Scene();
  admin = await stores.admin();
  ({ key } = (await admin.add({ slug: 'noor', name: 'Masjid an-Noor', languages: ['ar'] })).key);
  store = await stores.store();
  const { resumeSecret, stations } = store;
  ({ url } = await scene.service({ stations, resumeSecret, limits: { wrongCodeDelayMs: 0 } }));
});
afterEach(async () => {
  await scene.close();
  await stores.close();
});

async function greet(hello: object): Promise<RawPeer> {
  const peer = await scene.raw(url);
  peer.say(hello);
  return peer;
}

async function welcome(hello: object): Promise<RawPeer & { readonly resume: unknown }> {
  const peer = await greet(hello);
  const { resume } = await peer.seen('welcome');
  return Object.assign(peer, { resume });
}

it('a station that is added is there, with its page, and in the list unless it is to be left out', async () => {
  const huda = { slug: 'huda', name: 'Masjid al-Huda', languages: ['en'] };
  expect(await (await greet({ ...listenerHello, station: 'huda' })).gone()).toMatchObject({ code: 4404 });
  await admin.add(huda);
  await admin.add({ ...huda, slug: 'quba', name: 'Quba', settings: { listed: false } });
  await store.refresh();
  await welcome({ ...listenerHello, station: 'huda' });
  await welcome({ ...listenerHello, station: 'quba' });
  const list = await (await fetch(url)).text();
  expect([list.includes('/s/huda'), list.includes('/s/noor'), list.includes('/s/quba')]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await fetch(`${url}/s/quba/manifest.webmanifest`)).status).toBe(200);
});

it('a station that is removed ends all who are there, and is unknown from then on', async () => {
  const desk = await welcome({ ...broadcasterHello, key });
  const phone = await welcome(listenerHello);
  await admin.remove('noor');
  await store.refresh();
  for (const peer of [desk, phone]) {
    expect(await peer.seen('error')).toMatchObject({ code: 'unknown-station' });
    expect(await peer.gone()).toEqual({ code: 4404, reason: 'unknown-station' });
  }
  expect(await (await greet(listenerHello)).gone()).toMatchObject({ code: 4404 });
  expect((await fetch(`${url}/s/noor/manifest.webmanifest`)).status).toBe(404);
});

it('every key of a station broadcasts; who broadcasts with one that is revoked is ended, and the station is off', async () => {
  const laptop = await admin.addKey('noor', 'laptop');
  await store.refresh();
  const first = await welcome({ ...broadcasterHello, key });
  const phone = await welcome(listenerHello);
  const second = await welcome({ ...broadcasterHello, key: laptop.key, takeOver: true, onAirMs: 1_000 });
  expect(await first.gone()).toMatchObject({ reason: 'taken-over' });
  await phone.seen('live');
  await admin.revokeKey('noor', laptop.id);
  await store.refresh();
  expect(await second.seen('error')).toMatchObject({ code: 'wrong-key' });
  expect(await second.gone()).toEqual({ code: 4401, reason: 'wrong-key' });
  expect(await phone.seen('off')).toMatchObject({ reason: 'stopped' });
  expect(await (await greet({ ...broadcasterHello, key: laptop.key })).gone()).toMatchObject({ code: 4401 });
  await welcome({ ...broadcasterHello, key });
});

it('another key that is revoked, or made, disturbs no broadcast', async () => {
  const laptop = await admin.addKey('noor', 'laptop');
  await store.refresh();
  const desk = await welcome({ ...broadcasterHello, key, onAirMs: 0 });
  await admin.revokeKey('noor', laptop.id);
  await admin.addKey('noor', null);
  await store.refresh();
  desk.say({ type: 'ping', id: 1 });
  await desk.seen('pong');
  expect(desk.frames.map(({ type }) => type)).not.toContain('error');
});

it('name and language are the new ones in the next welcome and on the page', async () => {
  await welcome(listenerHello);
  await admin.change('noor', { name: 'An-Nur', languages: ['tr', 'ar'] });
  await store.refresh();
  const phone = await welcome(listenerHello);
  expect(await phone.seen('welcome')).toMatchObject({ station: { name: 'An-Nur', language: 'tr' } });
  const manifest: unknown = await (await fetch(`${url}/s/noor/manifest.webmanifest`)).json();
  expect(manifest).toMatchObject({ name: expect.stringContaining('An-Nur') });
});

it('a code asks all who come for it, and another one makes the tokens of before worth nothing', async () => {
  const guest = await welcome(listenerHello);
  await admin.setCode('noor', '471147');
  await store.refresh();
  const come = async (hello: object) => await (await greet({ ...listenerHello, ...hello })).gone();
  expect(await come({})).toMatchObject({ reason: 'code-needed' });
  expect(await come({ resume: guest.resume })).toMatchObject({ reason: 'code-needed' });
  const member = await welcome({ ...listenerHello, code: '47 11 47' });
  await welcome({ ...listenerHello, resume: member.resume });
  await admin.setCode('noor', '081508');
  await store.refresh();
  expect(await come({ resume: member.resume })).toMatchObject({ reason: 'code-needed' });
  expect(await come({ code: '471147' })).toMatchObject({ reason: 'wrong-code' });
  await welcome({ ...listenerHello, code: '081508' });
  await admin.setCode('noor', null);
  await store.refresh();
  await welcome(listenerHello);
});

it('a code that is changed while another is looked at lets in nobody by the old one', async () => {
  await admin.setCode('noor', '471147');
  await store.refresh();
  let looks = 0;
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow = await scene.service({
    stations: store.stations,
    limits: { wrongCodeDelayMs: 0 },
    stretch: async (code, salt) => {
      looks += 1;
      await held;
      return stretchByScrypt(code, salt);
    },
  });
  const late = await scene.raw(slow.url);
  late.say({ ...listenerHello, code: '471147' });
  await until(() => looks === 1);
  await admin.setCode('noor', '081508');
  await store.refresh();
  goOn();
  expect(await late.gone()).toMatchObject({ reason: 'wrong-code' });
});

it('a station is full by its own measure', async () => {
  await welcome(listenerHello);
  await admin.change('noor', { settings: { maxListeners: 1 } });
  await store.refresh();
  expect(await (await greet(listenerHello)).gone()).toMatchObject({ reason: 'station-full' });
  await admin.change('noor', { settings: { maxListeners: null } });
  await store.refresh();
  await welcome(listenerHello);
});

it('a station that is to be relayed no more begins anew, and all come back', async () => {
  const desk = await welcome({ ...broadcasterHello, key, onAirMs: 0 });
  const phone = await welcome(listenerHello);
  await admin.change('noor', { settings: { relay: false } });
  await store.refresh();
  for (const peer of [desk, phone]) expect(await peer.gone()).toEqual({ code: 1012, reason: 'restarting' });
  await welcome({ ...broadcasterHello, key, resume: desk.resume, onAirMs: 5_000 });
  const again = await welcome({ ...listenerHello, resume: phone.resume });
  expect(await again.seen('welcome')).toMatchObject({ onAirMs: expect.any(Number) });
});
