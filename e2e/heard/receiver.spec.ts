import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  type Recording,
  record,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const frequencyHz = 440;
const heard = { tone: { frequencyHz, heard: true } };
const silent = { tone: { frequencyHz, heard: false } };

describe('a tablet on the wall of the women’s hall', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let tablet: Listener;
  let ears: Recording;

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz, seconds: 1 }), { repeat: true });
    app = await launchMauzin({ pulse });
    window = new DesktopWindow(app);
  });
  afterAll(async () => {
    await ears?.stop();
    await tablet?.close();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('is set up with one tap, before anything is on the air', async () => {
    await window.addSource('USB Mixer');
    tablet = await openListener(pulse, `${await window.link()}?receiver`, 'tablet', {
      locale: 'en',
      viewport: { width: 820, height: 1180 },
    });
    ears = await record(pulse, [tablet.sink]);
    await tablet.expectState('waiting');
    await tablet.page.locator('button.big').click();
    await tablet.page.locator('.clock').waitFor();
    await expectTones(ears, tablet.sink, silent);
  });

  test('plays each broadcast by itself, and is quiet between them', async () => {
    for (let broadcast = 0; broadcast < 2; broadcast += 1) {
      await window.goLive();
      await tablet.expectState('playing');
      await expectTones(ears, tablet.sink, heard);
      await window.stop();
      await tablet.expectState('waiting');
      await expectTones(ears, tablet.sink, silent);
    }
  });

  test('loaded anew while a broadcast goes on, it plays as soon as the browser lets it', async () => {
    await window.goLive();
    await tablet.expectState('playing');
    await tablet.page.reload();
    // A browser that wants a tap is told so by the page; one that trusts it plays.
    await expect
      .poll(() => tablet.main.getAttribute('data-state'), { timeout: 15_000 })
      .toMatch(/playing|blocked|ready/);
    if ((await tablet.main.getAttribute('data-state')) !== 'playing') {
      await tablet.page.locator('button.big').click();
    }
    await tablet.expectState('playing');
    await expectTones(ears, tablet.sink, heard);
  });
});
