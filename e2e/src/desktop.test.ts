import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchDesktop } from './desktop.ts';
import type { DesktopApp, DesktopOptions } from './desktop-app.ts';
import { play, type Playing } from './play.ts';
import { type Pulse, startPulse } from './pulse.ts';
import { tone } from './sound.ts';

const main = join(import.meta.dirname, '..', 'fixtures', 'mini-app', 'main.mjs');

interface Mini {
  double(number: number): Promise<unknown>;
  fail(): Promise<unknown>;
  toEngine(message: unknown): void;
}
declare global {
  interface Window {
    readonly mini: Mini;
    levelIn(stream: MediaStream, frequencyHz: number): Promise<number>;
  }
}

let pulse: Pulse;
const playing: Playing[] = [];
beforeAll(async () => {
  pulse = await startPulse();
  const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
  const repeat = { repeat: true };
  playing.push(await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 5 }), repeat));
  playing.push(await play(pulse, pulse.speakers, tone({ frequencyHz: 1000, seconds: 5 }), repeat));
});
afterAll(async () => {
  for (const sound of playing) await sound.stop();
  await pulse?.stop();
});

const launch = (options: DesktopOptions = {}): Promise<DesktopApp> =>
  launchDesktop({ main, pulse, ...options });

describe('an app', () => {
  let app: DesktopApp;
  beforeAll(async () => {
    app = await launch({ locale: 'ar' });
  });
  afterAll(() => app?.close());

  test('is shown in a window of its size and language, from its own scheme', async () => {
    expect(app.runsOn).toBe('stand-in');
    const seen = await app.page.evaluate(() => [
      innerWidth,
      innerHeight,
      navigator.language,
      isSecureContext,
    ]);
    expect(seen).toEqual([640, 480, 'ar', true]);
    const told = (): Promise<unknown> =>
      app.evaluate(({ app: electronApp, BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return [electronApp.getLocale(), window?.webContents.getURL(), window?.isVisible()];
      }, undefined);
    await expect.poll(told).toEqual(['ar', 'app://bundle/index.html', true]);
    expect(await app.page.evaluate(async () => (await fetch('missing.js')).status)).toBe(404);
  });

  test('calls main and gets answers and errors, and nothing but its bridge', async () => {
    const answer = await app.page.evaluate(() => window.mini.double(21));
    expect(answer).toEqual({ twice: 42, from: 'app://bundle/index.html', isWindow: true });
    await expect(app.page.evaluate(() => window.mini.fail())).rejects.toThrow(
      "Error invoking remote method 'fail': Error: as it should",
    );
    expect(
      await app.page.evaluate(() => ['__standIn', 'require', 'process'].filter((name) => name in window)),
    ).toEqual([]);
  });

  test('talks with its utility process', async () => {
    await app.page.evaluate(() => window.mini.toEngine({ hello: [1, 2] }));
    await expect
      .poll(() => app.page.locator('#engine').textContent(), { timeout: 10_000 })
      .toBe('{"echo":{"hello":[1,2]},"argument":"argument"}');
  });

  test('captures an input by its name, and the system’s sound', async () => {
    await expect.poll(() => app.page.locator('#devices').textContent()).toBe('USB Mixer');
    const inputDb = await app.page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false } });
      return await window.levelIn(stream, 440);
    });
    expect(inputDb).toBeGreaterThan(-30);
    await app.page.locator('#changes').click();
    const systemDb = await app.page.evaluate(async () => {
      const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const stream = await navigator.mediaDevices.getDisplayMedia({ audio, video: false });
      return stream.getVideoTracks().length === 0 ? await window.levelIn(stream, 1000) : Number.NaN;
    });
    expect(systemDb).toBeGreaterThan(-30);
    expect(app.output()).toContain('asked for media by app://bundle/index.html');
    expect(app.output()).toContain('asked for display-capture by app://bundle/index.html');
  });

  test('gets the system’s sound for 5 s after a click, or after main’s word, and no longer', async () => {
    const capture = (): Promise<string> =>
      app.page.evaluate(async () => {
        const opened = navigator.mediaDevices.getDisplayMedia({ audio: true, video: false });
        return await opened.then(
          (stream) => {
            for (const track of stream.getTracks()) track.stop();
            return 'opened';
          },
          ({ name }: Error) => name,
        );
      });
    const isActive = (): Promise<boolean> => app.page.evaluate(() => navigator.userActivation.isActive);
    await app.page.locator('#changes').click();
    expect(await capture()).toBe('opened');
    await expect.poll(isActive, { timeout: 10_000 }).toBe(false);
    expect(await capture()).toBe('InvalidStateError');
    const run = async (asGesture: boolean): Promise<void> =>
      await app.evaluate(async ({ BrowserWindow }, gesture) => {
        await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('0', gesture);
      }, asGesture);
    await run(false);
    expect(await capture()).toBe('InvalidStateError');
    await run(true);
    expect(await capture()).toBe('opened');
  });

  test('notices devices that come and go', async () => {
    const microphone = await pulse.addMixer('minbar', 'Minbar Microphone');
    const devices = app.page.locator('#devices');
    await expect.poll(() => devices.textContent(), { timeout: 10_000 }).toContain('Minbar Microphone');
    await microphone.remove();
    await expect.poll(() => devices.textContent(), { timeout: 10_000 }).toBe('USB Mixer');
  });

  test('goes nowhere that main forbids, and opens no windows', async () => {
    await app.page.locator('#away').click();
    await expect
      .poll(() => app.output(), { timeout: 10_000 })
      .toContain('wants to go to https://example.com/away');
    await app.page.locator('#window').click();
    const opened = { api: 'shell.openExternal', args: ['https://example.com/window'] };
    await expect.poll(() => app.calls(), { timeout: 10_000 }).toContainEqual(opened);
    expect(app.page.url()).toContain('index.html');
    expect(await app.page.title()).toBe('Mini');
    expect(await app.calls()).toContainEqual({
      api: 'powerSaveBlocker.start',
      args: ['prevent-app-suspension'],
    });
  });

  test('comes back after its page has crashed', async () => {
    await app.crashRenderer();
    const page = await app.nextPage();
    expect(app.output()).toContain('page gone: crashed');
    expect(await page.evaluate(() => window.mini.double(4))).toMatchObject({ twice: 8 });
    await page.evaluate(() => window.mini.toEngine('still there'));
    await expect
      .poll(() => page.locator('#engine').textContent(), { timeout: 10_000 })
      .toContain('still there');
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([640, 480]);
  });

  test('hears main out when it quits, and leaves nothing', async () => {
    const { userData, pid } = app;
    expect(await app.close()).toBe(0);
    expect(await app.close()).toBe(0);
    expect(app.output()).toContain('will quit');
    expect(app.output()).toContain('engine ended');
    await expect.poll(() => existsSync(userData), { timeout: 5000 }).toBe(false);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

test('a second instance leaves, and the first one is told', async () => {
  const userData = await mkdtemp(join(tmpdir(), 'mauzin-instances-'));
  const first = await launch({ userData });
  try {
    await expect(launch({ userData, args: ['--from-second'] })).rejects.toMatchObject({
      name: 'DesktopEnded',
      code: 0,
      output: expect.stringContaining('a second instance'),
    });
    await expect.poll(() => first.output(), { timeout: 10_000 }).toContain('knocked: --from-second');
  } finally {
    await first.close();
  }
  const third = await launch({ userData });
  await third.close();
  await rm(userData, { recursive: true });
});

test('an app that denies its page the microphone is obeyed', async () => {
  const app = await launch({ env: { MINI_MEDIA: 'denied' } });
  try {
    const outcome = await app.page.evaluate(async () => {
      const opened = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'opened', String);
      const devices = await navigator.mediaDevices.enumerateDevices();
      return [opened, devices.some((device) => device.label !== '')];
    });
    expect(outcome).toEqual(['NotAllowedError: Permission denied', false]);
  } finally {
    await app.close();
  }
});

test('a main module that awaits its readiness never becomes ready, as on Electron', async () => {
  const hanging = launch({ env: { MINI_AWAITS: 'ready' }, timeoutMs: 3000 });
  await expect(hanging).rejects.toThrow('not ready; does its main module await');
});

test('an app that was not built is said to be missing', async () => {
  await expect(launchDesktop({ main: join(main, 'nowhere.js') })).rejects.toThrow('run "pnpm build" first');
});
