import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { noProcessing } from '@mauzin/desktop-contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Vault } from './secrets.ts';
import { SettingsStore } from './settings-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const vault: Vault = {
  seal: (text) => Promise.resolve(Buffer.from(text).reverse()),
  open: (sealed) => Promise.resolve({ text: Buffer.from(sealed).reverse().toString(), stale: false }),
};
const foreign: Vault = { ...vault, open: () => Promise.reject(new Error('another machine')) };
let keys = 0;
const start = (
  answer: Promise<Vault | null> | null = Promise.resolve(vault),
  where = folder,
): SettingsStore =>
  new SettingsStore({
    folder: where,
    vault: answer,
    now: () => Date.UTC(2030, 0, 2),
    newKey: () => `key-${keys++}`,
    firstStation: { slug: 'mosque', name: 'Mosque', language: 'en' },
  });
/** A store whose key store has answered. */
async function open(with_: Vault | null = vault, where = folder): Promise<SettingsStore> {
  const store = start(Promise.resolve(with_), where);
  await store.sealed();
  return store;
}
async function update(
  change: Parameters<SettingsStore['update']>[0],
  with_: Vault | null = vault,
): Promise<void> {
  const store = await open(with_);
  store.update(change);
  await store.sealed();
}
const file = (): string => readFileSync(join(folder, 'settings.json'), 'utf8');
const remote = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'se-cret' } as const;

describe('what is remembered', () => {
  test('a fresh start is written at once, and comes back the same', async () => {
    const first = await open();
    const second = await open();
    expect(second.settings).toEqual(first.settings);
    expect(second.insideKey).toBe(first.insideKey);
    expect(second.setAside).toBeNull();
  });

  test('a change comes back, keys sealed', async () => {
    await update({ server: remote, preset: 'voice' });
    expect(file()).not.toContain('se-cret');
    expect((await open()).settings).toMatchObject({ server: remote, preset: 'voice' });
  });

  test('without a key store the key is kept plain, and that is said', async () => {
    await update({ server: remote }, null);
    expect(await open(null)).toMatchObject({ keyInPlain: true, settings: { server: remote } });
  });

  test('a key that can no longer be opened becomes one that the service refuses', async () => {
    await update({ server: remote });
    const without = await open(foreign);
    expect(without.settings.server).toMatchObject({ ...remote, key: 'unreadable' });
    without.update({ preset: 'voice' });
    // A key store that was only away for once has lost nothing.
    expect((await open()).settings).toMatchObject({ server: remote, preset: 'voice' });
  });
});

describe('the access code', () => {
  test('is sealed as the key is, comes back, and can be taken away', async () => {
    await update({ accessCode: 'Noor 471108' });
    expect(file()).not.toContain('471108');
    expect((await open()).settings).toMatchObject({ accessCode: 'Noor 471108', codeInLink: true });
    await update({ accessCode: null, codeInLink: false });
    expect((await open()).settings).toMatchObject({ accessCode: null, codeInLink: false });
    await update({ accessCode: '4711' }, null);
    expect((await open(null)).settings.accessCode).toBe('4711');
  });

  test('that can no longer be opened does not open the station: a code that nobody knows takes its place', async () => {
    await update({ accessCode: '471108' });
    const without = await open(foreign);
    expect(without.settings.accessCode).toMatch(/^key-\d+$/);
    without.update({ preset: 'voice' });
    expect((await open()).settings).toMatchObject({ accessCode: '471108', preset: 'voice' });
    const again = await open(foreign);
    again.update({ accessCode: '2468' });
    await again.sealed();
    expect((await open()).settings.accessCode).toBe('2468');
  });
});

/** A keyring that answers once a person has unlocked it. */
function locked() {
  let unlock = (): void => undefined;
  const answer = new Promise<Vault>((done) => {
    unlock = () => done(vault);
  });
  return { answer, unlock: () => unlock() };
}

