import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Control,
  type DesktopApp,
  compareSpoken,
  fewSentences,
  launchMauzin,
  levelAt,
  longestSilenceMs,
  type Mixer,
  openControl,
  play,
  type Playing,
  type Pulse,
  record,
  savedDevice,
  speech,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const leftHz = 440;
const rightHz = 1_000;
const tones = (left: boolean, right: boolean) => ({
  left: { frequencyHz: leftHz, heard: left },
  right: { frequencyHz: rightHz, heard: right },
});

describe('what a strip does is heard', () => {
  let pulse: Pulse;
  let mixer: Mixer;
  let control: Control;
  let playing: Playing[] = [];
  let hallPlaying: Playing;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;

  beforeAll(async () => {
    pulse = await startPulse();
    mixer = await pulse.addMixer('usb_mixer', 'USB Mixer');
    await pulse.load(
      'module-null-sink',
      'sink_name=pa_room',
      'rate=48000',
      'channels=2',
      'sink_properties=device.description=Headphones',
    );
    const hall = await pulse.addMixer('hall_mixer', 'Hall Mixer');
    hallPlaying = await play(pulse, hall.sink, tone({ frequencyHz: 2_500, seconds: 1 }), { repeat: true });
    playing = [
      await play(pulse, mixer.sink, tone({ frequencyHz: leftHz, seconds: 1 }), {
        repeat: true,
        side: 'left',
      }),
      await play(pulse, mixer.sink, tone({ frequencyHz: rightHz, seconds: 1 }), {
        repeat: true,
        side: 'right',
      }),
    ];
    control = await openControl(pulse, mixer);
    app = await launchMauzin({ pulse }, { sources: [savedDevice('USB Mixer')], preset: 'stereo' });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await control?.close();
    await Promise.all(playing.map((each) => each.stop()));
    await hallPlaying?.stop();
    await pulse?.stop();
  });

  test('a phone hears the mixer', async () => {
    await window.goLive();
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
  });

  test.each([
    ['Left', tones(true, false), tones(true, false)],
    ['Right', tones(false, true), tones(false, true)],
    ['Mono', tones(true, true), tones(true, true)],
    ['Stereo', tones(true, false), tones(false, true)],
  ])('%s: both sides of the phone hear what they should', async (pick, onLeft, onRight) => {
    await window.pickChannels('USB Mixer', pick);
    const left = await record(pulse, [phone.sink], { side: 'left' });
    await expectTones(left, phone.sink, onLeft);
    await left.stop();
    const right = await record(pulse, [phone.sink], { side: 'right' });
    await expectTones(right, phone.sink, onRight);
    await right.stop();
  });

  test('given another device while live, a strip is heard from there, on the same connection', async () => {
    const connection = await phone.connection();
    const ears = await record(pulse, [phone.sink]);
    await window.pickDevice('USB Mixer', 'Hall Mixer');
    await expectTones(ears, phone.sink, {
      hall: { frequencyHz: 2_500, heard: true },
      ...tones(false, false),
    });
    await window.pickDevice('Hall Mixer', 'USB Mixer');
    await expectTones(ears, phone.sink, { hall: { frequencyHz: 2_500, heard: false }, ...tones(true, true) });
    await ears.stop();
    expect(await phone.connection()).toBe(connection);
  });

  test('the admin hears the mix on the output that was chosen, and only while it is chosen', async () => {
    const room = await record(pulse, ['pa_room']);
    await window.monitorOn('Headphones');
    await expectTones(room, 'pa_room', tones(true, true));
    await window.monitorOn('Off');
    await expectTones(room, 'pa_room', tones(false, false));
    await room.stop();
  });

  test('raised by 12 dB a loud source never goes over the ceiling: the limiter works and is seen', async () => {
    await Promise.all(playing.splice(0).map((each) => each.stop()));
    playing.push(
      await play(pulse, mixer.sink, tone({ frequencyHz: leftHz, seconds: 1, levelDbfs: -3 }), {
        repeat: true,
      }),
    );
    await window.setGain('USB Mixer', 12);
    await window.page.locator('[data-limiting="true"]').waitFor();
    const ears = await record(pulse, [phone.sink]);
    await expect.poll(() => levelAt(ears.latest(phone.sink, 400), leftHz)).toBeGreaterThan(-6);
    // Limited it is still one tone; clipped, a sine would carry its third harmonic at about -10 dB.
    // It would do so in every moment; a hesitation of this machine is a noise of the moment.
    const thirdDb = (): number => {
      const latest = ears.latest(phone.sink, 400);
      return levelAt(latest, 3 * leftHz) - levelAt(latest, leftHz);
    };
    await expect.poll(thirdDb).toBeLessThan(-30);
    await ears.stop();
    await window.setGain('USB Mixer', 0);
  });

  test('the quality is changed again and again while somebody speaks, and not a word is lost', async () => {
    await Promise.all(playing.splice(0).map((each) => each.stop()));
    const taps = await record(pulse, [mixer.sink, phone.sink, control.sink]);
    const connection = await phone.connection();
    const voice = await play(pulse, mixer.sink, await speech(fewSentences));
    for (const quality of ['voice', 'stereo', 'recitation', 'voice', 'recitation'] as const) {
      await window.changeSettings({ preset: quality });
      await expect
        .poll(() =>
          window.page.evaluate(
            async () => (await globalThis.mauzin.call('get-state', undefined)).settings.preset,
          ),
        )
        .toBe(quality);
    }
    await voice.done;
    await expect
      .poll(() => longestSilenceMs(taps.latest(phone.sink, 2_000)), { timeout: 10_000 })
      .toBeGreaterThan(1_900);
    const [sent, got, other] = await taps.stop();
    const options = { maxDelayMs: 2_000, windowMs: 500 };
    const { delayMs, faults, missed } = compareSpoken([sent!, got!, other!], options);
    expect(faults).toEqual([]);
    expect(missed).toBeLessThanOrEqual(1);
    expect(delayMs?.median).toBeLessThan(1_000);
    expect(await phone.connection()).toBe(connection);
  });
});
