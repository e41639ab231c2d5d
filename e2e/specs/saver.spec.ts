import type { EngineState } from '@mauzin/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  type Mixer,
  play,
  type Playing,
  type Pulse,
  record,
  savedDevice,
  speech,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from './support/desktop-window.ts';
import { expectTones } from './support/ears.ts';
import { type Listener, openListener } from './support/listener.ts';
import { wirePhone, type WiredPhone } from './support/wire.ts';

const measureSeconds = 36; // twice through what is spoken

describe('data for who has little of it', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let voice: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;
  let wired: WiredPhone;

  const engine = (): Promise<EngineState> =>
    window.page.evaluate(async () => (await globalThis.mauzin.call('get-state', undefined)).engine);
  const saver = async (): Promise<EngineState['saver']> => (await engine()).saver;

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    voice = await play(pulse, mixer.sink, await speech(), { repeat: true });
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')] });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await phone?.close();
    await wired?.close();
    await app?.close();
    await voice?.stop();
    await pulse?.stop();
  });

  const expectRendition = (rendition: string): Promise<void> =>
    expect.poll(() => phone.main.getAttribute('data-rendition'), { timeout: 10_000 }).toBe(rendition);
  const choose = async (rendition: 'normal' | 'saver'): Promise<void> => {
    const choices = phone.page.locator('details.choices');
    if ((await choices.getAttribute('open')) === null) await choices.locator('summary').click();
    await phone.page.getByRole('checkbox', { name: 'Save data' }).setChecked(rendition === 'saver');
    await expectRendition(rendition);
  };

  test('a phone hears the mosque', async () => {
    await window.goLive();
    const link = await window.link();
    phone = await openListener(pulse, link, 'phone');
    wired = await wirePhone(phone, Number(new URL(link).port));
    await phone.tapListen();
    await phone.expectState('playing');
  });

  test('normal: at most 30 MB an hour on the wire, in packets of 20 ms; nothing else is encoded', async () => {
    await expectRendition('normal');
    const wire = await wired.measure(measureSeconds);
    process.stdout.write(`normal: ${wire.megabytesAnHour.toFixed(1)} MB an hour on the wire\n`);
    expect(wire.packets / measureSeconds).toBeGreaterThan(35);
    expect(wire.megabytesAnHour).toBeLessThan(30);
    expect(wire.megabytesAnHour).toBeGreaterThan(15);
    expect(await saver()).toEqual({ wanted: false, mix: 'none' });
  });

  test('saver: chosen on the phone, at most 15 MB an hour on the wire, in packets of 60 ms', async () => {
    await choose('saver');
    expect(await saver()).toEqual({ wanted: true, mix: 'flowing' });
    const wire = await wired.measure(measureSeconds);
    process.stdout.write(`saver: ${wire.megabytesAnHour.toFixed(1)} MB an hour on the wire\n`);
    expect(wire.packets / measureSeconds).toBeLessThan(20);
    expect(wire.megabytesAnHour).toBeLessThan(15);
    expect(wire.megabytesAnHour).toBeGreaterThan(5);
  });

  test('RED: on for a phone whose loss passes 3 %, off once it has passed', async () => {
    const plain = await wired.measure(3);
    wired.forwarder.setFaults({ toClients: { dropShare: 0.1 } });
    await expect
      .poll(async () => (await wired.measure(2)).meanBytes, { timeout: 20_000 })
      .toBeGreaterThan(plain.meanBytes * 1.6);
    wired.forwarder.setFaults({ toClients: { dropShare: 0 } });
    expect((await wired.measure(10)).meanBytes).toBeGreaterThan(plain.meanBytes * 1.6);
    await expect
      .poll(async () => (await wired.measure(2)).meanBytes, { timeout: 45_000 })
      .toBeLessThan(plain.meanBytes * 1.3);
    await phone.expectState('playing');
  }, 90_000);

  test('both sides of a stereo mix are in the one channel of the saver', async () => {
    await voice.stop();
    await window.changeSettings({ preset: 'stereo' });
    const left = { frequencyHz: 440, seconds: 1 } as const;
    const right = { frequencyHz: 1_000, seconds: 1 } as const;
    const tones = [
      await play(pulse, mixer.sink, tone(left), { repeat: true, side: 'left' }),
      await play(pulse, mixer.sink, tone(right), { repeat: true, side: 'right' }),
    ];
    const ears = await record(pulse, [phone.sink], { side: 'left' });
    await expectTones(ears, phone.sink, {
      left: { ...left, heard: true },
      right: { ...right, heard: true },
    });
    await ears.stop();
    await Promise.all(tones.map((each) => each.stop()));
  });

  test('half a minute after the last who wants it, it is not encoded any more', async () => {
    await choose('normal');
    expect(await saver()).toEqual({ wanted: true, mix: 'flowing' });
    await expect.poll(saver, { timeout: 45_000 }).toEqual({ wanted: false, mix: 'none' });
    await phone.expectState('playing');
    expect((await engine()).mix).toBe('flowing');
  });
});
