import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { durationMs, play, record, type Sound, speech, tone } from '../src/index.ts';
import { expectTones } from '../support/ears.ts';
import { WiredStation } from '../support/wired-station.ts';

/** Short, so that once through it, pauses included, is soon over. */
const sentence =
  'Welcome to the evening lesson. Please fill the rows from the front, and keep the aisles open.';

describe('data for who has little of it', () => {
  let clip: Sound;
  let station: WiredStation;
  /** Once through what is said, s: it is said again and again, so any stretch of this length is as any other. */
  let measureSeconds: number;

  beforeAll(async () => {
    clip = await speech(sentence);
    measureSeconds = durationMs(clip) / 1_000;
    station = await WiredStation.start(clip);
  });

  afterAll(() => station?.close());

  test('a phone hears the mosque', async () => {
    await station.listen();
    await station.phone.expectState('playing');
  });

  test('normal: at most 30 MB an hour on the wire, in packets of 20 ms; nothing else is encoded', async () => {
    await station.expectRendition('normal');
    const wire = await station.wired.measure(measureSeconds);
    process.stdout.write(`normal: ${wire.megabytesAnHour.toFixed(1)} MB an hour on the wire\n`);
    expect(wire.packets / measureSeconds).toBeGreaterThan(35);
    expect(wire.megabytesAnHour).toBeLessThan(30);
    expect(wire.megabytesAnHour).toBeGreaterThan(15);
    expect(await station.saver()).toEqual({ wanted: false, mix: 'none' });
  });

  test('saver: chosen on the phone, at most 15 MB an hour on the wire, in packets of 60 ms', async () => {
    await station.choose('saver');
    expect(await station.saver()).toEqual({ wanted: true, mix: 'flowing' });
    const wire = await station.wired.measure(measureSeconds);
    process.stdout.write(`saver: ${wire.megabytesAnHour.toFixed(1)} MB an hour on the wire\n`);
    expect(wire.packets / measureSeconds).toBeLessThan(20);
    expect(wire.megabytesAnHour).toBeLessThan(15);
    expect(wire.megabytesAnHour).toBeGreaterThan(5);
  });

  test('RED is on for a phone whose loss passes 3 %, and stays on when that has passed', async () => {
    const { wired } = station;
    await station.choose('normal');
    const plain = await wired.measure(3);
    wired.forwarder.setFaults({ toClients: { dropShare: 0.1 } });
    await expect
      .poll(async () => (await wired.measure(2)).meanBytes, { timeout: 20_000 })
      .toBeGreaterThan(plain.meanBytes * 1.6);
    wired.forwarder.setFaults({ toClients: { dropShare: 0 } });
    expect((await wired.measure(6)).meanBytes).toBeGreaterThan(plain.meanBytes * 1.6);
    await station.phone.expectState('playing');
  }, 60_000);

  test('both sides of a stereo mix are in the one channel of the saver', async () => {
    const { mixer, phone, pulse, voice, window } = station;
    await station.choose('saver');
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
});
