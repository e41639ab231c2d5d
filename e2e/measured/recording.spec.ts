import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import {
  cutPower,
  decodeOpus,
  type DesktopApp,
  durationMs,
  faultsOfFile,
  launchMauzin,
  levelAt,
  type Mixer,
  openControl,
  play,
  type Playing,
  type Pulse,
  record,
  savedDevice,
  slice,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { openListener } from '../support/listener.ts';
import { System } from '../support/system.ts';

const frequencyHz = 440;

describe('a broadcast is kept on disk, through a crash and a power cut', () => {
  let userData: string;
  let folder: string;
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;

  const launch = async (): Promise<void> => {
    app = await launchMauzin(
      { pulse, userData },
      { sources: [savedDevice('USB Mixer')], recording: { on: true, keepDays: 30, folder } },
    );
    window = new DesktopWindow(app);
  };
  const files = async (): Promise<string[]> => (await readdir(folder)).toSorted();

  beforeAll(async () => {
    userData = await mkdtemp(join(tmpdir(), 'mauzin-recording-spec-'));
    folder = join(userData, 'recordings');
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz, seconds: 1 }), { repeat: true });
    await launch();
  });

  afterAll(async () => {
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
    await rm(userData, { recursive: true, force: true });
  });

  test('the file is named by station and time, and one file outlives a crash of the window', async () => {
    await window.goLive();
    await expect.poll(() => window.page.locator('main').getAttribute('data-recording')).toBe('on');
    await delay(2_000); // sound to be recorded
    const next = app.nextPage();
    await app.crashRenderer();
    await next;
    await window.expectState('live');
    await delay(2_000); // and some more of it
    expect(await files()).toEqual([expect.stringMatching(/^Mosque \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.opus$/)]);
  });

  test('after a power cut, another player plays it up to the last second, without a hole but the crash', async () => {
    const control = await openControl(pulse, mixer);
    onTestFinished(() => control.close());
    const phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
    const ears = await record(pulse, [phone.sink, control.sink]);
    await expectTones(ears, phone.sink, { tone: { frequencyHz, heard: true } });
    const fromMs = ears.nowMs();
    const [name = ''] = await files();
    const before = await decodeOpus(join(folder, name));
    const beforeAt = performance.now();
    await delay(5_000); // the time that must be there afterwards
    await cutPower(app.pid);
    const cutAt = performance.now();
    await app.exited;
    const [, other] = await ears.stop();
    await phone.close();

    const sound = await decodeOpus(join(folder, name));
    const lostMs = cutAt - beforeAt - (durationMs(sound) - durationMs(before));
    console.log(`recorded ${durationMs(sound).toFixed(0)} ms; the cut took ${lostMs.toFixed(0)} ms`);
    // Both ends of the comparison lie up to a page (1 s) behind the clock.
    expect(Math.abs(lostMs)).toBeLessThan(1_500);
    const last = slice(sound, durationMs(sound) - 5_000);
    const meanwhile = { ...slice(other!, Math.max(0, fromMs - 1_000)), lostMs: other!.lostMs };
    expect(faultsOfFile(last, meanwhile)).toEqual([]);
    expect(levelAt(slice(sound, durationMs(sound) - 400), frequencyHz)).toBeGreaterThan(-35);
  });

  test('started again, it is back on the air by itself, since it was before, and records anew', async () => {
    await launch();
    await window.expectAir('live');
    await expect.poll(files).toHaveLength(2);
    await new System(app).expectNotification(/On air again/);
    await window.stop();
  });

  test('the recordings are listed, and played at this computer', async () => {
    await window.openRecordings();
    const items = window.page.getByRole('region', { name: 'Recordings' }).getByRole('listitem');
    await expect.poll(() => items.count()).toBe(2);
    await playing.stop();
    const speakers = await record(pulse, [pulse.speakers]);
    await items.last().getByRole('button', { name: /^Play/ }).click();
    await expectTones(speakers, pulse.speakers, { tone: { frequencyHz, heard: true } });
    await speakers.stop();
  });

  test('stopped by a person and started again, it stays off the air', async () => {
    await app.close();
    await launch();
    await window.link();
    await window.expectAirStays('off', 1_000);
  });
});
