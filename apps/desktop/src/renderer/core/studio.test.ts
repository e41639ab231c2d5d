import {
  type Alarm,
  type DesktopBridge,
  type DesktopState,
  maxSources,
  type SavedSource,
  soundReportSchema,
} from '@mauzin/desktop-contract';
import { opusPresets, saverEncoding } from '@mauzin/shared';
import { FakeClock } from '@mauzin/shared/testing';
import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { fakeInput, FakeMedia } from '../../testing/fake-media.ts';
import { freshDesktopState } from '../../testing/fresh-desktop-state.ts';
import { deviceSource, systemSource } from '../../testing/sources.ts';
import { lookFrames, probeSamples } from './ears/loop-tones.ts';
import type { MixPeer } from './mix/mix-peer.ts';
import type { Mixer } from './mix/mixer.ts';
import { Studio } from './studio.ts';

const usb = deviceSource('usb', 'm1', 'USB Mixer');
const someInputs = [fakeInput('default', 'Default - USB Mixer', 'm1'), fakeInput('m1', 'USB Mixer')];

function setUp(inputs = someInputs) {
  const clock = new FakeClock();
  const mixer = {
    stream: { id: 'mix' },
    levelDbfs: -20,
    takeReport: () => ({ levelDbfs: mixer.levelDbfs, peakDbfs: mixer.levelDbfs + 3 }),
    meterOf: () => ({ rmsDbfs: mixer.levelDbfs, peakDbfs: mixer.levelDbfs, clipped: false }),
    setPreset: vi.fn<Mixer['setPreset']>(),
    setLimiter: vi.fn<Mixer['setLimiter']>(),
    setMonitor: vi.fn<Mixer['setMonitor']>(),
    setInput: vi.fn<Mixer['setInput']>(),
    renewInput: vi.fn<Mixer['renewInput']>(),
    setStrip: vi.fn<Mixer['setStrip']>(),
    remove: vi.fn<Mixer['remove']>(),
    listen: () => ({ read: () => [heard.samples, heard.samples], close: () => undefined }),
    close: vi.fn<Mixer['close']>(),
  };
  const fakePeer = () => ({
    send: vi.fn<MixPeer['send']>(),
    stop: vi.fn<MixPeer['stop']>(),
    restart: vi.fn<MixPeer['restart']>(),
    arrives: vi.fn<MixPeer['arrives']>(),
    receive: vi.fn<MixPeer['receive']>(),
  });
  const peer = fakePeer();
  const saver = fakePeer();
  const refused = new Set<string>();
  const call = vi.fn<(name: string, argument: unknown) => Promise<undefined>>((name) =>
    refused.has(name) ? Promise.reject(new Error('locked')) : Promise.resolve(undefined),
  );
  const told = (wanted: string): unknown[] =>
    call.mock.calls.filter(([name]) => name === wanted).map(([, argument]) => argument);
  const media = new FakeMedia(...inputs);
  const tone = { open: 0, notes: 0 };
  /** Outputs that the probe was played on. */
  const probes: string[] = [];
  /** What comes in by every source. */
  const heard = { samples: new Float32Array(lookFrames) };
  const rest = {
    resting: false,
    set: (resting: boolean) => void (rest.resting = resting),
    keep: vi.fn<() => void>(),
  };
  const studio = new Studio({
    bridge: { call } as unknown as DesktopBridge,
    media: media.port,
    mixer: mixer as unknown as Mixer,
    rest,
    peer: peer as unknown as MixPeer,
    saver: saver as unknown as MixPeer,
    clock,
    newId: () => `new${studio.state.sources.length}`,
    capturesMayMove: false,
    sameTracks: (stream) => stream,
    playProbe: (outputId) => {
      probes.push(outputId);
      return Promise.resolve({ close: () => undefined });
    },
    openTone: () => {
      tone.open += 1;
      return { play: () => (tone.notes += 1), close: () => (tone.open -= 1) };
    },
    onState: () => undefined,
  });
  return { call, clock, heard, media, mixer, peer, probes, refused, rest, saver, studio, told, tone };
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
    const { media, mixer, studio } = parts;
    studio.follow(withSources(usb));
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'open' });
    expect(mixer.setInput).toHaveBeenCalledExactlyOnceWith('usb', media.opened[0]);
    expect(mixer.setStrip).toHaveBeenCalledWith('usb', usb);
  });

  test('are changed at once, told to main at once and then no more often than it can write, and not put back by its older state', async () => {
    const { clock, mixer, studio, told } = parts;
    studio.follow(withSources(usb));
    studio.setStrip('usb', { gainDb: -3 });
    expect(told('set-sources')).toEqual([[{ ...usb, gainDb: -3 }]]);
    studio.setStrip('usb', { gainDb: -4 });
    studio.setStrip('usb', { gainDb: -6, channels: 'left' });
    studio.follow(withSources(usb));
    const changed = { ...usb, gainDb: -6, channels: 'left' } as const;
    expect(mixer.setStrip).toHaveBeenLastCalledWith('usb', changed);
    expect(told('set-sources')).toHaveLength(1);
    clock.advance(150);
    expect(told('set-sources')).toHaveLength(2);
    expect(told('set-sources').at(-1)).toEqual([changed]);
    await Promise.resolve();
    studio.follow(withSources({ ...usb, gainDb: -9 }));
    expect(studio.state.sources).toEqual([{ ...usb, gainDb: -9 }]);
  });

  test('of a mixer with more than two channels the first pair is taken, until another is chosen; a second source may have the same', async () => {
    const { call, clock, studio, told } = parts;
    const desk = { deviceId: 'm1', label: 'USB Mixer' };
    call.mockImplementation((name, argument) => {
      const answers: Record<string, unknown> = {
        'list-desks': [{ label: 'USB Mixer', channels: 8 }],
        'take-desk-channels':
          (argument as { first?: number } | undefined)?.first === 7
            ? null
            : `USB Mixer: ${JSON.stringify(argument)}`,
      };
      return Promise.resolve(answers[name]) as Promise<undefined>;
    });
    studio.follow(withSources());
    studio.add(desk);
    const of = { label: 'USB Mixer', first: 1, count: 2 } as const;
    await expect.poll(() => studio.state.sources).toMatchObject([{ id: 'new0', of, channels: 'stereo' }]);
    expect(await studio.takeDeskChannels('new0', { ...of, first: 7 })).toBe(false);
    expect(studio.state.sources).toMatchObject([{ of }]);
    expect(await studio.takeDeskChannels('new0', { ...of, first: 3 })).toBe(true);
    clock.advance(1_000);
    expect(told('set-sources').at(-1)).toMatchObject([
      { id: 'new0', of: { first: 3, count: 2 }, deviceId: '' },
    ]);
    const [first] = studio.state.sources;
    studio.add({ deviceId: 'r1', label: first?.kind === 'device' ? first.label : '' });
    await expect.poll(() => studio.state.sources).toMatchObject([{}, { deviceId: 'r1', of: { first: 3 } }]);
    studio.setChoice('new0', 'default');
    expect(studio.state.sources[0]).not.toHaveProperty('of');
  });

  test('go back to what main has when it refuses a change, with all that was chosen on top of it', async () => {
    const { clock, mixer, refused, studio, told } = parts;
    refused.add('set-sources');
    studio.follow(withSources(usb));
    studio.setStrip('usb', { muted: true });
    studio.add(null);
    await expect.poll(() => studio.state.sources).toEqual([usb]);
    expect(mixer.setStrip).toHaveBeenLastCalledWith('usb', usb);
    expect(mixer.remove).toHaveBeenCalledWith('new1');
    clock.advance(1_000);
    expect(told('set-sources')).toHaveLength(1);
    refused.clear();
    studio.setStrip('usb', { gainDb: -3 });
    expect(told('set-sources').at(-1)).toEqual([{ ...usb, gainDb: -3 }]);
  });

  test('a device that is found under another id is told by a call of its own, and not looked for again for main’s older state', async () => {
    const { media, refused, studio, told } = setUp([fakeInput('m7', 'USB Mixer')]);
    refused.add('set-sources');
    studio.follow(withSources(usb));
    await expect
      .poll(() => told('remember-device'))
      .toEqual([{ id: 'usb', deviceId: 'm7', label: 'USB Mixer' }]);
    expect(told('set-sources')).toEqual([]);
    const found = { ...usb, deviceId: 'm7' };
    expect(studio.state.sources).toEqual([found]);
    studio.follow(withSources({ ...usb, gainDb: -3 }));
    expect(studio.state.sources).toEqual([{ ...found, gainDb: -3 }]);
    studio.follow(withSources(found));
    expect(studio.state.sources).toEqual([found]);
    expect(media.opened).toHaveLength(1);
    expect(told('remember-device')).toHaveLength(1);
  });

  test('it is not given up either when main refuses to remember it', async () => {
    const { refused, studio, told } = setUp([fakeInput('m7', 'USB Mixer')]);
    refused.add('remember-device');
    studio.follow(withSources(usb));
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'open' });
    expect(told('remember-device')).toHaveLength(1);
  });

  test('are added as a device, as the system’s choice, as the computer’s own sound; and never more than fit', () => {
    const { studio } = parts;
    studio.follow(withSources());
    studio.add({ deviceId: 'm1', label: 'USB Mixer' });
    studio.add('default');
    studio.add(null);
    expect(studio.state.sources.map(({ kind }) => kind)).toEqual(['device', 'default', 'system']);
    for (let more = 0; more < maxSources; more += 1) studio.add('default');
    expect(studio.state.sources).toHaveLength(maxSources);
  });

  test('get another device, and keep their strip', async () => {
    const { media, studio } = setUp([...someInputs, fakeInput('w1', 'Webcam')]);
    studio.follow(withSources({ ...usb, gainDb: -3 }));
    await expect.poll(() => media.held).toEqual(['m1']);
    studio.setChoice('usb', { deviceId: 'w1', label: 'Webcam' });
    expect(studio.state.sources).toEqual([{ ...deviceSource('usb', 'w1', 'Webcam'), gainDb: -3 }]);
    await expect.poll(() => media.held).toEqual(['w1']);
  });

  test('that are removed leave the mix', async () => {
    const { media, mixer, studio } = parts;
    studio.follow(withSources(usb));
    await expect.poll(() => media.held).toEqual(['m1']);
    studio.remove('usb');
    expect(mixer.remove).toHaveBeenCalledWith('usb');
    expect(studio.state).toMatchObject({ sources: [], sounds: {} });
    expect(media.held).toEqual([]);
  });

  test('the default input is picked when main asks, under its own name; never while the app is locked', async () => {
    const { clock, studio } = parts;
    const asking = { ...withSources(), pickDefaultSource: true };
    studio.follow({ ...asking, lock: { pinSet: true, locked: true } });
    await expect.poll(() => studio.state.inputs).toHaveLength(1);
    clock.advance(2_000);
    expect(studio.state.sources).toEqual([]);
    studio.follow(asking);
    expect(studio.state.sources).toMatchObject([{ id: 'new0', deviceId: 'm1', label: 'USB Mixer' }]);
  });

  test('what takes a lost one’s place is as the admin says, also when that is changed while it is away', async () => {
    const { studio } = setUp([fakeInput('w1', 'Webcam')]);
    const away = withSources(usb);
    studio.follow(away);
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'missing' });
    const sound = { ...away.settings.sound, whenLost: 'next-device' } as const;
    studio.follow({ ...away, settings: { ...away.settings, sound } });
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'stand-in' });
    expect(studio.state.standIns).toEqual({ usb: 'Webcam' });
    studio.follow(away);
    expect(studio.state.sounds).toEqual({ usb: 'missing' });
  });

  test('are opened anew after the machine slept', async () => {
    const { clock, media, studio } = parts;
    studio.follow(withSources(usb, systemSource('pc')));
    await expect.poll(() => media.held).toHaveLength(2);
    studio.follow(withSources(usb, systemSource('pc')));
    expect(media.opened).toHaveLength(2);
    studio.follow({ ...withSources(usb, systemSource('pc')), wakes: 1 });
    await expect.poll(() => media.opened).toHaveLength(4);
    clock.advance(250);
    expect(media.live).toEqual(media.opened.slice(2));
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

  test('has the quality and the limiter that the admin sets, from then on, by the same connection', () => {
    const { mixer, peer, studio } = parts;
    const state = live(withSources(usb));
    studio.follow(state);
    expect(mixer.setLimiter).toHaveBeenLastCalledWith(true);
    const sound = { ...state.settings.sound, limiter: false };
    studio.follow({ ...state, settings: { ...state.settings, sound, preset: 'voice' } });
    expect(mixer.setLimiter).toHaveBeenLastCalledWith(false);
    expect(mixer.setPreset).toHaveBeenLastCalledWith(opusPresets.voice);
    expect(peer.send).toHaveBeenLastCalledWith(mixer.stream, opusPresets.voice);
    expect(peer.restart).not.toHaveBeenCalled();
  });

  test('is sent anew to a new engine', () => {
    const { peer, studio } = parts;
    studio.follow(live(withSources(usb)));
    expect(peer.restart).not.toHaveBeenCalled();
    studio.follow({ ...live(withSources(usb)), engineRun: 2 });
    expect(peer.restart).toHaveBeenCalledOnce();
  });

  test('is sent a second time, as the saver, while somebody listens to that', () => {
    const { mixer, peer, saver, studio } = parts;
    const state = live(withSources(usb));
    const wanting = (mix: 'none' | 'flowing'): DesktopState => ({
      ...state,
      engine: { ...state.engine, saver: { wanted: true, mix } },
    });
    studio.follow(state);
    expect(saver.send).not.toHaveBeenCalled();
    studio.follow(wanting('none'));
    expect(saver.send).toHaveBeenLastCalledWith(mixer.stream, saverEncoding);
    studio.follow(wanting('flowing'));
    expect(saver.arrives).toHaveBeenLastCalledWith(true);
    expect(peer.arrives).toHaveBeenLastCalledWith(false);
    studio.follow({ ...wanting('none'), engineRun: 2 });
    expect(saver.restart).toHaveBeenCalledOnce();
    saver.stop.mockClear();
    studio.follow({ ...state, engineRun: 2 });
    expect(saver.stop).toHaveBeenCalledOnce();
    studio.follow({ ...wanting('none'), wantsLive: false });
    expect(saver.stop).toHaveBeenCalledTimes(2);
    expect(saver.send).toHaveBeenCalledTimes(3);
  });

  test('each rendition hears what its fan-out says to it', () => {
    const { peer, saver, studio } = parts;
    const answer = { type: 'answer', sdp: 'v=0' } as const;
    studio.receiveMixSignal(answer);
    studio.receiveMixSignal({ ...answer, rendition: 'saver' });
    expect(peer.receive).toHaveBeenCalledExactlyOnceWith(answer);
    expect(saver.receive).toHaveBeenCalledExactlyOnceWith({ ...answer, rendition: 'saver' });
  });

  test('does not hear what becomes of the devices: what is sent stays the same', async () => {
    const { clock, media, mixer, peer, studio } = parts;
    studio.follow(live(withSources(usb)));
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'open' });
    clock.advance(2_000);
    const device = media.unplug('m1');
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'missing' });
    media.plugIn(device);
    await expect.poll(() => media.opened).toHaveLength(2);
    clock.advance(250);
    expect(studio.state.sounds).toEqual({ usb: 'open' });
    expect(peer.send).toHaveBeenCalledExactlyOnceWith(mixer.stream, opusPresets.recitation);
    expect(peer.restart).not.toHaveBeenCalled();
    expect(peer.stop).not.toHaveBeenCalled();
  });

  test('everything is let go at the end', async () => {
    const { clock, media, mixer, peer, saver, studio } = parts;
    studio.follow({ ...live(withSources(usb)), alarms: [{ name: 'dead-air' }] });
    await expect.poll(() => media.held).toEqual(['m1']);
    studio.close();
    studio.close();
    expect(media.held).toEqual([]);
    expect(peer.stop).toHaveBeenCalled();
    expect(saver.stop).toHaveBeenCalled();
    expect(mixer.close).toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });
});

