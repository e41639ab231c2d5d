import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  onlyWhere,
  play,
  type Playing,
  type Pulse,
  savedDevice,
  speech,
  startPulse,
} from '../src/index.ts';
import { canCut, cutUdp } from '../support/cut.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { System } from '../support/system.ts';

const whyNot = await canCut();

describe('the app listens to itself, and its listeners’ way is cut', onlyWhere(whyNot), () => {
  let pulse: Pulse;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let mend: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    pulse = await startPulse();
    const mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
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

  test('it raises the alarm, and ends it when the way is mended', async () => {
    await window.goLive();
    await window.expectSentinel('heard', 20_000);
    mend = await cutUdp(Number(new URL(await window.link()).port));
    await window.expectSentinel('not-heard', 30_000);
    await window.expectAlarm('not-heard', 30_000);
    await window.expectState('degraded');
    await new System(app).expectNotification(/Listeners hear nothing/);
    await mend();
    mend = undefined;
    const mendedAtMs = performance.now();
    await window.expectSentinel('heard', 60_000);
    console.log(
      `heard again ${((performance.now() - mendedAtMs) / 1_000).toFixed(1)} s after the way was mended`,
    );
    await window.expectNoAlarm();
    await window.expectState('live');
    expect(await window.behindMs()).toBeLessThan(1_000);
  }, 180_000);
});
