import { noProcessing, type Processing, type SavedSource } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import { type FakeDevice, fakeInput, FakeMedia } from '../../../testing/fake-media.ts';
import { deviceSource, systemSource } from '../../../testing/sources.ts';
import { matchDevice } from '../devices/devices.ts';
import { Capture } from './capture.ts';

const usb = fakeInput('m1', 'USB Mixer');
const mixer = deviceSource('s1', 'm1', 'USB Mixer');
const system = systemSource('s2');

function setUp(
  source: SavedSource = mixer,
  devices: readonly FakeDevice[] = [{ ...usb }],
  processing: Processing = noProcessing,
) {
  const media = new FakeMedia(...devices);
  const states: string[] = [];
  const clock = new FakeClock();
  const capture = new Capture({
    media: media.port,
    clock,
    kind: source.kind,
    processing,
    find: (available) => (source.kind === 'device' ? matchDevice(source, available, []) : null),
    onState: (state) => states.push(state.name === 'troubled' ? state.trouble : state.name),
  });
  const opened = async (): Promise<void> => {
    capture.open();
    await expect.poll(() => capture.state.name).toBe('open');
  };
  /** As the studio does: four looks a second. */
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 250) {
      clock.advance(250);
      capture.check();
    }
  };
  return { capture, clock, media, opened, pass, states };
}