describe('main is told', () => {
  test('each 250 ms how loud the mix is and how its sources stand, on the air or not', async () => {
    const { clock, mixer, studio, told } = parts;
    const system = systemSource('pc');
    studio.follow(withSources(usb, deviceSource('gone', 'm9', 'Other Mixer'), system));
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'open', gone: 'missing', pc: 'open' });
    clock.advance(1_000);
    expect(told('report-sound')).toHaveLength(4);
    expect(told('report-sound').at(-1)).toEqual({
      levelDbfs: -20,
      peakDbfs: -17,
      sources: [
        { id: 'usb', kind: 'device', label: 'USB Mixer', sound: 'open' },
        { id: 'gone', kind: 'device', label: 'Other Mixer', sound: 'missing' },
        { id: 'pc', kind: 'system', label: '', sound: 'open' },
      ],
    });
    mixer.levelDbfs = Number.POSITIVE_INFINITY;
    clock.advance(250);
    mixer.levelDbfs = Number.NaN;
    clock.advance(250);
    for (const report of told('report-sound')) expect(v.is(soundReportSchema, report)).toBe(true);
  });

  test('and goes on being told when it did not listen', async () => {
    const { clock, refused, studio, told } = parts;
    refused.add('report-sound');
    studio.follow(withSources(usb));
    clock.advance(500);
    await Promise.resolve();
    clock.advance(500);
    expect(told('report-sound')).toHaveLength(4);
  });
});

