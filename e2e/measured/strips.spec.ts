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
    // It is listened to first whether it would come back: for 2 s, and up to 9 s beside three busy programs on two cores.
    await expectTones(room, 'pa_room', tones(true, true), 15_000);
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

describe('a mixer of eight channels', () => {
  /** By channel, Hz. The others are silent. */
  const channelHz = { 1: leftHz, 3: rightHz, 4: 2_500 } as const;
  const map = Array.from({ length: 8 }, (_, index) => `aux${index}`).join(',');
  let pulse: Pulse;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;
  const playing: Playing[] = [];

  beforeAll(async () => {
    pulse = await startPulse();
    await pulse.load('module-null-sink', 'sink_name=bus', 'rate=48000', 'channels=8', `channel_map=${map}`);
    const maps = ['channels=8', `channel_map=${map}`, `master_channel_map=${map}`, 'remix=no'];
    const named = `source_properties="device.description='USB Desk'"`;
    await pulse.load('module-remap-source', 'master=bus.monitor', 'source_name=desk', ...maps, named);
    for (const [channel, frequencyHz] of Object.entries(channelHz)) {
      const sink = `channel${channel}`;
      const place = [
        'channels=1',
        'channel_map=mono',
        `master_channel_map=aux${Number(channel) - 1}`,
        'remix=no',
      ];
      await pulse.load('module-remap-sink', 'master=bus', `sink_name=${sink}`, ...place);
      playing.push(await play(pulse, sink, tone({ frequencyHz, seconds: 1 }), { repeat: true }));
    }
    app = await launchMauzin({ pulse }, { sources: [], preset: 'stereo' });
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await phone?.close();
    await app?.close();
    await Promise.all(playing.splice(0).map((each) => each.stop()));
    await pulse?.stop();
  });

  const inputs = async (): Promise<string[]> =>
    (await pulse.pactl('list', 'short', 'modules'))
      .split('\n')
      .filter((line) => line.includes('mauzin_desk_'));
  const hears = (one: boolean, three: boolean, four: boolean) => ({
    one: { frequencyHz: channelHz[1], heard: one },
    three: { frequencyHz: channelHz[3], heard: three },
    four: { frequencyHz: channelHz[4], heard: four },
  });
  const expectHeard = async (
    left: ReturnType<typeof hears>,
    right: ReturnType<typeof hears>,
  ): Promise<void> => {
    for (const [side, expected] of [
      ['left', left],
      ['right', right],
    ] as const) {
      const ears = await record(pulse, [phone.sink], { side });
      await expectTones(ears, phone.sink, expected);
      await ears.stop();
    }
  };

  test('is heard by its first two channels, where the browser by itself hears nothing of it', async () => {
    await window.addSource('USB Desk');
    await window.page.getByRole('listitem', { name: 'USB Desk: 1–2' }).waitFor();
    await window.goLive();
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.tapListen();
    await phone.expectState('playing');
    await expectHeard(hears(true, false, false), hears(false, false, false));
  });

  test('each channel’s level is seen while one chooses', async () => {
    await window.page.getByRole('button', { name: 'More: USB Desk: 1–2' }).click();
    await window.page.getByText('Channels of the mixer', { exact: true }).click();
    const level = async (channel: number): Promise<number> =>
      Number(
        await window.page
          .getByRole('meter', { name: `Level of channel ${channel}` })
          .getAttribute('aria-valuenow'),
      );
    await expect.poll(() => level(3)).toBeGreaterThan(-30);
    expect(await level(4)).toBeGreaterThan(-30);
    expect(await level(2)).toBeLessThan(-55);
    expect(await level(8)).toBeLessThan(-55);
  });

  test('another pair, or one channel on both sides, is heard while on the air; then nothing is measured any more', async () => {
    await window.page.getByRole('radio', { name: '3–4', exact: true }).click();
    await window.page.getByRole('listitem', { name: 'USB Desk: 3–4' }).waitFor();
    await expectHeard(hears(false, true, false), hears(false, false, true));
    await window.page.getByRole('radio', { name: '4', exact: true }).click();
    await window.page.getByRole('listitem', { name: 'USB Desk: 4' }).waitFor();
    await expectHeard(hears(false, false, true), hears(false, false, true));
    await expect.poll(inputs).toHaveLength(1);
    const isMeasured = async (): Promise<boolean> =>
      (await pulse.pactl('list', 'source-outputs')).includes('parec');
    expect(await isMeasured()).toBe(true);
    await window.page.getByText('Channels of the mixer', { exact: true }).click();
    await expect.poll(isMeasured).toBe(false);
  });

  test('what was made of it is taken away with the app', async () => {
    await app.close();
    expect(await inputs()).toEqual([]);
  });
});
