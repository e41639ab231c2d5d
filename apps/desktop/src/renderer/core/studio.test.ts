import { type DesktopBridge, type DesktopState, opusPresets, type SavedSource } from '@mauzin/shared';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { freshDesktopState } from '../../testing/fresh-desktop-state.ts';
import { deviceSource } from '../../testing/sources.ts';
import { FakeClock } from '@mauzin/shared/testing';
import type { Mixer } from './mixer.ts';
import type { MixPeer } from './mix-peer.ts';
import { Studio, type StudioOptions } from './studio.ts';

const usb = deviceSource('usb', 'm1', 'USB Mixer');
const input = (deviceId: string, label: string) => ({
  kind: 'audioinput',
  deviceId,
  label,
  groupId: deviceId,
});
const stream = { getAudioTracks: () => [], getVideoTracks: () => [], getTracks: () => [] };
const openStream = {
  ...stream,
  getAudioTracks: () => [{ readyState: 'live', addEventListener: () => undefined, stop: () => undefined }],
};

const someInputs = [input('default', 'Default - USB Mixer'), input('m1', 'USB Mixer')];

function setUp(inputs = someInputs) {
  const clock = new FakeClock();
  const mixer = {
    stream: { id: 'mix' },
    levelDbfs: -20,
    takeReport: () => ({ levelDbfs: mixer.levelDbfs, peakDbfs: mixer.levelDbfs }),
    setPreset: vi.fn<Mixer['setPreset']>(),
    setLimiter: vi.fn<Mixer['setLimiter']>(),
    setMonitor: vi.fn<Mixer['setMonitor']>(),
    setInput: vi.fn<Mixer['setInput']>(),
    setStrip: vi.fn<Mixer['setStrip']>(),
    remove: vi.fn<Mixer['remove']>(),
    close: vi.fn<Mixer['close']>(),
  };
  const peer = {
    send: vi.fn<MixPeer['send']>(),
    stop: vi.fn<MixPeer['stop']>(),
    restart: vi.fn<MixPeer['restart']>(),
    arrives: vi.fn<MixPeer['arrives']>(),
    receive: vi.fn<MixPeer['receive']>(),
  };
  const call = vi.fn<(name: string, argument: unknown) => Promise<undefined>>(() =>
    Promise.resolve(undefined),
  );
  const media = Object.assign(new EventTarget(), {
    enumerateDevices: () => Promise.resolve(inputs),
    getUserMedia: vi.fn<(asked: unknown) => Promise<typeof openStream>>(() => Promise.resolve(openStream)),
    getDisplayMedia: () => Promise.reject(new Error('none')),
  });
  const studio = new Studio({
    bridge: { call, on: () => () => undefined } as unknown as DesktopBridge,
    media: media as unknown as StudioOptions['media'],
    mixer: mixer as unknown as Mixer,
    peer: peer as unknown as MixPeer,
    clock,
    newId: () => 'new',
    onState: () => undefined,
  });
  return { call, clock, media, mixer, peer, studio };
}

let parts: ReturnType<typeof setUp>;
beforeEach(() => {
  parts = setUp();
});

const withSources = (...sources: SavedSource[]): DesktopState => ({
  ...freshDesktopState,
  settings: { ...freshDesktopState.settings, sources },
});
const live = (state: DesktopState): DesktopState => ({
  ...state,
  wantsLive: true,
  engine: { ...state.engine, air: { name: 'live', onAirMs: 1 } },
});