describe('the graph rests', () => {
  const hidden = (state = withSources(usb)): DesktopState => ({ ...state, windowSeen: false });
  const withSettings = (change: Partial<DesktopState['settings']>): DesktopState => {
    const state = withSources(usb);
    return { ...state, settings: { ...state.settings, ...change } };
  };

  test('off the air and out of sight only; its inputs are made anew when it is needed again, and no device is let go', async () => {
    const { media, mixer, rest, studio } = parts;
    studio.follow(withSources(usb));
    await expect.poll(() => studio.state.sounds).toEqual({ usb: 'open' });
    expect(rest.resting).toBe(false);
    studio.follow(hidden());
    expect(rest.resting).toBe(true);
    mixer.setInput.mockClear();
    studio.follow(hidden({ ...withSources(usb), wantsLive: true }));
    expect(rest.resting).toBe(false);
    expect(mixer.setInput.mock.calls).toEqual([
      ['usb', null],
      ['usb', media.opened[0]],
    ]);
    studio.follow(hidden(live(withSources(usb))));
    studio.follow(hidden({ ...live(withSources(usb)), wantsLive: false }));
    expect(rest.resting).toBe(false);
    studio.follow(hidden());
    expect(rest.resting).toBe(true);
    studio.follow(withSources(usb));
    expect(rest.resting).toBe(false);
    expect(media.opened).toHaveLength(1);
  });

  test('and is looked after each 250 ms: what the system did not start is asked again', () => {
    const { clock, rest } = parts;
    clock.advance(1_000);
    expect(rest.keep).toHaveBeenCalledTimes(4);
  });

  test('not while its sound is waited for, or heard at this computer', () => {
    const { rest, studio } = parts;
    const { automation, sound } = freshDesktopState.settings;
    const signal = { ...automation.signal, on: true };
    studio.follow(hidden(withSettings({ automation: { ...automation, signal } })));
    expect(rest.resting).toBe(false);
    const monitor = { deviceId: 'speaker', label: 'Speaker' };
    studio.follow(hidden(withSettings({ sound: { ...sound, monitor } })));
    expect(rest.resting).toBe(false);
    studio.follow(hidden());
    expect(rest.resting).toBe(true);
  });
});

