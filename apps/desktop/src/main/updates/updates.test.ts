import type { UpdateChannel, UpdateState } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { retryAfterMs, type Updater, Updates } from './updates.ts';

type Found = Awaited<ReturnType<Updater['checkForUpdates']>>;

/** As electron-updater behaves: installing at the end must have been asked for when the download was complete. */
class FakeUpdater implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  allowDowngrade = false;
  installs: string[] = [];
  checks: { readonly answer: (found: Found) => void; readonly fail: (error: Error) => void }[] = [];
  downloads: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  #channel: string | null = null;
  #progress: ((progress: { readonly percent: number }) => void) | null = null;
  #asksAtQuit = false;

  get channel(): string | null {
    return this.#channel;
  }
  set channel(name: string | null) {
    this.#channel = name;
    this.allowDowngrade = true;
  }
  checkForUpdates(): Promise<Found> {
    return new Promise((answer, fail) => this.checks.push({ answer, fail }));
  }
  downloadUpdate(): Promise<unknown> {
    return new Promise<void>((resolve, fail) => {
      const done = (): void => {
        this.#asksAtQuit = this.autoInstallOnAppQuit;
        resolve();
      };
      this.downloads.push({ done, fail });
    });
  }
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void {
    this.installs.push(`now ${isSilent} ${isForceRunAfter}`);
  }
  on(_event: 'download-progress', listener: (progress: { readonly percent: number }) => void): void {
    this.#progress = listener;
  }
  progress(percent: number): void {
    this.#progress?.({ percent });
  }
  quit(): void {
    if (this.#asksAtQuit && this.autoInstallOnAppQuit) this.installs.push('at quit');
  }
}