describe('a key store that is locked', () => {
  test('holds nothing up: on a first start all but the key is kept, and the station may be served', async () => {
    const { answer, unlock } = locked();
    const store = start(answer);
    expect(store).toMatchObject({ mayServe: true, notSaved: false, keyStoreLocked: false });
    store.update({ preset: 'voice' });
    store.goOnWithout();
    expect(store).toMatchObject({ mayServe: true, notSaved: true, keyStoreLocked: true, keyInPlain: false });
    expect(JSON.parse(file())).toMatchObject({ preset: 'voice', keys: { inside: null } });
    expect(file()).not.toContain(store.insideKey);
    unlock();
    await store.sealed();
    expect(store).toMatchObject({ notSaved: false, keyStoreLocked: false });
    expect((await open()).insideKey).toBe(store.insideKey);
  });

  test('is waited for, and then a station inside is served without, behind a code that nobody knows', async () => {
    await update({ accessCode: '471108' });
    const before = (await open()).insideKey;
    const { answer, unlock } = locked();
    const store = start(answer);
    expect(store.mayServe).toBe(false);
    store.goOnWithout();
    expect(store.mayServe).toBe(true);
    const { insideKey } = store;
    expect(insideKey).not.toBe(before);
    expect(store.settings.accessCode).toMatch(/^key-/);
    store.update({ preset: 'voice' });
    unlock();
    await store.sealed();
    // The code is known again; the key that it is served with stays until the next start.
    expect(store).toMatchObject({ insideKey, settings: { accessCode: '471108', preset: 'voice' } });
    expect(await open()).toMatchObject({ insideKey: before, settings: { accessCode: '471108' } });
  });

  test('that answers in time changes nothing', async () => {
    const before = (await open()).insideKey;
    const store = start();
    expect(store.mayServe).toBe(false);
    await store.opened;
    expect(store).toMatchObject({ mayServe: true, insideKey: before });
  });

  test('keeps from a server until its key is known', async () => {
    await update({ server: remote });
    const { answer, unlock } = locked();
    const store = start(answer);
    store.goOnWithout();
    expect(store.mayServe).toBe(false);
    unlock();
    await store.sealed();
    expect(store).toMatchObject({ mayServe: true, settings: { server: remote } });
  });

  test('does not undo what a person has set meanwhile', async () => {
    await update({ server: remote, accessCode: '471108' });
    const { answer, unlock } = locked();
    const store = start(answer);
    store.update({ server: { ...remote, key: 'newer' }, accessCode: '2468' });
    expect(store.mayServe).toBe(true);
    // Until they are sealed the old ones lie in the file.
    expect(JSON.parse(file())).toMatchObject({ accessCode: { kind: 'sealed' } });
    unlock();
    await store.sealed();
    const expected = { server: { key: 'newer' }, accessCode: '2468' };
    expect(store.settings).toMatchObject(expected);
    expect((await open()).settings).toMatchObject(expected);
  });
});

test('a key that was kept readable is sealed once there is a key store, and one sealed with an older key anew', async () => {
  await update({ server: remote }, null);
  expect(file()).toContain('se-cret');
  await open();
  expect(file()).not.toContain('se-cret');
  let seals = 0;
  await open({
    open: async (sealed) => ({ ...(await vault.open(sealed)), stale: true }),
    seal: async (text) => {
      seals += 1;
      return await vault.seal(text);
    },
  });
  expect(seals).toBe(2);
});

describe('a file that cannot be read', () => {
  test.each(['{"version":1,"sta', '{}', '{"version":99}'])(
    '%s is set aside, named, and kept',
    async (broken) => {
      writeFileSync(join(folder, 'settings.json'), broken);
      const store = await open();
      expect(store.setAside).toBe('settings.broken-2030-01-02T00-00-00.000Z.json');
      expect(readFileSync(join(folder, store.setAside ?? ''), 'utf8')).toBe(broken);
      expect(store.settings.sources).toEqual([]);
      expect((await open()).setAside).toBeNull();
    },
  );
});

test('a file that cannot even be opened is set aside too', async () => {
  mkdirSync(join(folder, 'settings.json'));
  expect((await open()).setAside).toContain('settings.broken');
  expect(await open()).toMatchObject({ setAside: null, notSaved: false });
});

