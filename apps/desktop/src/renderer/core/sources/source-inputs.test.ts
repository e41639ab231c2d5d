import { noProcessing, type LostDeviceFallback, type SavedSource } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import { type FakeDevice, fakeInput, FakeMedia, type FakeStream } from '../../../testing/fake-media.ts';
import { defaultSource, deviceSource, systemSource } from '../../../testing/sources.ts';
import { DeviceWatch } from '../devices/device-watch.ts';
import type { InputDevice } from '../devices/devices.ts';
import { SourceInputs } from './source-inputs.ts';

const usb = deviceSource('usb', 'm1', 'USB Mixer');
const hall = deviceSource('hall', 'h1', 'Hall Mixer');
const usbInput = (): FakeDevice => fakeInput('m1', 'USB Mixer');
const hallInput = (): FakeDevice => fakeInput('h1', 'Hall Mixer');
const webcamInput = (): FakeDevice => fakeInput('w1', 'Webcam');
const defaultOf = (label: string): FakeDevice => fakeInput('default', `Default - ${label}`, 'x');

/** The inputs as the studio runs them: looks each second, checks each 250 ms. */
async function setUp(
  sources: readonly SavedSource[],
  devices: readonly FakeDevice[],
  whenLost: LostDeviceFallback = 'silence',
  capturesMayMove = false,
) {
  const clock = new FakeClock();
  const media = new FakeMedia(...devices);
  const heard: Record<string, FakeStream | null> = {};
  const strips: string[] = [];
  const found: (InputDevice & { id: string })[] = [];
  let level = -20;
  let isMeasured = true;
  const inputs = new SourceInputs({
    media: media.port,
    clock,
    mixer: {
      setInput: (id, stream) => (heard[id] = stream as unknown as FakeStream | null),
      renewInput: (id, stream, _quietDbfs, renewed) => {
        heard[id] = stream as unknown as FakeStream;
        renewed();
      },
      setStrip: (id) => strips.push(id),
      meterOf: () => ({ rmsDbfs: level, peakDbfs: level, clipped: false }),
      remove: (id) => delete heard[id],
    },
    capturesMayMove,
    sameTracks: (stream) => Object.assign(Object.create(stream as object) as MediaStream, {}),
    onChange: () => undefined,
    onFound: (id, device) => found.push({ id, ...device }),
  });
  const watch = new DeviceWatch({
    media: media.port,
    clock,
    onLook: (seen, change) => inputs.saw(seen, change),
  });
  inputs.follow(sources, whenLost);
  const settle = async (): Promise<void> => {
    // Answers come one after the other: a device is looked for, opened, and its stand-in after it.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  /** Lets time pass as the studio lives it, and answers come. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 250) {
      clock.advance(250);
      inputs.check({ isMeasured });
      await settle();
    }
  };
  await settle();
  await pass(3_000);
  const deviceHeard = (id: string): string | null => {
    const stream = heard[id];
    return stream?.live === true ? (stream.audio.device?.deviceId ?? 'system') : null;
  };
  const close = (): void => {
    watch.close();
    inputs.close();
  };
  return {
    clock,
    close,
    deviceHeard,
    found,
    heard,
    inputs,
    media,
    pass,
    settle,
    strips,
    setLevel: (dbfs: number) => (level = dbfs),
    rest: (resting: boolean) => (isMeasured = !resting),
  };
}

