import type { SavedSource } from '@mauzin/shared';
import { describe, expect, test, vi } from 'vitest';

import { FakeClock } from '@mauzin/shared/testing';
import { deviceSource, systemSource } from '../../testing/sources.ts';
import { Capture } from './capture.ts';
import { matchDevice } from './devices.ts';
import type { MediaPort } from './open-sound.ts';

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  stop(): void {
    this.readyState = 'ended';
  }
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

class FakeStream {
  readonly audio = new FakeTrack();
  video: FakeTrack[];
  constructor(withVideo = false) {
    this.video = withVideo ? [new FakeTrack()] : [];
  }
  getAudioTracks = (): FakeTrack[] => [this.audio];
  getVideoTracks = (): FakeTrack[] => [...this.video];
  getTracks = (): FakeTrack[] => [this.audio, ...this.video];
  removeTrack(track: FakeTrack): void {
    this.video = this.video.filter((one) => one !== track);
  }
}

const device = (deviceId: string, label: string) => ({ kind: 'audioinput', deviceId, label, groupId: '' });
const mixer = deviceSource('s1', 'm1', 'USB Mixer');
const system = systemSource('s2');

function setUp(source: SavedSource, devices: ReturnType<typeof device>[]) {
  const streams: FakeStream[] = [];
  const refusals: Error[] = [];
  const give = (withVideo = false): Promise<FakeStream> => {
    const refusal = refusals.shift();
    if (refusal) return Promise.reject(refusal);
    const stream = new FakeStream(withVideo);
    streams.push(stream);
    return Promise.resolve(stream);
  };
  const media = {
    enumerateDevices: vi.fn<() => Promise<unknown>>(() => Promise.resolve([...devices])),
    getUserMedia: vi.fn<(constraints: unknown) => Promise<FakeStream>>(() => give()),
    getDisplayMedia: vi.fn<(options: { video: boolean }) => Promise<FakeStream>>(({ video }) => give(video)),
  };
  const found: { deviceId: string }[] = [];
  const states: string[] = [];
  const clock = new FakeClock();
  const capture = new Capture({
    media: media as unknown as MediaPort,
    clock,
    source,
    find: (available) => (source.kind === 'device' ? matchDevice(source, available, []) : null),
    onState: (state) => states.push(state.name === 'troubled' ? state.trouble : state.name),
    onFound: (now) => found.push(now),
  });
  return { capture, clock, devices, found, media, refusals, states, streams };
}
const refusal = (name: string): Error => new DOMException('refused', name);

describe('a device', () => {
  test('is opened by its id, without processing made for calls', async () => {
    const { capture, media, states, found } = setUp(mixer, [device('m1', 'USB Mixer')]);
    capture.open();
    await expect.poll(() => states).toEqual(['open']);
    expect(media.getUserMedia).toHaveBeenCalledWith({
      audio: expect.objectContaining({
        deviceId: { exact: 'm1' },
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      }),
    });
    expect(found).toEqual([]);
  });

  test('is taken by its name when its id changed, and the new id is told', async () => {
    const { capture, states, found } = setUp(mixer, [device('m2', 'USB Mixer')]);
    capture.open();
    await expect.poll(() => states).toEqual(['open']);
    expect(found).toEqual(
      [{ deviceId: 'm2', label: 'USB Mixer' }].map((one) => expect.objectContaining(one)),
    );
  });

  test('that is pulled out is missing, and taken back when it returns', async () => {
    const { capture, clock, devices, states, streams } = setUp(mixer, [device('m1', 'USB Mixer')]);
    capture.open();
    await expect.poll(() => states).toEqual(['open']);
    devices.length = 0;
    clock.advance(2_000);
    streams[0]!.audio.unplug();
    await expect.poll(() => states).toEqual(['open', 'missing', 'missing']);
    devices.push(device('m1', 'USB Mixer'));
    clock.advance(5_000);
    await expect.poll(() => states.at(-1)).toBe('open');
    expect(streams).toHaveLength(2);
  });

  test('that ends as soon as it is opened is not opened as fast as it ends', async () => {
    const { capture, clock, states, streams } = setUp(mixer, [device('m1', 'USB Mixer')]);
    capture.open();
    await expect.poll(() => states).toEqual(['open']);
    streams[0]!.audio.unplug();
    expect(states).toEqual(['open', 'failed']);
    clock.advance(1_999);
    expect(streams).toHaveLength(1);
    clock.advance(1);
    await expect.poll(() => states.at(-1)).toBe('open');
  });

  test.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'failed'],
  ])('that gives %s is %s, and tried again', async (name, trouble) => {
    const { capture, clock, refusals, states } = setUp(mixer, [device('m1', 'USB Mixer')]);
    refusals.push(refusal(name));
    capture.open();
    await expect.poll(() => states).toEqual([trouble]);
    clock.advance(5_000);
    await expect.poll(() => states).toEqual([trouble, 'open']);
  });

  test('is let go when closed while it is being opened', async () => {
    const { capture, clock, states, streams } = setUp(mixer, [device('m1', 'USB Mixer')]);
    capture.open();
    capture.close();
    await expect.poll(() => streams[0]?.audio.readyState).toBe('ended');
    expect(states).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('the system’s sound', () => {
  test('is asked for without a picture first', async () => {
    const { capture, media, states } = setUp(system, []);
    capture.open();
    await expect.poll(() => states).toEqual(['open']);
    expect(media.getDisplayMedia).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ video: false }));
  });

  test('with one where the system insists, which is dropped', async () => {
    const { capture, refusals, states, streams } = setUp(system, []);
    refusals.push(refusal('NotSupportedError'));
    capture.open();
    await expect.poll(() => states).toEqual(['open']);
    expect(streams[0]!.video).toEqual([]);
  });

  test('that has ended already was denied, though the system says nothing', async () => {
    const { capture, media, states } = setUp(system, []);
    media.getDisplayMedia.mockImplementation(() => {
      const stream = new FakeStream();
      stream.audio.stop();
      return Promise.resolve(stream);
    });
    capture.open();
    await expect.poll(() => states).toEqual(['denied']);
  });
});