describe('writing', () => {
  test('where nothing can be written, the app starts all the same, and says so', async () => {
    writeFileSync(join(folder, 'no-folder'), '');
    const store = await open(vault, join(folder, 'no-folder', 'mauzin'));
    expect(store.notSaved).toBe(true);
    expect(() => store.update({ preset: 'voice' })).toThrow('ENOTDIR');
    expect(store).toMatchObject({ notSaved: true, settings: { preset: 'voice' } });
  });

  test('leaves the old file whole when it fails, and holds the change', async () => {
    const store = await open();
    const before = file();
    mkdirSync(join(folder, 'settings.json.new'));
    expect(() => store.update({ preset: 'voice' })).toThrow('EISDIR');
    expect(store).toMatchObject({ notSaved: true, settings: { preset: 'voice' } });
    expect(file()).toBe(before);
    rmSync(join(folder, 'settings.json.new'), { recursive: true, force: true });
    store.update({ preset: 'stereo' });
    expect(store.notSaved).toBe(false);
  });

  test('leaves nothing but the file', async () => {
    const store = await open();
    store.update({ preset: 'stereo' });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });
});

/** Written by the first version of the app, word for word. */
const oldFile = `{
  "version": 1,
  "station": { "slug": "noor", "name": "مسجد النور", "language": "ar" },
  "sources": [
    { "kind": "device", "id": "a1", "gainDb": -3, "muted": false, "deviceId": "d7", "label": "USB Mixer" },
    { "kind": "system", "id": "b2", "gainDb": 0, "muted": true }
  ],
  "preset": "recitation",
  "language": "ar",
  "server": { "kind": "inside", "port": 8081 },
  "keys": { "inside": { "kind": "plain", "text": "old-key" }, "remote": null }
}`;

test('a file of the first version is read, and what it did not know is as on a first start', async () => {
  writeFileSync(join(folder, 'settings.json'), oldFile);
  const store = await open(null);
  expect(store).toMatchObject({ setAside: null, insideKey: 'old-key', pin: null });
  const plain = { channels: 'stereo', processing: noProcessing };
  expect(store.settings).toEqual({
    version: 1,
    station: { slug: 'noor', name: 'مسجد النور', language: 'ar' },
    server: { kind: 'inside', port: 8081 },
    sources: [
      { kind: 'device', id: 'a1', gainDb: -3, muted: false, deviceId: 'd7', label: 'USB Mixer', ...plain },
      { kind: 'system', id: 'b2', gainDb: 0, muted: true, ...plain },
    ],
    preset: 'recitation',
    language: 'ar',
    stationLanguages: ['ar'],
    sound: { whenLost: 'silence', limiter: true, monitor: null, alarmTone: true },
    deadAir: { belowDbfs: -60, afterS: 20, webhook: null },
    automation: {
      signal: { on: false, aboveDbfs: -40, startAfterS: 2, stopAfterS: 300 },
      startAtLogin: false,
      resumeAfterRestart: true,
      shortcut: 'CommandOrControl+Shift+F9',
    },
    recording: { on: false, newFile: 'broadcast', keepDays: 30, folder: null },
    updateChannel: 'stable',
    accessCode: null,
    newCodeEnds: false,
    codeInLink: true,
    operatorMayMute: false,
    guideDone: false,
    directListeners: 600,
    network: null,
  });
});

test('the PIN lies in the file and not among the settings, and outlasts a change of them', async () => {
  const pin = { hash: 'aGFzaA==', salt: 'c2FsdA==', wrong: 3, notBeforeMs: 0 };
  (await open()).setPin(pin);
  const store = await open();
  expect(store.pin).toEqual(pin);
  expect(JSON.stringify(store.settings)).not.toContain('aGFzaA');
  store.update({ preset: 'voice' });
  expect((await open()).pin).toEqual(pin);
  (await open()).setPin(null);
  expect((await open()).pin).toBeNull();
});
