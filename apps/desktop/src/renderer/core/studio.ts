import {
  type DesktopBridge,
  type DeskChannels,
  type DesktopState,
  maxSources,
  noProcessing,
  type MixSignalToRenderer,
  type SavedSource,
  type SoundReport,
  soundReportEveryMs,
  type SourceSound,
} from '@mauzin/desktop-contract';
import { type ClockPort, type OpusPreset, opusPresets, saverEncoding } from '@mauzin/shared';

import { type DeviceChange, DeviceWatch, type WatchedMedia } from './devices/device-watch.ts';
import { defaultInput, type DeviceInfo, type InputDevice, listInputs } from './devices/devices.ts';
import { LocalEars, type LocalEarsOptions, nothingSilenced, type Silenced } from './ears/local-ears.ts';
import type { GraphRest } from './mix/graph-rest.ts';
import type { MixPeer } from './mix/mix-peer.ts';
import type { Mixer } from './mix/mixer.ts';
import { SourceInputs, type SourceInputsOptions } from './sources/source-inputs.ts';
import { SourceMemory } from './sources/source-memory.ts';

/** How each source stands, and what the window offers to add. */
export interface StudioState {
  readonly inputs: readonly InputDevice[];
  /** The chosen sources as they are now; main's copy follows a moment later. */
  readonly sources: readonly SavedSource[];
  /** By the source's id. Missing: not opened yet. */
  readonly sounds: Readonly<Record<string, SourceSound>>;
  /** What is heard in place of a lost device, by the source's id. */
  readonly standIns: Readonly<Record<string, string>>;
  /** What is not played at this computer, since it would go on the air. */
  readonly silenced: Silenced;
}

export const emptyStudio: StudioState = {
  inputs: [],
  sources: [],
  sounds: {},
  standIns: {},
  silenced: nothingSilenced,
};

/** A device, whatever input the system prefers, or this computer's own sound (`null`). */
export type SoundChoice = InputDevice | 'default' | null;

/** What can be changed on a source's strip. */
export type StripChange = Partial<Pick<SavedSource, 'gainDb' | 'muted' | 'channels' | 'processing'>>;

export interface StudioOptions
  extends
    Pick<SourceInputsOptions, 'capturesMayMove' | 'sameTracks'>,
    Pick<LocalEarsOptions, 'openTone' | 'playProbe'> {
  readonly bridge: Pick<DesktopBridge, 'call'>;
  readonly media: WatchedMedia;
  readonly mixer: Mixer;
  readonly rest: Pick<GraphRest, 'keep' | 'resting' | 'set'>;
  readonly peer: MixPeer;
  /** Sends the second encode, while somebody listens to it. */
  readonly saver: MixPeer;
  readonly clock: ClockPort;
  /** A new source's id. */
  readonly newId: () => string;
  readonly onState: (state: StudioState) => void;
}

/**
 * The window's sound, whole: keeps one input for each saved source, mixes them, tells main how they stand, and sends the mix while the
 * station is to be on the air. Follows main's state, so a reloaded page takes up where the old one was.
 */
export class Studio {
  readonly #options: StudioOptions;
  readonly #inputs: SourceInputs;
  readonly #devices: DeviceWatch;
  readonly #memory: SourceMemory;
  readonly #ears: LocalEars;
  #desktop: DesktopState | null = null;
  #state = emptyStudio;
  #cancelTick: (() => void) | null = null;