const minute = 60_000;
const hour = 60 * minute;
const found = (version: string): Found => ({ isUpdateAvailable: true, updateInfo: { version } });
const nothing: Found = { isUpdateAvailable: false, updateInfo: { version: '0.1.0' } };
/** Lets what was answered be taken in. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

function setUp({ channel = 'stable', onAir = false }: { channel?: UpdateChannel; onAir?: boolean } = {}) {
  const updater = new FakeUpdater();
  const clock = new FakeClock();
  const states: UpdateState[] = [];
  const updates = new Updates({
    updater,
    clock,
    random: () => 0,
    onState: (state) => states.push(state),
    log: () => undefined,
  });
  updates.follow({ channel, onAir });
  const calls = updates.handlers();
  const answer = async (reply: Found): Promise<void> => {
    updater.checks.at(-1)?.answer(reply);
    await settle();
  };
  const ready = async (): Promise<void> => {
    clock.advance(minute);
    await answer(found('0.2.0'));
    updater.downloads.at(-1)?.done();
    await settle();
  };
  return { answer, calls, clock, ready, states, updater, updates };
}

test('looks a minute after the start and every six hours', async () => {
  const { answer, clock, states, updater } = setUp();
  clock.advance(minute - 1);
  expect(updater.checks).toHaveLength(0);
  clock.advance(1);
  expect(updater.checks).toHaveLength(1);
  expect(states.at(-1)).toEqual({ name: 'checking' });
  await answer(nothing);
  expect(states.at(-1)).toEqual({ name: 'none' });
  clock.advance(6 * hour - 1);
  expect(updater.checks).toHaveLength(1);
  clock.advance(1);
  expect(updater.checks).toHaveLength(2);
});

test('fetches what it finds, tells how far it is, and installs it when the app is closed', async () => {
  const { answer, clock, states, updater } = setUp();
  expect(updater.autoDownload).toBe(false);
  clock.advance(minute);
  await answer(found('0.2.0'));
  for (const percent of [0.2, 12.3, 12.9, 100]) updater.progress(percent);
  updater.downloads[0]?.done();
  await settle();
  expect(states.slice(-5)).toEqual([
    { name: 'checking' },
    { name: 'downloading', share: 0 },
    { name: 'downloading', share: 0.12 },
    { name: 'downloading', share: 1 },
    { name: 'ready', version: '0.2.0' },
  ]);
  updater.quit();
  expect(updater.installs).toEqual(['at quit']);
});

test('never installs while on the air, by click or when the app ends; afterwards it does', async () => {
  const { calls, ready, updater, updates } = setUp({ onAir: true });
  await ready();
  await calls['install-update'](undefined);
  updater.quit();
  expect(updater.installs).toEqual([]);
  updates.follow({ channel: 'stable', onAir: false });
  await calls['install-update'](undefined);
  updater.quit();
  expect(updater.installs).toEqual(['now false true', 'at quit']);
  updates.follow({ channel: 'stable', onAir: true });
  updater.quit();
  expect(updater.installs).toHaveLength(2);
});

test('there is nothing to install before an update is there', async () => {
  const { calls, updater } = setUp();
  await calls['install-update'](undefined);
  updater.quit();
  expect(updater.installs).toEqual([]);
});

test('what fails is tried again, later each time, and at once when a person asks', async () => {
  const { answer, calls, clock, states, updater } = setUp();
  clock.advance(minute);
  updater.checks[0]?.fail(new Error('no network'));
  await settle();
  expect(states.at(-1)).toEqual({ name: 'failed' });
  clock.advance(10 * minute);
  await answer(found('0.2.0'));
  updater.downloads[0]?.fail(new Error('half a file'));
  await settle();
  expect(states.at(-1)).toEqual({ name: 'failed' });
  clock.advance(20 * minute - 1);
  expect(updater.checks).toHaveLength(2);
  clock.advance(1);
  expect(updater.checks).toHaveLength(3);
  updater.checks[2]?.fail(new Error('no network'));
  await settle();
  void calls['check-for-updates'](undefined);
  void calls['check-for-updates'](undefined);
  expect(updater.checks).toHaveLength(4);
  await answer(nothing);
  expect(states.at(-1)).toEqual({ name: 'none' });
  expect(clock.pending).toBe(1);
});

test('the time between tries grows to six hours', () => {
  expect([1, 2, 3, 6, 7, 1_000].map((failures) => retryAfterMs(failures, 0) / minute)).toEqual([
    10, 20, 40, 320, 360, 360,
  ]);
  expect(retryAfterMs(1, 1)).toBe(8 * minute);
});

test('the channel decides which versions are looked for; off looks for none', async () => {
  const { answer, calls, clock, ready, states, updater, updates } = setUp({ channel: 'off' });
  expect(states.at(-1)).toEqual({ name: 'off' });
  clock.advance(24 * hour);
  await calls['check-for-updates'](undefined);
  expect(updater.checks).toHaveLength(0);
  updates.follow({ channel: 'beta', onAir: false });
  expect(updater).toMatchObject({ channel: 'beta', allowDowngrade: false });
  expect(updater.checks).toHaveLength(1);
  updates.follow({ channel: 'stable', onAir: false });
  expect(updater).toMatchObject({ channel: 'latest', allowDowngrade: false });
  updater.checks[0]?.answer(found('0.3.0-beta.1'));
  await answer(nothing);
  expect(updater.downloads).toHaveLength(0);
  clock.advance(6 * hour);
  await ready();
  updates.follow({ channel: 'off', onAir: false });
  expect(states.at(-1)).toEqual({ name: 'off' });
  updater.quit();
  expect(updater.installs).toEqual([]);
});

test('a build without updates, or an installation that cannot be updated, says so', async () => {
  const states: UpdateState[] = [];
  const clock = new FakeClock();
  const options = { clock, random: () => 0, onState: (state: UpdateState) => states.push(state) };
  const updates = new Updates({ ...options, updater: null, log: () => undefined });
  updates.follow({ channel: 'stable', onAir: false });
  await updates.handlers()['check-for-updates'](undefined);
  expect(states).toEqual([{ name: 'unavailable' }]);
  expect(clock.pending).toBe(0);
  const other = setUp();
  other.clock.advance(minute);
  await other.answer(null);
  expect(other.states.at(-1)).toEqual({ name: 'unavailable' });
  expect(other.clock.pending).toBe(0);
});

test('closed, it looks no more', () => {
  const { clock, updater, updates } = setUp();
  updates.close(true);
  updates.close(true);
  clock.advance(24 * hour);
  expect(updater.checks).toHaveLength(0);
  expect(clock.pending).toBe(0);
});

test.each([
  ['by the system, nothing is installed', false, []],
  ['by a person who stopped the broadcast with it, it is', true, ['at quit']],
] as const)('ended %s', async (_by, mayInstall, installs) => {
  const { ready, updater, updates } = setUp({ onAir: true });
  await ready();
  updates.close(mayInstall);
  updater.quit();
  expect(updater.installs).toEqual(installs);
});