describe('a device', () => {
  test('is opened by its id, without processing made for calls', async () => {
    const { media, opened, states } = setUp();
    await opened();
    expect(states).toEqual(['open']);
    expect(media.opened[0]?.processing).toEqual({
      deviceId: { exact: 'm1' },
      channelCount: { ideal: 2 },
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    });
  });

  test('has the processing that was switched on', async () => {
    const wanted = { ...noProcessing, noiseSuppression: true };
    const { media, opened } = setUp(mixer, [{ ...usb }], wanted);
    await opened();
    expect(media.opened[0]?.processing).toMatchObject(wanted);
  });

  test('is taken by its name when its id changed', async () => {
    const { capture, opened } = setUp(mixer, [fakeInput('m2', 'USB Mixer')]);
    await opened();
    expect(capture.device).toEqual({ deviceId: 'm2', label: 'USB Mixer' });
  });

  test('that is pulled out is missing, and taken back when it returns', async () => {
    const { capture, clock, media, opened, pass, states } = setUp();
    await opened();
    clock.advance(2_000);
    const device = media.unplug('m1');
    expect(states).toEqual(['open', 'missing']);
    await expect.poll(() => media.looks).toBe(2);
    media.plugIn(device);
    capture.open();
    await expect.poll(() => media.opened.length).toBe(2);
    await Promise.resolve();
    pass(250);
    expect(states).toEqual(['open', 'missing', 'open']);
    expect(media.held).toEqual(['m1']);
  });

  test('that is not in the list any more is missing, whatever its track says', async () => {
    const { capture, clock, media, opened, states } = setUp();
    await opened();
    clock.advance(2_000);
    media.unplug('m1', true);
    capture.unplugged();
    expect(states).toEqual(['open', 'missing']);
    expect(media.held).toEqual([]);
  });

  test('that ends as soon as it is opened is not opened as fast as it ends, and ever more seldom', async () => {
    const { capture, clock, media, opened, pass, states } = setUp();
    await opened();
    media.opened[0]?.audio.end();
    expect(states).toEqual(['open', 'failed']);
    clock.advance(999);
    expect(media.opened).toHaveLength(1);
    clock.advance(1);
    await expect.poll(() => media.opened.length).toBe(2);
    await Promise.resolve();
    pass(250);
    expect(capture.state.name).toBe('open');
    media.opened[1]?.audio.end();
    clock.advance(1_999);
    expect(media.looks).toBe(2);
    clock.advance(1);
    await expect.poll(() => media.opened.length).toBe(3);
  });

  test.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'failed'],
  ])('that gives %s is %s, and tried again', async (refusal, trouble) => {
    const { capture, clock, media, states } = setUp(mixer, [{ ...usb, refusal }]);
    capture.open();
    await expect.poll(() => states).toEqual([trouble]);
    media.devices = [{ ...usb }];
    clock.advance(5_000);
    await expect.poll(() => states).toEqual([trouble, 'open']);
  });

  test('that takes too long to open has failed; it is taken when it opens after all', async () => {
    const { capture, clock, media, states } = setUp();
    let open = (): void => undefined;
    media.openingTakes = new Promise<void>((done) => (open = done));
    capture.open();
    clock.advance(4_999);
    expect(states).toEqual([]);
    clock.advance(1);
    expect(states).toEqual(['failed']);
    open();
    await expect.poll(() => states).toEqual(['failed', 'open']);
  });

  test('is let go when closed while it is being opened', async () => {
    const { capture, clock, media, states } = setUp();
    capture.open();
    capture.close();
    await expect.poll(() => media.opened.length).toBe(1);
    await expect.poll(() => media.held).toEqual([]);
    expect(states).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('a device that is live and gives nothing', () => {
  test('has failed after a second, without an event', async () => {
    const { media, opened, pass, states } = setUp();
    await opened();
    pass(3_000);
    expect(states).toEqual(['open']);
    for (const device of media.devices) device.hangs = true;
    pass(1_500);
    expect(states).toEqual(['open', 'failed']);
    expect(media.held).toEqual([]);
  });

  test('may take three seconds for its first sound', async () => {
    const { media, opened, pass, states } = setUp();
    for (const device of media.devices) device.hangs = true;
    await opened();
    pass(2_750);
    expect(states).toEqual(['open']);
    pass(250);
    expect(states).toEqual(['open', 'failed']);
  });

  test('so has one whose track is muted', async () => {
    const { media, opened, pass, states } = setUp();
    await opened();
    pass(250);
    const track = media.opened[0]?.audio;
    if (track) track.muted = true;
    pass(1_250);
    expect(states).toEqual(['open', 'failed']);
  });

  test('is believed to be back when sound has come, not when it was opened', async () => {
    const { capture, media, opened, pass, states } = setUp();
    await opened();
    pass(250);
    const [device] = media.devices;
    if (!device) throw new Error('no device');
    device.hangs = true;
    pass(3_000);
    await expect.poll(() => media.opened.length).toBe(2);
    await Promise.resolve();
    pass(2_750);
    expect(media.held).toEqual(['m1']);
    pass(250);
    expect(states).toEqual(['open', 'failed']);
    expect(media.held).toEqual([]);
    device.hangs = false;
    capture.open();
    await expect.poll(() => media.opened.length).toBe(3);
    await Promise.resolve();
    pass(250);
    expect(states).toEqual(['open', 'failed', 'open']);
  });

  test('a page that was frozen for a while has lost nothing', async () => {
    const { capture, clock, opened, states } = setUp();
    await opened();
    clock.advance(60_000);
    capture.check();
    expect(states).toEqual(['open']);
  });
});

describe('opened anew', () => {
  test('it plays on until the new one is there, and then lets go of the old one', async () => {
    const { capture, clock, media, opened, states } = setUp();
    await opened();
    capture.renew();
    expect(media.held).toEqual(['m1']);
    await expect.poll(() => states).toEqual(['open', 'open']);
    expect(media.held).toEqual(['m1', 'm1']);
    clock.advance(200);
    expect(media.live).toEqual([media.opened[1]]);
  });

  test('it plays on as it was when that does not work, and is tried again', async () => {
    const { capture, clock, media, opened, states } = setUp();
    await opened();
    media.devices = [{ ...usb, refusal: 'NotReadableError' }];
    capture.renew();
    await expect.poll(() => media.looks).toBe(2);
    await Promise.resolve();
    media.devices = [{ ...usb }];
    await expect.poll(() => clock.pending).toBe(1);
    expect(states).toEqual(['open']);
    clock.advance(1_000);
    await expect.poll(() => states).toEqual(['open', 'open']);
  });

  test('it is left as it is where the system does not open a device twice', async () => {
    const { capture, clock, media, opened, states } = setUp();
    await opened();
    media.devices = [{ ...usb, refusal: 'NotReadableError' }];
    capture.renew();
    for (const waitMs of [0, 1_000, 2_000, 4_000]) {
      const { looks } = media;
      clock.advance(waitMs);
      await expect.poll(() => media.looks).toBe(waitMs === 0 ? looks : looks + 1);
      await expect.poll(() => clock.pending).toBe(waitMs === 4_000 ? 0 : 1);
    }
    expect(states).toEqual(['open']);
  });

  test('it is, when its sound comes later than it did by more than 200 ms', async () => {
    const { media, opened, pass, states } = setUp();
    await opened();
    pass(60_000);
    media.latencyMs = 221;
    pass(1_750);
    expect(media.opened).toHaveLength(1);
    pass(500);
    await expect.poll(() => states).toEqual(['open', 'open']);
    media.latencyMs = 20;
    pass(250);
    media.latencyMs = 221;
    pass(55_000);
    expect(media.opened).toHaveLength(2);
  });

  test('nothing is left open when it is closed meanwhile', async () => {
    const { capture, clock, media, opened, states } = setUp();
    await opened();
    capture.renew();
    await expect.poll(() => states).toHaveLength(2);
    capture.close();
    expect(media.held).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('the system’s sound', () => {
  test('is asked for without a picture first', async () => {
    const { media, opened } = setUp(system, []);
    await opened();
    expect(media.opened[0]?.getTracks()).toHaveLength(1);
  });

  test('with one where the system insists, which is dropped', async () => {
    const { media, opened } = setUp(system, []);
    media.systemRefusals.push('NotSupportedError');
    await opened();
    expect(media.opened[0]?.getVideoTracks()).toEqual([]);
  });

  test('that has ended already was denied, though the system says nothing', async () => {
    const { capture, media, states } = setUp(system, []);
    media.systemIsForbidden = true;
    capture.open();
    await expect.poll(() => states).toEqual(['denied']);
  });

  test('is opened again when it ends, and not given up while nothing is played', async () => {
    const { clock, media, opened, pass, states } = setUp(system, []);
    await opened();
    pass(10_000);
    media.opened[0]?.audio.end();
    await expect.poll(() => states).toEqual(['open', 'missing', 'open']);
    expect(clock.pending).toBe(0);
  });
});
