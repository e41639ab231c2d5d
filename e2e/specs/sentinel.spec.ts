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
import { canCut, cutUdp } from './support/cut.ts';
import { DesktopWindow } from './support/desktop-window.ts';
import { System } from './support/system.ts';

describe('the app listens to itself as a listener would', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let mend: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, await speech(), { repeat: true });
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await mend?.();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('it says that listeners hear, and how far behind; it is no listener itself', async () => {
    await window.goLive();
    await window.expectSentinel('heard', 20_000);
    const behindMs = await window.behindMs();
    console.log(`the sentinel is ${behindMs} ms behind the mix`);
    expect(behindMs).toBeGreaterThan(0);
    expect(behindMs).toBeLessThan(1_000);
    await window.expectHearing(0);
    expect(await window.page.locator('main').getAttribute('data-listeners')).toBe('0');
  });

  test('when the way to the listeners is cut, it raises the alarm, and ends it when the way is mended', async (context) => {
    const reason = await canCut();
    if (reason !== null) {
      console.log(`not shown here: ${reason}`);
      context.skip(reason);
    }
    mend = await cutUdp(Number(new URL(await window.link()).port));
    await window.expectSentinel('not-heard', 30_000);
    await window.expectAlarm('not-heard', 30_000);
    await window.expectState('degraded');
    await new System(app).expectNotification(/Listeners hear nothing/);
    await mend();
    mend = undefined;
    await window.expectSentinel('heard', 60_000);
    await window.expectNoAlarm();
    await window.expectState('live');
  });
});
