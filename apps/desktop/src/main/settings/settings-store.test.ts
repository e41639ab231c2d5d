import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { noProcessing } from '@mauzin/desktop-contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Vault } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const vault: Vault = {
  seal: (text) => Buffer.from(text).reverse(),
  open: (sealed) => Buffer.from(sealed).reverse().toString(),
};
let keys = 0;
const open = (with_: Vault | null = vault, where = folder): SettingsStore =>
  new SettingsStore({
    folder: where,
    vault: with_,
    now: () => Date.UTC(2030, 0, 2),
    newKey: () => `key-${keys++}`,
    firstStation: { slug: 'mosque', name: 'Mosque', language: 'en' },
  });
const file = (): string => readFileSync(join(folder, 'settings.json'), 'utf8');
const remote = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'se-cret' } as const;

describe('what is remembered', () => {
  test('a fresh start is written at once, and comes back the same', () => {
    const first = open();
    const second = open();
    expect(second.settings).toEqual(first.settings);
    expect(second.insideKey).toBe(first.insideKey);
    expect(second.setAside).toBeNull();
  });

  test('a change comes back, keys sealed', () => {
    open().update({ server: remote, preset: 'voice' });
    expect(file()).not.toContain('se-cret');
    expect(open().settings).toMatchObject({ server: remote, preset: 'voice' });
  });

  test('without a key store the key is kept plain, and that is said', () => {
    open(null).update({ server: remote });
    expect(open(null)).toMatchObject({ keyInPlain: true, settings: { server: remote } });
  });

  test('a key that can no longer be opened becomes one that the service refuses', () => {
    open().update({ server: remote });
    const foreign: Vault = {
      ...vault,
      open: () => {
        throw new Error('another machine');
      },
    };
    const without = open(foreign);
    expect(without.settings.server).toMatchObject({ ...remote, key: 'unreadable' });
    without.update({ preset: 'voice' });
    // A key store that was only away for once has lost nothing.
    expect(open().settings).toMatchObject({ server: remote, preset: 'voice' });
  });
});

describe('the access code', () => {
  test('is sealed as the key is, comes back, and can be taken away', () => {
    open().update({ accessCode: 'Noor 471108' });
    expect(file()).not.toContain('471108');
    expect(open().settings).toMatchObject({ accessCode: 'Noor 471108', codeInLink: true });
    open().update({ accessCode: null, codeInLink: false });
    expect(open().settings).toMatchObject({ accessCode: null, codeInLink: false });
    open(null).update({ accessCode: '4711' });
    expect(open(null).settings.accessCode).toBe('4711');
  });

  test('that can no longer be opened does not open the station: a code that nobody knows takes its place', () => {
    open().update({ accessCode: '471108' });
    const foreign: Vault = {
      ...vault,
      open: () => {
        throw new Error('another machine');
      },
    };
    const without = open(foreign);
    expect(without.settings.accessCode).toMatch(/^key-\d+$/);
    without.update({ preset: 'voice' });
    expect(open().settings).toMatchObject({ accessCode: '471108', preset: 'voice' });
    const again = open(foreign);
    again.update({ accessCode: '2468' });
    expect(open().settings.accessCode).toBe('2468');
  });
});

describe('a file that cannot be read', () => {
  test.each(['{"version":1,"sta', '{}', '{"version":99}'])('%s is set aside, named, and kept', (broken) => {
    writeFileSync(join(folder, 'settings.json'), broken);
    const store = open();
    expect(store.setAside).toBe('settings.broken-2030-01-02T00-00-00.000Z.json');
    expect(readFileSync(join(folder, store.setAside ?? ''), 'utf8')).toBe(broken);
    expect(store.settings.sources).toEqual([]);
    expect(open().setAside).toBeNull();
  });
});

test('a file that cannot even be opened is set aside too', () => {
  mkdirSync(join(folder, 'settings.json'));
  expect(open().setAside).toContain('settings.broken');
  expect(open()).toMatchObject({ setAside: null, notSaved: false });
});

describe('writing', () => {
  test('where nothing can be written, the app starts all the same, and says so', () => {
    writeFileSync(join(folder, 'no-folder'), '');
    const store = open(vault, join(folder, 'no-folder', 'mauzin'));
    expect(store.notSaved).toBe(true);
    expect(() => store.update({ preset: 'voice' })).toThrow('ENOTDIR');
    expect(store).toMatchObject({ notSaved: true, settings: { preset: 'voice' } });
  });

  test('leaves the old file whole when it fails, and holds the change', () => {
    const store = open();
    const before = file();
    mkdirSync(join(folder, 'settings.json.new'));
    expect(() => store.update({ preset: 'voice' })).toThrow('EISDIR');
    expect(store).toMatchObject({ notSaved: true, settings: { preset: 'voice' } });
    expect(file()).toBe(before);
    rmSync(join(folder, 'settings.json.new'), { recursive: true, force: true });
    store.update({ preset: 'stereo' });
    expect(store.notSaved).toBe(false);
  });

  test('leaves nothing but the file', () => {
    const store = open();
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

test('a file of the first version is read, and what it did not know is as on a first start', () => {
  writeFileSync(join(folder, 'settings.json'), oldFile);
  const store = open(null);
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
    guideDone: false,
    directListeners: 600,
    network: null,
  });
});

test('the PIN lies in the file and not among the settings, and outlasts a change of them', () => {
  const pin = { hash: 'aGFzaA==', salt: 'c2FsdA==', wrong: 3, notBeforeMs: 0 };
  open().setPin(pin);
  const store = open();
  expect(store.pin).toEqual(pin);
  expect(JSON.stringify(store.settings)).not.toContain('aGFzaA');
  store.update({ preset: 'voice' });
  expect(open().pin).toEqual(pin);
  open().setPin(null);
  expect(open().pin).toBeNull();
});