describe('a device that vanishes', () => {
  test('is known at once when the browser says so, and leaves the mix', async () => {
    const { deviceHeard, heard, inputs, media } = await setUp([usb, hall], [usbInput(), hallInput()]);
    expect(inputs.sounds).toEqual({ usb: 'open', hall: 'open' });
    const hallBefore = heard['hall'];
    media.unplug('m1');
    expect(inputs.sounds).toEqual({ usb: 'missing', hall: 'open' });
    expect(deviceHeard('usb')).toBeNull();
    expect(heard['hall']).toBe(hallBefore);
  });

  test('within 2 s when it only leaves the list', async () => {
    const { inputs, media, pass } = await setUp([usb], [usbInput()]);
    media.unplug('m1', true);
    await pass(2_000);
    expect(inputs.sounds).toEqual({ usb: 'missing' });
    expect(media.held).toEqual([]);
  });

  test('within 2 s when it only stops delivering', async () => {
    const device = usbInput();
    const { inputs, pass } = await setUp([usb], [device]);
    device.hangs = true;
    await pass(1_500);
    expect(inputs.sounds).toEqual({ usb: 'failed' });
  });

  test('is taken back within 3 s of its return, opened once, also when nothing tells of it', async () => {
    for (const quietly of [true, false]) {
      const { deviceHeard, inputs, media, pass } = await setUp([usb], [usbInput()]);
      const device = media.unplug('m1', quietly);
      await pass(20_000);
      expect(inputs.sounds).toEqual({ usb: 'missing' });
      media.plugIn(device, quietly);
      await pass(1_250);
      expect(inputs.sounds).toEqual({ usb: 'open' });
      expect(deviceHeard('usb')).toBe('m1');
      expect(media.held).toEqual(['m1']);
      expect(media.opened).toHaveLength(2);
    }
  });

  test('and comes back under another id is found by its name; that is told once', async () => {
    const { deviceHeard, found, media, pass } = await setUp([usb], [usbInput()]);
    media.unplug('m1');
    await pass(1_000);
    media.plugIn(fakeInput('m7', 'USB Mixer'));
    await pass(1_000);
    expect(deviceHeard('usb')).toBe('m7');
    expect(found).toEqual([{ id: 'usb', deviceId: 'm7', label: 'USB Mixer' }]);
  });

  test('is not replaced by its twin, which was there all along', async () => {
    const { found, inputs, media, pass } = await setUp([usb], [usbInput(), fakeInput('m2', 'USB Mixer')]);
    media.unplug('m1');
    await pass(5_000);
    expect(inputs.sounds).toEqual({ usb: 'missing' });
    expect(found).toEqual([]);
  });

  test('of two with one name, each gets its own, and none takes the other’s place', async () => {
    const second = { ...usb, id: 'usb2', deviceId: 'm2' };
    const renumbered = [fakeInput('n1', 'USB Mixer'), fakeInput('n2', 'USB Mixer')];
    const both = await setUp([usb, second], renumbered);
    expect(both.deviceHeard('usb')).toBe('n1');
    expect(both.deviceHeard('usb2')).toBe('n2');
    const one = await setUp([second, usb], [usbInput()]);
    expect(one.inputs.sounds).toEqual({ usb: 'open', usb2: 'missing' });
    expect(one.media.held).toEqual(['m1']);
  });
});