  constructor(options: StudioOptions) {
    const { bridge, clock, media } = options;
    this.#options = options;
    this.#memory = new SourceMemory({
      clock,
      write: (sources) => bridge.call('set-sources', [...sources]),
      remember: (found) => bridge.call('remember-device', found),
      onRefused: () => this.#followSettings(),
    });
    this.#inputs = new SourceInputs({
      ...options,
      onChange: () => this.#showSounds(),
      onFound: (id, device) => this.#found(id, device),
    });
    this.#devices = new DeviceWatch({
      media,
      clock,
      onLook: (devices, change) => this.#saw(devices, change),
    });
    this.#ears = new LocalEars({ ...options, onSilenced: (silenced) => this.#set({ silenced }) });
    this.#tick();
  }

  get state(): StudioState {
    return this.#state;
  }

  /** Main's state, whenever it changes. */
  follow(desktop: DesktopState): void {
    const before = this.#desktop;
    this.#desktop = desktop;
    if (!this.#memory.unsaved) this.#followSettings();
    if (before && before.wakes !== desktop.wakes) this.#inputs.renew();
    if (desktop.pickDefaultSource) this.#pickDefault();
    this.#followSound();
    this.#followNeed(desktop);
    const { mixer, peer, saver } = this.#options;
    const { engine, engineRun, wantsLive } = desktop;
    const preset = opusPresets[desktop.settings.preset];
    mixer.setPreset(preset);
    const isAnew = before !== null && before.engineRun !== engineRun;
    this.#send(peer, wantsLive ? preset : null, { isAnew, arrives: engine.mix === 'flowing' });
    const isSaved = wantsLive && engine.saver.wanted;
    this.#send(saver, isSaved ? saverEncoding : null, { isAnew, arrives: engine.saver.mix === 'flowing' });
  }

  /** What a fan-out says to our offer. */
  receiveMixSignal(signal: MixSignalToRenderer): void {
    const { peer, saver } = this.#options;
    (signal.rendition === 'saver' ? saver : peer).receive(signal);
  }

  /** The window is in front again, on a system that gives zeros to an app that may not hear. */
  regained(): void {
    this.#inputs.regained();
  }

  add(choice: SoundChoice): void {
    const strip = { gainDb: 0, muted: false, channels: 'stereo', processing: noProcessing } as const;
    const added = chosenSource(choice, { id: this.#options.newId(), ...strip });
    if (this.#state.sources.length >= maxSources) return;
    this.#save([...this.#state.sources, added]);
    void this.#takeFirstPair(added);
  }

  remove(id: string): void {
    this.#save(this.#state.sources.filter((source) => source.id !== id));
  }

  /** Gives a source another sound, and leaves its strip as it is. */
  setChoice(id: string, choice: SoundChoice): void {
    this.#change(id, ({ channels, gainDb, muted, processing }) =>
      chosenSource(choice, { id, channels, gainDb, muted, processing }),
    );
    const chosen = this.#state.sources.find((source) => source.id === id);
    if (chosen) void this.#takeFirstPair(chosen);
  }

  /** Gives a source some channels of a mixer. Resolves to whether they could be had. */
  async takeDeskChannels(id: string, of: DeskChannels): Promise<boolean> {
    const label = await this.#options.bridge.call('take-desk-channels', of).catch(() => null);
    if (typeof label !== 'string') return false;
    const deviceId = this.#state.inputs.find((input) => input.label === label)?.deviceId ?? '';
    this.#change(id, ({ gainDb, muted, processing }) => ({
      kind: 'device',
      id,
      gainDb,
      muted,
      processing,
      channels: 'stereo',
      deviceId,
      label,
      of,
    }));
    return true;
  }

  /** Changes how a source is taken into the mix; heard at once, remembered by main. */
  setStrip(id: string, change: StripChange): void {
    this.#change(id, (source) => ({ ...source, ...change }));
  }

  /** As an operator does it while the app is locked: main decides, and its state brings what became of it. */
  setMuted(id: string, muted: boolean): void {
    this.#options.bridge.call('set-muted', { id, muted }).catch(() => undefined);
  }

  /** Lets go of every device. Idempotent. */
  close(): void {
    this.#cancelTick?.();
    this.#devices.close();
    this.#memory.close();
    this.#ears.close();
    this.#options.peer.stop();
    this.#options.saver.stop();
    this.#inputs.close();
    this.#options.mixer.close();
  }

  /** `isAnew`: the engine was started anew, and knows nothing of the connection that there is. */
  #send(
    peer: MixPeer,
    encoding: Pick<OpusPreset, 'bitrateBps'> | null,
    { arrives, isAnew }: { readonly arrives: boolean; readonly isAnew: boolean },
  ): void {
    if (encoding === null) return peer.stop();
    peer.send(this.#options.mixer.stream, encoding);
    if (isAnew) peer.restart();
    return peer.arrives(arrives);
  }

  #change(id: string, change: (source: SavedSource) => SavedSource): void {
    this.#save(this.#state.sources.map((source) => (source.id === id ? change(source) : source)));
  }

  /** Takes the change here at once, so that a slider follows the hand, and hands it to main, which remembers it. */
  #save(sources: readonly SavedSource[]): void {
    this.#match(sources);
    this.#followSound();
    this.#memory.save(sources);
  }

  /** Of a mixer with numbered channels Chromium hears nothing by itself: its first two are taken until somebody chooses. */
  async #takeFirstPair(source: SavedSource): Promise<void> {
    if (source.kind !== 'device') return;
    // Channels that another source has: they stay for as long as either has them.
    const of = this.#state.sources.flatMap((one) =>
      one.kind === 'device' && one.label === source.label && one.of ? [one.of] : [],
    )[0];
    if (of) return this.#change(source.id, (one) => (one.kind === 'device' ? { ...one, of } : one));
    const desks = await this.#options.bridge.call('list-desks', undefined).catch(() => null);
    const isDesk = desks?.some(({ label }) => label === source.label) ?? false;
    const isStill = this.#state.sources.some(
      (one) => one.id === source.id && one.kind === 'device' && one.label === source.label,
    );
    if (isDesk && isStill)
      await this.takeDeskChannels(source.id, { label: source.label, first: 1, count: 2 });
  }

  #followSettings(): void {
    if (this.#desktop) this.#match(this.#memory.correct(this.#desktop.settings.sources));
  }

  #match(sources: readonly SavedSource[]): void {
    this.#set({ sources });
    this.#inputs.follow(sources, this.#desktop?.settings.sound.whenLost ?? 'silence');
    this.#showSounds();
  }

  /** What is played at this machine. */
  #followSound(): void {
    if (!this.#desktop) return;
    const { alarms, settings } = this.#desktop;
    const { sources } = this.#state;
    const { sounds, standIns } = this.#inputs;
    this.#options.mixer.setLimiter(settings.sound.limiter);
    const { devices } = this.#devices;
    this.#ears.follow({ alarms, sound: settings.sound, sources, sounds, standIns, devices });
  }

  /** Lets the mix rest while nobody needs it: off the air, window out of sight, not heard here, and no automation waiting for sound. */
  #followNeed({ engine, settings, wantsLive, windowSeen }: DesktopState): void {
    const { rest } = this.#options;
    const isOnAir = wantsLive || engine.air.name !== 'off';
    const isHeard = settings.sound.monitor !== null || settings.automation.signal.on;
    const before = rest.resting;
    rest.set(!isOnAir && !isHeard && !windowSeen);
    // What came meanwhile waits in the graph's inputs, and would make all later sound as late.
    if (before && !rest.resting) this.#inputs.beginAnew();
  }

  /** Found again by its name: where it is now is remembered, also while only the admin may change anything. */
  #found(id: string, device: InputDevice): void {
    const source = this.#state.sources.find((one) => one.id === id);
    if (source?.kind !== 'device') return;
    this.#memory.found({ id, ...device }, source.deviceId);
    this.#match(this.#state.sources.map((one) => (one.id === id ? { ...one, ...device } : one)));
  }

  #saw(devices: readonly DeviceInfo[], change: DeviceChange): void {
    if (change.devices) this.#set({ inputs: listInputs(devices) });
    this.#inputs.saw(devices, change);
    if (change.devices) this.#followSound();
    if (change.devices && this.#desktop?.pickDefaultSource) this.#pickDefault();
  }

  #pickDefault(): void {
    const device = defaultInput(this.#devices.devices);
    const mayChoose = this.#desktop?.lock.locked === false;
    if (device && mayChoose && this.#state.sources.length === 0) this.add(device);
  }

  #tick(): void {
    this.#cancelTick = this.#options.clock.after(soundReportEveryMs, () => {
      const { bridge, rest } = this.#options;
      rest.keep();
      this.#inputs.check({ isMeasured: !rest.resting });
      // Main may be gone, or the window be closing: the next report is a quarter of a second away.
      bridge.call('report-sound', this.#report()).catch(() => undefined);
      this.#tick();
    });
  }

  #report(): SoundReport {
    const { levelDbfs, peakDbfs } = this.#options.mixer.takeReport();
    const { sounds, sources } = this.#state;
    return {
      levelDbfs: tellable(levelDbfs),
      peakDbfs: tellable(peakDbfs),
      sources: sources.map((source) => ({
        id: source.id,
        kind: source.kind,
        label: source.kind === 'device' ? source.label : '',
        sound: sounds[source.id] ?? 'opening',
      })),
    };
  }

  #showSounds(): void {
    const { sounds, standIns } = this.#inputs;
    if (sameRecord(sounds, this.#state.sounds) && sameRecord(standIns, this.#state.standIns)) return;
    this.#set({ sounds, standIns });
    this.#followSound();
  }

  #set(change: Partial<StudioState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onState(this.#state);
  }
}

type Strip = Pick<SavedSource, 'id' | 'gainDb' | 'muted' | 'channels' | 'processing'>;

function chosenSource(choice: SoundChoice, strip: Strip): SavedSource {
  if (choice === null) return { kind: 'system', ...strip };
  return choice === 'default' ? { kind: 'default', ...strip } : { kind: 'device', ...strip, ...choice };
}

/** Within the report's range (dBFS), whatever a broken device's samples come to. */
const tellable = (dbfs: number): number => (Number.isNaN(dbfs) ? -200 : Math.max(-200, Math.min(40, dbfs)));

function sameRecord(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
