import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  DesktopEnded,
  durationMs,
  launchDesktop,
  launchMauzin,
  longestSilenceMs,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  record,
  slice,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const heard = { tone: { frequencyHz: 440, heard: true } };

describe('the desktop app, day after day', () => {
  let userData: string;
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener | undefined;

  const launch = async (...args: string[]): Promise<void> => {
    app = await launchMauzin({ pulse, userData, args });
    window = new DesktopWindow(app);
  };

  beforeAll(async () => {
    userData = await mkdtemp(join(tmpdir(), 'mauzin-desktop-spec-'));
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 1 }), { repeat: true });
    await launch();
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
    await rm(userData, { recursive: true, force: true });
  });

  test('its page has no Node and no way out', async () => {
    const { page } = window;
    await window.link();
    const reach = await page.evaluate(() => ({
      node: [
        typeof globalThis.process,
        typeof Reflect.get(globalThis, 'require'),
        typeof Reflect.get(globalThis, 'ipcRenderer'),
      ],
      opened: globalThis.open('https://mosque.example/') === null,
    }));
    expect(reach).toEqual({ node: ['undefined', 'undefined', 'undefined'], opened: true });
    const before = page.url();
    await page.evaluate(() => globalThis.location.assign('https://mosque.example/')).catch(() => undefined);
    await page.getByRole('button', { name: 'Settings' }).waitFor();
    expect(page.url()).toBe(before);
    expect(
      page
        .context()
        .pages()
        .filter((other) => other.url().includes('mosque.example')),
    ).toEqual([]);
  });

  test('inline scripts and foreign requests are refused by its content security policy', async () => {
    const { page } = window;
    await page.evaluate(() => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        document.body.dataset['refused'] = `${document.body.dataset['refused'] ?? ''} ${effectiveDirective}`;
      });
      const script = document.createElement('script');
      script.textContent = 'document.body.dataset.intruder = "in"';
      document.body.append(script);
      void fetch('https://mosque.example/').catch(() => undefined);
    });
    const body = page.locator('body');
    await expect.poll(() => body.getAttribute('data-refused')).toMatch(/script-src.*connect-src/);
    expect(await body.getAttribute('data-intruder')).toBeNull();
  });

  test('closed and started again, it remembers what was chosen, and its link', async () => {
    const link = await window.link();
    await window.addSource('USB Mixer');
    await expect.poll(() => readFile(join(userData, 'settings.json'), 'utf8')).toContain('USB Mixer');
    await app.close();
    await launch();
    await window.page.getByRole('listitem', { name: 'USB Mixer' }).waitFor();
    expect(await window.link()).toBe(link);
    await window.expectAir('off');
  });

  test('a second start ends by itself and leaves the first alone', async () => {
    await expect(launchDesktop({ pulse, userData })).rejects.toThrow(DesktopEnded);
    await window.expectAir('off');
  });

  test('put away and off the air it draws nothing and its graph rests; gone live so, it is heard; shown again, its levels move', async () => {
    const { page } = window;
    const shown = (isShown: boolean): Promise<void> =>
      app.evaluate(({ BrowserWindow }, show) => {
        const [first] = BrowserWindow.getAllWindows();
        if (show) first?.show();
        else first?.hide();
      }, isShown);
    await page.evaluate(() => {
      const ask = globalThis.requestAnimationFrame;
      globalThis.requestAnimationFrame = (draw) => {
        document.body.dataset['frames'] = String(Number(document.body.dataset['frames'] ?? 0) + 1);
        return ask(draw);
      };
    });
    const framesIn = async (ms: number): Promise<number> => {
      const frames = async (): Promise<number> =>
        Number(await page.locator('body').getAttribute('data-frames'));
      const before = await frames();
      await page.waitForTimeout(ms);
      return (await frames()) - before;
    };
    await expect.poll(() => framesIn(500)).toBeGreaterThan(0);
    await shown(false);
    await expect.poll(() => framesIn(500)).toBe(0);
    await page.evaluate(() => globalThis.mauzin.call('set-live', true));
    await window.expectAir('live');
    const listener = await openListener(pulse, await window.link(), 'one_more_phone');
    try {
      await listener.tapListen();
      await listener.expectState('playing');
      const recording = await record(pulse, [listener.sink]);
      await expectTones(recording, listener.sink, heard);
      await recording.stop();
    } finally {
      await listener.close();
    }
    expect(await framesIn(500)).toBe(0);
    await shown(true);
    await expect.poll(() => framesIn(500)).toBeGreaterThan(0);
    await window.stop();
  });

  test('a window reloaded while live is back on the air within 3 s, on the same connection', async () => {
    await window.goLive();
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
    const connection = await phone.connection();
    const recording = await record(pulse, [phone.sink]);
    await expectTones(recording, phone.sink, heard);
    const startMs = durationMs(recording.latest(phone.sink, 3_600_000));
    await window.page.reload();
    await window.expectAir('live');
    await expectTones(recording, phone.sink, heard);
    const [sound] = await recording.stop();
    expect(longestSilenceMs(slice(sound!, startMs - 400))).toBeLessThan(3_000);
    expect(await phone.connection()).toBe(connection);
  });

  test('quit while live, listeners wait; started with --go-live, they hear again without a tap', async () => {
    await app.close();
    await phone!.expectState('reconnecting', 20_000);
    await launch('--go-live');
    await window.expectAir('live');
    await phone!.expectState('playing', 20_000);
    const recording = await record(pulse, [phone!.sink]);
    await expectTones(recording, phone!.sink, heard);
    await recording.stop();
  });
});