describe('what is played at this computer', () => {
  const alarmed = (state: DesktopState, ...alarms: Alarm[]): DesktopState => ({ ...state, alarms });
  const monitored = (state: DesktopState, alarmTone = true): DesktopState => ({
    ...state,
    settings: {
      ...state.settings,
      sound: { ...state.settings.sound, alarmTone, monitor: { deviceId: 'o1', label: 'Headphones' } },
    },
  });

  test('an alarm rings, and the mix is heard on the output that was chosen', () => {
    const { mixer, studio, tone } = parts;
    studio.follow(monitored(withSources(usb)));
    expect(tone.notes).toBe(0);
    studio.follow(alarmed(monitored(withSources(usb)), { name: 'dead-air' }));
    expect(tone.notes).toBe(1);
    expect(mixer.setMonitor).toHaveBeenLastCalledWith({ deviceId: 'o1', label: 'Headphones' });
  });

  test('nothing, while its own sound is a source: from the moment it is added, too', () => {
    const { mixer, studio, tone } = parts;
    const state = alarmed(monitored(withSources(usb)), { name: 'dead-air' });
    studio.follow(
      alarmed({ ...state, settings: { ...state.settings, sources: [systemSource('pc')] } }, ...state.alarms),
    );
    expect(tone).toEqual({ open: 0, notes: 0 });
    expect(mixer.setMonitor).toHaveBeenLastCalledWith(null);
    const other = setUp();
    other.studio.follow(state);
    expect(other.tone).toEqual({ open: 1, notes: 1 });
    other.studio.add(null);
    expect(other.tone.open).toBe(0);
    expect(other.mixer.setMonitor).toHaveBeenLastCalledWith(null);
  });

  test('nothing either, while a device that records it is a source; and none such takes a lost one’s place', async () => {
    const loop = 'Stereo Mix (Realtek(R) Audio)';
    const { mixer, studio, tone } = setUp([fakeInput('s1', loop)]);
    studio.follow(alarmed(monitored(withSources(deviceSource('card', 's1', loop))), { name: 'dead-air' }));
    expect(tone.notes).toBe(0);
    expect(mixer.setMonitor).toHaveBeenLastCalledWith(null);
    const other = setUp([fakeInput('s1', loop)]);
    const state = monitored(withSources(usb));
    const sound = { ...state.settings.sound, whenLost: 'next-device' } as const;
    other.studio.follow({ ...state, settings: { ...state.settings, sound } });
    await expect.poll(() => other.studio.state.sounds).toEqual({ usb: 'missing' });
    expect(other.media.held).toEqual([]);
  });

  describe('where a source sounds', () => {
    const headphones = { kind: 'audiooutput', deviceId: 'o1', label: 'Headphones', groupId: 'o1' } as const;
    const opened = async (state: DesktopState) => {
      const studio = setUp([...someInputs, headphones]);
      studio.studio.follow(state);
      await expect.poll(() => studio.studio.state.sounds).toEqual({ usb: 'open' });
      return studio;
    };
    const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
    const listenFor = async (clock: FakeClock, ms: number): Promise<void> => {
      for (let at = 0; at < ms; at += 50) {
        await settled();
        clock.advance(50);
      }
    };

    test('it is heard first whether that brings back what is played; where it does not, all is played', async () => {
      const { clock, mixer, probes, studio, tone } = await opened(monitored(withSources(usb)));
      expect(mixer.setMonitor).toHaveBeenLastCalledWith(null);
      await listenFor(clock, 3_000);
      expect(mixer.setMonitor).toHaveBeenLastCalledWith({ deviceId: 'o1', label: 'Headphones' });
      expect(probes).toEqual(['o1']);
      studio.follow(alarmed(monitored(withSources(usb)), { name: 'dead-air' }));
      expect(tone.notes).toBe(0);
      await listenFor(clock, 3_000);
      expect(tone.notes).toBeGreaterThan(0);
      expect(probes).toEqual(['o1', '']);
      expect(studio.state.silenced).toEqual({ monitor: false, tone: false });
    });

    test('where it does, by a cable or a device of any name, nothing is played, and that is told', async () => {
      const { clock, heard, mixer, studio, tone } = await opened(withSources(usb));
      heard.samples = probeSamples().map((sample) => sample / 4);
      studio.follow(alarmed(monitored(withSources(usb)), { name: 'dead-air' }));
      await listenFor(clock, 60_000);
      expect(tone.notes).toBe(0);
      expect(mixer.setMonitor).toHaveBeenCalledWith(null);
      expect(mixer.setMonitor).not.toHaveBeenCalledWith({ deviceId: 'o1', label: 'Headphones' });
      expect(studio.state.silenced.monitor).toBe(true);
    });
  });

  test('no alarm where the admin does not want it', () => {
    const { studio, tone } = parts;
    studio.follow(alarmed(monitored(withSources(usb), false), { name: 'dead-air' }));
    expect(tone.notes).toBe(0);
  });
});
