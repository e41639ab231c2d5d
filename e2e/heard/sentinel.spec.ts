import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  speech,
  startPulse,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';

// To be let in to a private station is the harder way: what hears there hears everywhere (sentinel.long.spec.ts has an open one).
describe('the app listens to itself as a listener of a private station would', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('it says that listeners hear, and how far behind; it is no listener itself', async () => {
    await window.changeSettings({ accessCode: '471108' });
    await window.goLive();
    await window.expectSentinel('heard', 20_000);
    const behindMs = await window.behindMs();
    console.log(`the sentinel is ${behindMs} ms behind the mix`);
    expect(behindMs).toBeGreaterThan(0);
    expect(behindMs).toBeLessThan(1_000);
    await window.expectHearing(0);
    expect(await window.page.locator('main').getAttribute('data-listeners')).toBe('0');
  });
});
