import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DesktopState } from '@mauzin/desktop-contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { freshEngineState } from '../engine/contract.ts';
import { freshSettings } from '../testing/fresh-settings.ts';
import { deviceSource } from '../testing/sources.ts';
import { Desktop } from './desktop.ts';
import { EngineSupervisor } from './supervisor/engine-supervisor.ts';
import { FakeClock } from '@mauzin/shared/testing';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-desktop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const remote = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'se-cret' } as const;
const usb = deviceSource('usb', 'm1', 'USB');

function setUp() {
  const store = freshSettings(folder);
  const states: DesktopState[] = [];
  const opened: string[] = [];
  const actions = {
    copyText: vi.fn<(text: string) => void>(),
    openLink: (url: string) => Promise.resolve(void opened.push(url)),
    openPrivacySettings: () => Promise.resolve(),
    log: vi.fn<(line: string) => void>(),
  };
  const desktop = new Desktop(
    {
      store,
      actions,
      clock: new FakeClock(),
      systemLanguages: ['en'],
      hasPrivacySettings: false,
      version: '0.1.0',
      recordingsFolder: join(folder, 'recordings'),
    },
    freshEngineState,
  );
  desktop.observe({ changed: (state) => states.push(state) });
  const posted: unknown[] = [];
  const supervisor = new EngineSupervisor({
    fork: () => ({ postMessage: (message) => posted.push(message), kill: () => true, on: () => undefined }),
    clock: new FakeClock(),
    random: () => 0,
    config: () => desktop.engineConfig,
    onState: () => undefined,
    onMixSignal: () => undefined,
    onSentinelSignal: () => undefined,
    onRun: () => undefined,
    log: () => undefined,
  });
  desktop.attach(supervisor);
  supervisor.start();
  return { actions, calls: desktop.handlers(), desktop, opened, posted, states };
}

test('keys go to the engine, and never to the window', () => {
  const { calls, desktop, posted, states } = setUp();
  expect(desktop.engineConfig?.server.key).toBe('inside-key');
  void calls['change-settings']({ server: remote });
  expect(posted).toContainEqual({
    type: 'configure',
    config: expect.objectContaining({ server: remote }) as unknown,
  });
  expect(states.at(-1)?.settings.server).toEqual({ kind: 'remote', url: remote.url, station: 'noor' });
  expect(JSON.stringify(states)).not.toMatch(/se-cret|inside-key/);
});

test('the access code goes to the engine; to the window only unlocked, or to be carried by QR code and link', () => {
  const { calls, desktop, posted, states } = setUp();
  void calls['change-settings']({ accessCode: '471 108' });
  expect(posted).toContainEqual({
    type: 'configure',
    config: expect.objectContaining({ accessCode: '471 108' }) as unknown,
  });
  expect(states.at(-1)).toMatchObject({ settings: { accessCode: '471 108' }, carriedCode: '471 108' });
  desktop.tell({ lock: { pinSet: true, locked: true } });
  expect(states.at(-1)).toMatchObject({ settings: { accessCode: null }, carriedCode: '471 108' });
  void calls['change-settings']({ codeInLink: false });
  expect(JSON.stringify(states.at(-1))).not.toContain('108');
  desktop.tell({ lock: { pinSet: true, locked: false } });
  expect(states.at(-1)).toMatchObject({ settings: { accessCode: '471 108' }, carriedCode: null });
  // What carries the code concerns nobody but the window; nor does the code of a station elsewhere the engine.
  expect(posted.filter((message) => (message as { type: string }).type === 'configure')).toHaveLength(1);
  void calls['change-settings']({ server: remote });
  expect(desktop.engineConfig?.accessCode).toBeNull();
});

test('live by itself, it picks a source only where nobody chose one', () => {
  const first = setUp();
  first.desktop.goLiveByItself();
  expect(first.desktop.state).toMatchObject({ wantsLive: true, pickDefaultSource: true });
  expect(first.posted).toContainEqual({ type: 'set-live', live: true, onAirMs: null });
  void first.calls['set-sources']([usb]);
  expect(first.desktop.state.pickDefaultSource).toBe(false);
  const second = setUp();
  second.desktop.goLiveByItself();
  expect(second.desktop.state).toMatchObject({ wantsLive: true, pickDefaultSource: false });
});