describe('sources', () => {
  test('that are remembered are opened and mixed', async () => {
    const { mixer, studio } = parts;
    studio.follow(withSources(usb));
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'open' });
    expect(mixer.setInput).toHaveBeenCalledWith('usb', openStream);
    expect(mixer.setStrip).toHaveBeenCalledWith('usb', usb);
  });

  test('are changed at once, told to main at once and then no more often than it can write, and not put back by its older state', async () => {
    const { call, clock, mixer, studio } = parts;
    studio.follow(withSources(usb));
    studio.setLoudness('usb', { gainDb: -3 });
    expect(call).toHaveBeenCalledExactlyOnceWith('set-sources', [{ ...usb, gainDb: -3 }]);
    studio.setLoudness('usb', { gainDb: -4 });
    studio.setLoudness('usb', { gainDb: -6 });
    studio.follow(withSources(usb));
    expect(mixer.setStrip).toHaveBeenLastCalledWith('usb', expect.objectContaining({ gainDb: -6 }));
    expect(call).toHaveBeenCalledTimes(1);
    clock.advance(150);
    expect(call).toHaveBeenCalledTimes(2);
    expect(call).toHaveBeenLastCalledWith('set-sources', [{ ...usb, gainDb: -6 }]);
    await Promise.resolve();
    studio.follow(withSources({ ...usb, gainDb: -9 }));
    expect(studio.state.sources).toEqual([{ ...usb, gainDb: -9 }]);
  });

  test('of two with one name, each gets its own, and none stands in for one that is missing', async () => {
    const second: SavedSource = { ...usb, id: 'usb2', deviceId: 'm2' };
    const opened = ({ media }: typeof parts): unknown[] =>
      media.getUserMedia.mock.calls.map(
        ([asked]) => (asked as { audio: { deviceId: unknown } }).audio.deviceId,
      );
    const renumbered = setUp([input('n1', 'USB Mixer'), input('n2', 'USB Mixer')]);
    renumbered.studio.follow(withSources(usb, second));
    await expect.poll(() => renumbered.studio.state.sounds).toEqual({ usb: 'open', usb2: 'open' });
    expect(opened(renumbered)).toEqual([{ exact: 'n1' }, { exact: 'n2' }]);
    parts.studio.follow(withSources(second, usb));
    await expect.poll(() => parts.studio.state.sounds).toEqual({ usb: 'open', usb2: 'missing' });
    expect(opened(parts)).toEqual([{ exact: 'm1' }]);
  });

  test('that are removed leave the mix', () => {
    const { mixer, studio } = parts;
    studio.follow(withSources(usb));
    studio.remove('usb');
    expect(mixer.remove).toHaveBeenCalledWith('usb');
    expect(studio.state).toMatchObject({ sources: [], sounds: {} });
  });

  test('the default input is picked when main asks, under its own name', async () => {
    const { studio } = parts;
    studio.follow({ ...withSources(), pickDefaultSource: true });
    await expect
      .poll(() => studio.state.sources)
      .toMatchObject([{ id: 'new', deviceId: 'm1', label: 'USB Mixer' }]);
  });
});

describe('the mix', () => {
  test('is sent while the station is to be on the air', () => {
    const { mixer, peer, studio } = parts;
    studio.follow(withSources(usb));
    expect(peer.send).not.toHaveBeenCalled();
    studio.follow(live(withSources(usb)));
    expect(peer.send).toHaveBeenCalledWith(mixer.stream, opusPresets.recitation);
    studio.follow(withSources(usb));
    expect(peer.stop).toHaveBeenCalled();
  });

  test('is sent anew to a new engine', () => {
    const { peer, studio } = parts;
    studio.follow(live(withSources(usb)));
    expect(peer.restart).not.toHaveBeenCalled();
    studio.follow({ ...live(withSources(usb)), engineRun: 2 });
    expect(peer.restart).toHaveBeenCalledOnce();
  });

  test('that is silent for five seconds on the air is said to be', () => {
    const { clock, mixer, studio } = parts;
    studio.follow(live(withSources(usb)));
    mixer.levelDbfs = -80;
    clock.advance(5_000);
    expect(studio.state.silent).toBe(false);
    clock.advance(500);
    expect(studio.state.silent).toBe(true);
    mixer.levelDbfs = -20;
    clock.advance(250);
    expect(studio.state.silent).toBe(false);
  });

  test('everything is let go at the end', () => {
    const { clock, mixer, peer, studio } = parts;
    studio.follow(live(withSources(usb)));
    studio.close();
    expect(peer.stop).toHaveBeenCalled();
    expect(mixer.close).toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });
});
