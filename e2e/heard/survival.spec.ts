import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  childOf,
  type DesktopApp,
  durationMs,
  launchMauzin,
  longestSilenceMs,
  type Mixer,
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
import { type Listener, openListener } from '../support/listener.ts';
import { System, whereSystemIsSeen } from '../support/system.ts';

const heard = { tone: { frequencyHz: 440, heard: true } };

describe('on the air, whatever happens to this computer', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let system: System;
  let phone: Listener;

  /** Listens while something happens, and says how long nothing was heard, ms. */
  const silenceDuring = async (happens: () => Promise<void>): Promise<number> => {
    const ears = await record(pulse, [phone.sink]);
    await expectTones(ears, phone.sink, heard);
    const startMs = durationMs(ears.latest(phone.sink, 3_600_000));
    await happens();
    await expectTones(ears, phone.sink, heard, 15_000);
    await delay(1_500); // what comes late is heard too
    const [sound] = await ears.stop();
    return longestSilenceMs(slice(sound!, startMs - 400));
  };

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 1 }), { repeat: true });
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
    system = new System(app);
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test(
    'the tray and the shortcut go live with one click, and stopping asks once',
    whereSystemIsSeen,
    async () => {
      await window.link();
      expect(await system.clickTray('Go live')).toBe(true);
      await window.expectState('live');
      expect(await system.clickTray('Stop')).toBe(true);
      await window.page.getByRole('button', { name: 'Stay on air' }).click();
      await window.expectAirStays('live', 500);
      expect(await system.pressShortcut('CommandOrControl+Shift+F9')).toBe(true);
      await window.page.getByRole('button', { name: 'Yes, stop' }).click();
      await window.expectAir('off');
      expect(await system.pressShortcut('CommandOrControl+Shift+F9')).toBe(true);
      await window.expectState('live');
      await window.stop();
    },
  );

  test('a phone hears the mixer', async () => {
    await window.goLive();
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
  });

  test('the engine is killed: listeners are back by themselves, and time on air goes on', async () => {
    const before = await window.secondsOnAir();
    const engine = await childOf(app.pid, 'main/engine.js');
    const connection = await phone.connection();
    const silentMs = await silenceDuring(async () => {
      process.kill(engine, 'SIGKILL');
      await expect
        .poll(() => childOf(app.pid, 'main/engine.js').catch(() => 0), { timeout: 10_000 })
        .not.toBe(engine);
      await expect.poll(() => phone.connection(), { timeout: 15_000 }).not.toBe(connection);
      await phone.expectState('playing', 15_000);
    });
    // A bound, not a figure: a phone's browser draws a steady tone out over a gap.
    expect(silentMs).toBeLessThan(8_000);
    await window.expectState('live');
    expect(await window.secondsOnAir()).toBeGreaterThanOrEqual(before);
  });

  test(
    'after sleep and wake the devices are opened anew, and listeners hear',
    whereSystemIsSeen,
    async () => {
      const silentMs = await silenceDuring(() => system.sleepAndWake());
      expect(silentMs).toBeLessThan(3_000);
      await window.expectState('live');
    },
  );

  test('a window that hangs is loaded anew, and the broadcast goes on with its time', async () => {
    const before = await window.secondsOnAir();
    const connection = await phone.connection();
    const next = app.nextPage();
    void window.page
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined); // it is ended by force
    await next;
    await window.expectState('live', 20_000);
    await phone.expectState('playing');
    expect(await phone.connection()).toBe(connection);
    expect(await window.secondsOnAir()).toBeGreaterThan(before);
  });

  test('it keeps the machine awake while live, and lets it sleep afterwards', whereSystemIsSeen, async () => {
    const blocked = async (): Promise<number> => {
      const calls = await app.calls();
      const count = (api: string): number => calls.filter((call) => call.api === api).length;
      return count('powerSaveBlocker.start') - count('powerSaveBlocker.stop');
    };
    expect(await blocked()).toBe(1);
    await window.stop();
    await expect.poll(blocked).toBe(0);
  });
});
