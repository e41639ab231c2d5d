import type { LostDeviceFallback } from '@mauzin/desktop-contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  type DesktopApp,
  launchMauzin,
  durationMs,
  levelAt,
  play,
  type Playing,
  type Pulse,
  record,
  type Recording,
  savedDevice,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';
import { System } from '../support/system.ts';

/** A lost device is known within 2 s, and taken back within 3 s of its return. */
const knownWithinMs = 2_000;
const backWithinMs = 3_000;

const usbHz = 440;
const hallHz = 1_000;
/** The second note of the alarm's tone. */
const alarmHz = 698;
const usbMixer = savedDevice('USB Mixer');
const only = (which: 'usb' | 'hall' | 'none') => ({
  usb: { frequencyHz: usbHz, heard: which === 'usb' },
  hall: { frequencyHz: hallHz, heard: which === 'hall' },
});

/** An input whose cable can be pulled and put back while what it carries goes on. */
class Cable {
  readonly #pulse: Pulse;
  readonly #name: string;
  readonly #label: string;
  #module: number | null = null;
  #playing: Playing | null = null;

  constructor(pulse: Pulse, name: string, label: string) {
    this.#pulse = pulse;
    this.#name = name;
    this.#label = label;
  }

  async carry(frequencyHz: number): Promise<void> {
    const bus = `${this.#name}_bus`;
    await this.#pulse.load('module-null-sink', `sink_name=${bus}`, 'rate=48000', 'channels=2');
    this.#playing = await play(this.#pulse, bus, tone({ frequencyHz, seconds: 1 }), { repeat: true });
    await this.plugIn();
  }

  /** Harmless when it is plugged in. */
  async plugIn(): Promise<void> {
    this.#module ??= await this.#pulse.load(
      'module-remap-source',
      `master=${this.#name}_bus.monitor`,
      `source_name=${this.#name}`,
      `source_properties="device.description='${this.#label}'"`,
    );
  }

  async pull(): Promise<void> {
    if (this.#module !== null) await this.#pulse.unload(this.#module);
    this.#module = null;
  }

  async stop(): Promise<void> {
    await this.#playing?.stop();
  }
}