describe('in its place is heard', () => {
  test('nothing, where the admin wants silence', async () => {
    const { inputs, media, pass } = await setUp([usb], [usbInput(), webcamInput()], 'silence');
    media.unplug('m1');
    await pass(3_000);
    expect(inputs.sounds).toEqual({ usb: 'missing' });
    expect(media.held).toEqual([]);
  });

  test('the next device that no source uses, within 2 s; and the lost one again when it returns, without a gap', async () => {
    const devices = [usbInput(), hallInput(), webcamInput()];
    const { clock, deviceHeard, inputs, media, pass, settle } = await setUp(
      [usb, hall],
      devices,
      'next-device',
    );
    const device = media.unplug('m1');
    await settle();
    expect(inputs.sounds).toEqual({ usb: 'stand-in', hall: 'open' });
    expect(inputs.standIns).toEqual({ usb: 'Webcam' });
    expect(deviceHeard('usb')).toBe('w1');
    await pass(10_000);
    media.plugIn(device);
    await settle();
    // Open is not yet heard: what stands in goes when the first sound has come.
    expect(deviceHeard('usb')).toBe('w1');
    await pass(250);
    expect(inputs.sounds).toEqual({ usb: 'open', hall: 'open' });
    expect(inputs.standIns).toEqual({});
    expect(deviceHeard('usb')).toBe('m1');
    // The graph fades over: both play on for a moment.
    expect(media.held).toEqual(['h1', 'w1', 'm1']);
    clock.advance(200);
    expect(media.held).toEqual(['h1', 'm1']);
  });

  test('two lost ones get two different devices, and one of them nothing when there is no other', async () => {
    const devices = [usbInput(), hallInput(), webcamInput(), fakeInput('b1', 'Built-in')];
    const { deviceHeard, inputs, media, settle } = await setUp([usb, hall], devices, 'next-device');
    media.unplug('m1');
    media.unplug('h1');
    await settle();
    expect(inputs.sounds).toEqual({ usb: 'stand-in', hall: 'stand-in' });
    expect(media.held.toSorted()).toEqual(['b1', 'w1']);
    media.unplug(deviceHeard('hall') ?? '');
    await settle();
    expect(inputs.sounds).toEqual({ usb: 'stand-in', hall: 'missing' });
  });

  test('what the system prefers; followed when that changes', async () => {
    const devices = [defaultOf('Built-in'), usbInput(), fakeInput('b1', 'Built-in'), webcamInput()];
    const { deviceHeard, inputs, media, pass } = await setUp([usb], devices, 'system-default');
    media.unplug('m1');
    await pass(250);
    expect(inputs.sounds).toEqual({ usb: 'stand-in' });
    expect(deviceHeard('usb')).toBe('default');
    const before = media.opened.length;
    media.devices = [defaultOf('Webcam'), fakeInput('b1', 'Built-in'), webcamInput()];
    await pass(1_000);
    expect(media.opened).toHaveLength(before + 1);
    expect(media.held).toEqual(['default']);
  });

  test('nothing, when what the system prefers is another source’s device: it would be heard twice', async () => {
    const devices = [defaultOf('Hall Mixer'), usbInput(), hallInput()];
    const { inputs, media, pass } = await setUp([usb, hall], devices, 'system-default');
    media.unplug('m1');
    await pass(2_000);
    expect(inputs.sounds).toEqual({ usb: 'missing', hall: 'open' });
    expect(media.held).toEqual(['h1']);
  });

  test('another device, when the stand-in turns out to be another source’s own', async () => {
    const devices = [usbInput(), webcamInput(), fakeInput('b1', 'Built-in')];
    const { deviceHeard, inputs, media, pass } = await setUp([usb], devices, 'next-device');
    media.unplug('m1');
    await pass(250);
    expect(deviceHeard('usb')).toBe('w1');
    inputs.follow([usb, deviceSource('cam', 'w1', 'Webcam')], 'next-device');
    await pass(1_000);
    expect(deviceHeard('cam')).toBe('w1');
    expect(deviceHeard('usb')).toBe('b1');
    expect(media.held.toSorted()).toEqual(['b1', 'w1']);
  });

  test('what is chosen while it is away, at once', async () => {
    const { deviceHeard, inputs, media, pass } = await setUp([usb], [usbInput(), webcamInput()], 'silence');
    media.unplug('m1');
    await pass(250);
    inputs.follow([usb], 'next-device');
    await pass(250);
    expect(deviceHeard('usb')).toBe('w1');
    inputs.follow([usb], 'silence');
    await pass(250);
    expect(inputs.sounds).toEqual({ usb: 'missing' });
    expect(media.held).toEqual([]);
  });

  test('nothing for what was never allowed, nor for the computer’s own sound', async () => {
    const denied = { ...usbInput(), refusal: 'NotAllowedError' };
    const one = await setUp([usb], [denied, webcamInput()], 'next-device');
    expect(one.inputs.sounds).toEqual({ usb: 'denied' });
    const two = await setUp([systemSource('pc')], [webcamInput()], 'next-device');
    two.media.systemIsForbidden = true;
    two.media.opened[0]?.audio.end();
    await two.pass(1_000);
    expect(two.inputs.sounds).toEqual({ pc: 'denied' });
    expect(two.media.held).toEqual([]);
  });
});

describe('the system’s default input', () => {
  const devices = (): FakeDevice[] => [defaultOf('USB Mixer'), usbInput(), webcamInput()];

  test('is followed within 3 s when the system prefers another one, and plays on meanwhile', async () => {
    const { deviceHeard, heard, media, pass } = await setUp([defaultSource('d')], devices());
    const before = heard['d'];
    expect(deviceHeard('d')).toBe('default');
    media.devices = [defaultOf('Webcam'), usbInput(), webcamInput()];
    await pass(1_500);
    expect(heard['d']).not.toBe(before);
    expect(deviceHeard('d')).toBe('default');
    expect(media.held).toEqual(['default']);
    expect(media.opened).toHaveLength(2);
  });

  test('a device that was chosen by name does not follow it', async () => {
    const { heard, media, pass } = await setUp([usb], devices());
    const before = heard['usb'];
    media.devices = [defaultOf('Webcam'), usbInput(), webcamInput()];
    await pass(3_000);
    expect(heard['usb']).toBe(before);
    expect(media.opened).toHaveLength(1);
  });

  test('one is opened anew where the system may have moved it, when a device was added', async () => {
    for (const mayMove of [true, false]) {
      const { heard, media, pass } = await setUp([usb], [usbInput()], 'silence', mayMove);
      const before = heard['usb'];
      media.plugIn(webcamInput());
      await pass(1_500);
      expect(heard['usb'] === before).toBe(!mayMove);
      expect(media.held).toEqual(['m1']);
    }
  });
});

