import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  electronPath,
  launchMauzin,
  onlyWhere,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { System } from '../support/system.ts';

const onStandIn = onlyWhere(
  electronPath() === null ? null : 'a real Electron is on one system, and knows which: see docs/desktop.md',
);

/** The calls that the app makes only there, on a stand-in that refuses what that system has not. */
describe('on another system', onStandIn, () => {
  let pulse: Pulse;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;

  const start = async (
    system: NodeJS.Platform,
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> => {
    app = await launchMauzin(
      { pulse, args: ['--go-live'], env: { STANDIN_SYSTEM: system, ...env } },
      { sources: [savedDevice('USB Mixer')] },
    );
    window = new DesktopWindow(app);
  };
  const called = async (api: string): Promise<number> =>
    (await app.calls()).filter((call) => call.api === api).length;

  beforeAll(async () => {
    pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz: 440, seconds: 1 }), { repeat: true });
  });
  afterEach(async () => {
    await app?.close();
  });
  afterAll(async () => {
    await playing?.stop();
    await pulse?.stop();
  });

  test('macOS is asked for the microphone before it is opened, and only then it is heard', async () => {
    await start('darwin');
    await window.expectState('live');
    expect(await called('systemPreferences.askForMediaAccess')).toBe(1);
  });

  test('macOS forbids it: the window shows the way to its settings, and hears once it is allowed there', async () => {
    await start('darwin', { STANDIN_MICROPHONE: 'denied' });
    await window.problem.getByRole('button').first().click();
    const page = 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone';
    await expect.poll(() => app.calls()).toContainEqual({ api: 'shell.openExternal', args: [page] });
    await new System(app).allowMicrophone();
    await window.expectState('live', 20_000);
  });

  test('Windows is told who shows notifications', async () => {
    await start('win32');
    await window.expectState('live');
    expect(await called('app.setAppUserModelId')).toBe(1);
  });
});