test('the guide of the first run goes on after it chose a source, and ends when it says so', () => {
  const { calls, desktop } = setUp();
  expect(desktop.state.guide).toBe(true);
  void calls['set-sources']([usb]);
  expect(desktop.state.guide).toBe(true);
  void calls['change-settings']({ guideDone: true });
  expect(desktop.state.guide).toBe(false);
  expect(setUp().desktop.state.guide).toBe(false);
});

test('no guide stands in the way of somebody who has sources, or goes live from the command line', () => {
  const first = setUp();
  first.desktop.goLiveByItself();
  expect(first.desktop.state.guide).toBe(false);
  void first.calls['set-sources']([usb]);
  expect(setUp().desktop.state.guide).toBe(false);
});

test('a source is muted by itself, and all else of it and of the others stays', () => {
  const { calls, desktop } = setUp();
  const pulpit = deviceSource('pulpit', 'p1', 'Pulpit');
  void calls['set-sources']([{ ...usb, gainDb: -3 }, pulpit]);
  void calls['set-muted']({ id: 'usb', muted: true });
  expect(desktop.state.settings.sources).toEqual([{ ...usb, gainDb: -3, muted: true }, pulpit]);
  void calls['set-muted']({ id: 'gone', muted: true });
  void calls['set-muted']({ id: 'usb', muted: false });
  expect(desktop.state.settings.sources).toEqual([{ ...usb, gainDb: -3 }, pulpit]);
});

test('a device that was found elsewhere is remembered, and all else of its source stays', () => {
  const { calls, desktop } = setUp();
  const pulpit = deviceSource('pulpit', 'p1', 'Pulpit');
  void calls['set-sources']([{ ...usb, gainDb: -3, channels: 'left' }, pulpit]);
  void calls['remember-device']({ id: 'usb', deviceId: 'm7', label: 'USB (2)' });
  const moved = { ...usb, gainDb: -3, channels: 'left', deviceId: 'm7', label: 'USB (2)' };
  expect(desktop.state.settings.sources).toEqual([moved, pulpit]);
  void calls['remember-device']({ id: 'unknown', deviceId: 'm8', label: 'Other' });
  expect(setUp().desktop.state.settings.sources).toEqual([moved, pulpit]);
});

test('recording is switched on, moved and off while the engine runs; what does not concern it is not told', () => {
  const { calls, desktop, posted } = setUp();
  const { recording, sound } = desktop.state.settings;
  const before = posted.length;
  void calls['change-settings']({ preset: 'voice', sound: { ...sound, limiter: false } });
  void calls['change-settings']({ recording: { ...recording, keepDays: 3 } });
  expect(posted).toHaveLength(before);
  void calls['change-settings']({ recording: { ...recording, on: true } });
  void calls['change-settings']({ recording: { ...recording, on: true, folder: '/elsewhere' } });
  void calls['change-settings']({ recording });
  const told = posted.slice(before) as { readonly config: { readonly recordTo: string | null } }[];
  expect(told.map(({ config }) => config.recordTo)).toEqual([join(folder, 'recordings'), '/elsewhere', null]);
});

test('a choice that cannot be saved holds all the same, and is said', () => {
  const { actions, calls, desktop } = setUp();
  mkdirSync(join(folder, 'settings.json.new'));
  void calls['change-settings']({ preset: 'voice' });
  expect(desktop.state).toMatchObject({ settings: { preset: 'voice' }, settingsNotSaved: true });
  expect(actions.log).toHaveBeenCalledOnce();
});

test('the link is copied and opened once there is one; the window cannot name another', async () => {
  const { actions, calls, desktop, opened } = setUp();
  await calls['open-link'](undefined);
  await calls['copy-link'](undefined);
  expect(opened).toEqual([]);
  expect(actions.copyText).not.toHaveBeenCalled();
  const link = 'http://192.168.1.20:8080/s/noor';
  desktop.engineChanged({ ...freshEngineState, link });
  await calls['open-link'](undefined);
  await calls['copy-link'](undefined);
  expect(opened).toEqual([link]);
  expect(actions.copyText).toHaveBeenCalledExactlyOnceWith(link);
  void calls['change-settings']({ accessCode: '471 108' });
  await calls['copy-link'](undefined);
  await calls['open-link'](undefined);
  expect(actions.copyText).toHaveBeenLastCalledWith(`${link}#code=471108`);
  expect(opened.at(-1)).toBe(`${link}#code=471108`);
  void calls['change-settings']({ codeInLink: false });
  await calls['copy-link'](undefined);
  expect(actions.copyText).toHaveBeenLastCalledWith(link);
});
