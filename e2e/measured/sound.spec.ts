import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Control,
  type DesktopApp,
  compareSpoken,
  fewSentences,
  launchMauzin,
  longestSilenceMs,
  type Mixer,
  openControl,
  play,
  type Playing,
  type Pulse,
  record,
  type Recording,
  speech,
  startPulse,
  tone,
} from '../src/index.ts';
import { DesktopWindow } from '../support/desktop-window.ts';
import { expectTones } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const frequencies = { main: 440, pulpit: 1000, system: 2500 };
const systemSound = 'Sound of this computer';

/** Which tones a phone shall hear; the others must not be there. */
const only = (...names: readonly (keyof typeof frequencies)[]) =>
  Object.fromEntries(
    Object.entries(frequencies).map(([name, frequencyHz]) => [
      name,
      { frequencyHz, heard: (names as readonly string[]).includes(name) },
    ]),
  );

describe('what goes into the chosen device is heard on the phone', () => {
  let pulse: Pulse;
  let main: Mixer;
  let pulpit: Mixer;
  let control: Control;
  let app: DesktopApp;
  let window: DesktopWindow;
  let phone: Listener;
  let recording: Recording;
  const tones: Playing[] = [];

  const playTone = async (sink: string, frequencyHz: number): Promise<void> => {
    tones.push(await play(pulse, sink, tone({ frequencyHz, seconds: 1 }), { repeat: true }));
  };

  beforeAll(async () => {
    pulse = await startPulse();
    main = await pulse.addMixer('usb_mixer', 'USB Mixer');
    pulpit = await pulse.addMixer('pulpit', 'Pulpit Microphone');
    await playTone(main.sink, frequencies.main);
    await playTone(pulpit.sink, frequencies.pulpit);
    await playTone(pulse.speakers, frequencies.system);
    control = await openControl(pulse, main);
    app = await launchMauzin({ pulse });
    console.log(`The desktop app runs on: ${app.runsOn}`);
    window = new DesktopWindow(app);
  });

  afterAll(async () => {
    await recording?.stop();
    await phone?.close();
    await app?.close();
    await control?.close();
    await Promise.all(tones.map((playing) => playing.stop()));
    await pulse?.stop();
  });

  test('on first start the station has a link on this network, and every input is listed by name', async () => {
    expect(await window.link()).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:\d+\/s\/[a-z0-9-]+$/);
    await expect
      .poll(() => window.addableSources())
      .toEqual(expect.arrayContaining(['USB Mixer', 'Pulpit Microphone', systemSound]));
    await window.expectAir('off');
  });

  test('a listener who comes before the broadcast waits, and hears it without another tap', async () => {
    phone = await openListener(pulse, await window.link(), 'phone');
    await phone.expectState('waiting');
    await phone.tapListen();
    recording = await record(pulse, [phone.sink]);
    await window.addSource('USB Mixer');
    await window.goLive();
    await phone.expectState('playing');
    await expectTones(recording, phone.sink, only('main'));
    await window.expectHearing(1);
  });

  test('switched to the other device while live, the phone hears the other, on the same connection', async () => {
    const connection = await phone.connection();
    await window.addSource('Pulpit Microphone');
    await window.removeSource('USB Mixer');
    await expectTones(recording, phone.sink, only('pulpit'));
    expect(connection).not.toBeNull();
    expect(await phone.connection()).toBe(connection);
  });

  test('both at once are mixed, and the sound of the computer with them', async () => {
    await window.addSource('USB Mixer');
    await expectTones(recording, phone.sink, only('main', 'pulpit'));
    await window.addSource(systemSound);
    await expectTones(recording, phone.sink, only('main', 'pulpit', 'system'));
    await window.removeSource(systemSound);
    await expectTones(recording, phone.sink, only('main', 'pulpit'));
  });

  test('a muted source is not heard until it is unmuted', async () => {
    await window.mute('Pulpit Microphone');
    await expectTones(recording, phone.sink, only('main'));
    await window.unmute('Pulpit Microphone');
    await expectTones(recording, phone.sink, only('main', 'pulpit'));
    await window.removeSource('Pulpit Microphone');
    await expectTones(recording, phone.sink, only('main'));
  });

  test('a device that is unplugged breaks nothing, and is taken back when it returns', async () => {
    const connection = await phone.connection();
    await window.addSource('Pulpit Microphone');
    await expectTones(recording, phone.sink, only('main', 'pulpit'));
    await pulpit.remove();
    await expectTones(recording, phone.sink, only('main'));
    await window.page
      .getByRole('listitem', { name: 'Pulpit Microphone' })
      .getByText('Not plugged in')
      .waitFor();
    pulpit = await pulse.addMixer('pulpit', 'Pulpit Microphone');
    await playTone(pulpit.sink, frequencies.pulpit);
    await expectTones(recording, phone.sink, only('main', 'pulpit'), 15_000);
    await window.removeSource('Pulpit Microphone');
    expect(await phone.connection()).toBe(connection);
  });

  test('speech arrives whole: found in every window, no gap over 100 ms', async () => {
    for (const playing of tones.splice(0)) await playing.stop();
    const taps = await record(pulse, [main.sink, phone.sink, control.sink]);
    const playing = await play(pulse, main.sink, await speech(fewSentences));
    await playing.done;
    // The phone hears the end a moment later; the recording ends when the phone has fallen silent.
    await expect
      .poll(() => longestSilenceMs(taps.latest(phone.sink, 2_000)), { timeout: 10_000 })
      .toBeGreaterThan(1_900);
    const [sent, heard, other] = await taps.stop();
    const options = { maxDelayMs: 2_000, windowMs: 500 };
    const spoken = compareSpoken([sent!, heard!, other!], options);
    console.log(`speech: ${JSON.stringify(spoken)}`);
    expect(spoken.faults).toEqual([]);
    expect(spoken.missed).toBeLessThanOrEqual(1);
    expect(spoken.delayMs?.median).toBeLessThan(1_000);
  });

  test('stopped, the phone goes back to waiting, and hears the next broadcast without a tap', async () => {
    await window.stop();
    await phone.expectState('waiting');
    await playTone(main.sink, frequencies.main);
    await window.goLive();
    await phone.expectState('playing');
    await expectTones(recording, phone.sink, only('main'));
  });

  test('in stereo, what comes from the left is heard on the left; the change of quality ends nobody’s sound', async () => {
    for (const playing of tones.splice(0)) await playing.stop();
    for (const [side, frequencyHz] of [
      ['left', frequencies.main],
      ['right', frequencies.pulpit],
    ] as const) {
      tones.push(await play(pulse, main.sink, tone({ frequencyHz, seconds: 1 }), { repeat: true, side }));
    }
    const connection = await phone.connection();
    await expectTones(recording, phone.sink, only('main', 'pulpit'));
    await window.chooseQuality('Stereo: two channels');
    const left = await record(pulse, [phone.sink], { side: 'left' });
    await expectTones(left, phone.sink, only('main'));
    await left.stop();
    const right = await record(pulse, [phone.sink], { side: 'right' });
    await expectTones(right, phone.sink, only('pulpit'));
    await right.stop();
    expect(await phone.connection()).toBe(connection);
  });
});