describe('the system’s sound', () => {
  const pc = systemSource('pc');
  const outputOf = (label: string): FakeDevice => ({ ...defaultOf(label), kind: 'audiooutput' });

  test('is opened anew when the system plays elsewhere, and the one before plays on until then', async () => {
    const { deviceHeard, heard, media, pass } = await setUp([pc, usb], [usbInput(), outputOf('Speakers')]);
    const before = { ...heard };
    let open = (): void => undefined;
    media.openingTakes = new Promise<void>((done) => (open = done));
    media.devices = [usbInput(), outputOf('Headset')];
    await pass(1_250);
    expect(heard).toEqual(before);
    expect(deviceHeard('pc')).toBe('system');
    open();
    await pass(500);
    expect(heard['pc']).not.toBe(before['pc']);
    expect(heard['usb']).toBe(before['usb']);
    expect(media.held.toSorted()).toEqual(['m1', 'system']);
  });

  test('that gives nothing but zeros is opened anew every five minutes, and a device never', async () => {
    const { media, pass, setLevel } = await setUp([pc, usb], [usbInput()]);
    setLevel(-100);
    await pass(299_000);
    expect(media.opened).toHaveLength(2);
    await pass(2_000);
    expect(media.opened).toHaveLength(3);
    await pass(298_000);
    expect(media.opened).toHaveLength(3);
    setLevel(-70);
    await pass(600_000);
    expect(media.opened).toHaveLength(3);
    expect(media.held.toSorted()).toEqual(['m1', 'system']);
  });
});

test('what only gave zeros so far is opened anew when a person has answered the system, and nothing else', async () => {
  const { heard, inputs, pass, setLevel } = await setUp([usb], [usbInput()]);
  const sounding = heard['usb'];
  inputs.regained();
  await pass(500);
  expect(heard['usb']).toBe(sounding);
  setLevel(-100);
  inputs.renew();
  await pass(500);
  const silent = heard['usb'];
  inputs.regained();
  await pass(500);
  expect(heard['usb']).not.toBe(silent);
});

describe('a source', () => {
  test('whose processing is changed is opened anew, and no other', async () => {
    const { heard, inputs, media, pass } = await setUp([usb, hall], [usbInput(), hallInput()]);
    const before = { ...heard };
    inputs.follow([{ ...usb, processing: { ...noProcessing, autoGainControl: true } }, hall], 'silence');
    await pass(500);
    expect(heard['usb']).not.toBe(before['usb']);
    expect(heard['usb']?.processing).toMatchObject({ autoGainControl: true, echoCancellation: false });
    expect(heard['hall']).toBe(before['hall']);
    expect(media.held.toSorted()).toEqual(['h1', 'm1']);
  });

  test('whose gain, mute or channels are changed is not opened anew', async () => {
    const { inputs, media, pass, strips } = await setUp([usb], [usbInput()]);
    inputs.follow([{ ...usb, gainDb: -6, muted: true, channels: 'left' }], 'silence');
    await pass(1_000);
    expect(media.opened).toHaveLength(1);
    expect(strips).toEqual(['usb', 'usb']);
  });

  test('that is given another device lets go of the one before', async () => {
    const { deviceHeard, inputs, media, pass } = await setUp([usb], [usbInput(), webcamInput()]);
    inputs.follow([deviceSource('usb', 'w1', 'Webcam')], 'silence');
    await pass(250);
    expect(deviceHeard('usb')).toBe('w1');
    expect(media.held).toEqual(['w1']);
  });

  test('gets a new input of the graph in silence, of the same capture: the queue before it begins empty', async () => {
    const { heard, media, pass, setLevel } = await setUp([usb], [usbInput()]);
    const before = heard['usb'];
    await pass(60_000);
    expect(heard['usb']).toBe(before);
    setLevel(-80);
    await pass(500);
    expect(heard['usb']).not.toBe(before);
    expect(media.opened).toHaveLength(1);
    expect(media.held).toEqual(['m1']);
  });

  test('nothing is left open at the end', async () => {
    const { clock, close, media, pass } = await setUp(
      [usb, hall],
      [usbInput(), hallInput(), webcamInput()],
      'next-device',
    );
    media.unplug('m1');
    await pass(250);
    close();
    close();
    expect(media.held).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