describe('a device is pulled out and put back while people listen', () => {
  let pulse: Pulse;
  let usb: Cable;
  let hall: Cable;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;
  let ears: Recording;

  beforeAll(async () => {
    pulse = await startPulse();
    usb = new Cable(pulse, 'usb_mixer', 'USB Mixer');
    hall = new Cable(pulse, 'hall_mixer', 'Hall Mixer');
    await usb.carry(usbHz);
    await hall.carry(hallHz);
    app = await launchMauzin({ pulse }, { sources: [usbMixer], sound: { whenLost: 'next-device' } });
    window = new DesktopWindow(app);
  });

  // However a test ended, the next one finds both devices plugged in.
  afterEach(async () => {
    await usb.plugIn();
    await window.expectNoAlarm();
  });

  afterAll(async () => {
    await ears?.stop();
    await phone?.close();
    await app?.close();
    await usb?.stop();
    await hall?.stop();
    await pulse?.stop();
  });

  const whenLost = async (choice: LostDeviceFallback): Promise<void> => {
    const { settings } = await window.page.evaluate(() => globalThis.mauzin.call('get-state', undefined));
    await window.changeSettings({ sound: { ...settings.sound, whenLost: choice } });
  };
  const strip = (name: string) => window.page.getByRole('listitem', { name });
  const expectSound = (name: string, sound: string, withinMs: number): Promise<void> =>
    expect
      .poll(async () => (await strip(name).getAttribute('class'))?.split(' '), {
        timeout: withinMs,
        interval: 50,
      })
      .toContain(sound);

  test('a phone hears the mixer', async () => {
    await window.goLive();
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
    ears = await record(pulse, [phone.sink]);
    await expectTones(ears, phone.sink, only('usb'));
  });

  test('the next device, where the admin saved that, and the lost one again when it returns', async () => {
    await expectTones(ears, phone.sink, only('usb'));
    const connection = await phone.connection();
    await usb.pull();
    await window.expectAlarm('source-lost', knownWithinMs);
    await expectSound('USB Mixer', 'stand-in', knownWithinMs);
    await expect.poll(() => strip('USB Mixer').textContent()).toContain('Hall Mixer');
    await expectTones(ears, phone.sink, only('hall'));
    await usb.plugIn();
    await expectSound('USB Mixer', 'open', backWithinMs);
    await expectTones(ears, phone.sink, only('usb'));
    expect(await phone.connection()).toBe(connection);
  });

  test('silence, where the admin wants it: known on screen and by notification, and back without a new connection', async () => {
    await whenLost('silence');
    await expectTones(ears, phone.sink, only('usb'));
    const connection = await phone.connection();
    await usb.pull();
    await window.expectAlarm('source-lost', knownWithinMs);
    await expectSound('USB Mixer', 'missing', knownWithinMs);
    await new System(app).expectNotification(/USB Mixer/, knownWithinMs);
    await expectTones(ears, phone.sink, only('none'));
    await usb.plugIn();
    await expectSound('USB Mixer', 'open', backWithinMs);
    await expectTones(ears, phone.sink, only('usb'));
    await window.expectNoAlarm();
    expect(await phone.connection()).toBe(connection);
  });

  test('an alarm rings at the computer, and not on the air', async () => {
    await whenLost('silence');
    await expectTones(ears, phone.sink, only('usb'));
    const room = await record(pulse, [pulse.speakers]);
    const ringsInRoom = (): boolean => levelAt(room.latest(pulse.speakers, 400), alarmHz) > -40;
    expect(ringsInRoom()).toBe(false);
    await usb.pull();
    await expectTones(ears, phone.sink, only('none'));
    // A ring after what the phone still had of the device is over: a tone that breaks off is heard at every pitch.
    const goneAtMs = durationMs(ears.latest(phone.sink, 3_600_000));
    await expect
      .poll(() => durationMs(ears.latest(phone.sink, 3_600_000)), { timeout: 5_000 })
      .toBeGreaterThan(goneAtMs + 1_500);
    for (const rings of [true, false]) {
      await expect.poll(ringsInRoom, { timeout: 6_000, interval: 100 }).toBe(rings);
    }
    expect(levelAt(ears.latest(phone.sink, 1_500), alarmHz)).toBeLessThan(-60);
    await room.stop();
  });

  test('none rings while the computer’s own sound is on the air', async () => {
    await whenLost('silence');
    await window.setSources([usbMixer, { kind: 'system', id: 'pc', gainDb: 0, muted: false }]);
    await expectTones(ears, phone.sink, only('usb'));
    const room = await record(pulse, [pulse.speakers]);
    await usb.pull();
    await window.expectAlarm('source-lost', knownWithinMs);
    await expectTones(ears, phone.sink, only('none'));
    // For longer than from one ring to the next, which begins every 4 s.
    const heardMs = (): number => durationMs(room.latest(pulse.speakers, 60_000));
    const alreadyMs = heardMs();
    await expect.poll(heardMs, { timeout: 10_000 }).toBeGreaterThan(alreadyMs + 4_500);
    expect(levelAt(room.latest(pulse.speakers, 4_500), alarmHz)).toBeLessThan(-60);
    expect(levelAt(ears.latest(phone.sink, 4_500), alarmHz)).toBeLessThan(-60);
    await room.stop();
  });

  test('the system’s default is followed where the admin chose it', async () => {
    await pulse.pactl('set-default-source', 'usb_mixer');
    await window.setSources([{ kind: 'default', id: 'default', gainDb: 0, muted: false }]);
    await expectTones(ears, phone.sink, only('usb'));
    await pulse.pactl('set-default-source', 'hall_mixer');
    await expectTones(ears, phone.sink, only('hall'), backWithinMs);
    await pulse.pactl('set-default-source', 'usb_mixer');
    await expectTones(ears, phone.sink, only('usb'));
    // Pulled out, the system prefers another one by itself.
    await usb.pull();
    await pulse.pactl('set-default-source', 'hall_mixer');
    await expectTones(ears, phone.sink, only('hall'), backWithinMs);
  });
});
