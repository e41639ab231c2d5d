import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchDesktop,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  record,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const frequencyHz = 440;

describe('the first run, from nothing to a phone that hears', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let playing: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    await pulse.addMixer('pulpit', 'Pulpit Microphone');
    playing = await play(pulse, mixer.sink, tone({ frequencyHz, seconds: 1 }), { repeat: true });
    app = await launchDesktop({ pulse, locale: 'en-US' });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await playing?.stop();
    await pulse?.stop();
  });

  test('the mosque is named, and the device picked whose meter moves', async () => {
    const { page } = window;
    await page.getByLabel('What is the mosque called?').fill('Masjid an-Noor');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('USB Mixer', { exact: true }).check();
    await page.getByText('Sound is coming in.').waitFor();
    await page.getByLabel('Pulpit Microphone', { exact: true }).check();
    await page.getByText('Nothing comes in.').waitFor();
    await page.getByLabel('USB Mixer', { exact: true }).check();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => page.locator('.guide').getAttribute('data-step')).toBe('phone');
  });

  test('the person’s own phone hears it, and the guide says so', async () => {
    const { page } = window;
    await window.expectAir('live');
    const link = (await page.locator('.guide .link').textContent()) ?? '';
    phone = await openListener(pulse, link, 'phone');
    await expect.poll(() => phone.page.title()).toContain('Masjid an-Noor');
    await page.getByText('Your phone is here. Tap Listen on it.').waitFor();
    await phone.tapListen();
    await phone.expectState('playing');
    const ears = await record(pulse, [phone.sink]);
    await expectTones(ears, phone.sink, { tone: { frequencyHz, heard: true } });
    await ears.stop();
    await page.getByText('1 phone hears you').waitFor();
  });

  test('done: it stays on the air if that is wanted, and the guide is not seen again', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Stay on air' }).click();
    await page.getByRole('listitem', { name: 'USB Mixer' }).waitFor();
    await window.expectState('live');
    await phone.expectState('playing');
    await page.reload();
    await page.getByRole('listitem', { name: 'USB Mixer' }).waitFor();
  });
});
