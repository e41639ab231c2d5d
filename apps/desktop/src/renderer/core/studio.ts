import {
  type ClockPort,
  type DesktopBridge,
  type DesktopState,
  maxSources,
  noProcessing,
  type MixSignalToRenderer,
  opusPresets,
  type SavedSource,
  type Settings,
} from '@mauzin/shared';

import { Capture, type CaptureState } from './capture.ts';
import { defaultInput, type DeviceInfo, type InputDevice, listInputs, matchDevice } from './devices.ts';
import { SilenceWatch } from './level.ts';
import type { Mixer } from './mixer.ts';
import type { MixPeer } from './mix-peer.ts';
import type { MediaPort, SoundTrouble } from './open-sound.ts';
import { SourceMemory } from './source-memory.ts';

/** How each source stands, and what the window offers to add. */
export interface StudioState {
  readonly inputs: readonly InputDevice[];
  /** The chosen sources as they are now; main's copy follows a moment later. */
  readonly sources: readonly SavedSource[];
  /** By the source's id. Missing: not opened yet. */
  readonly sounds: Readonly<Record<string, 'opening' | 'open' | SoundTrouble>>;
  /** On the air, and nothing to hear for some seconds. */
  readonly silent: boolean;
}

export interface StudioOptions {
  readonly bridge: DesktopBridge;
  readonly media: MediaPort & Pick<MediaDevices, 'addEventListener' | 'removeEventListener'>;
  readonly mixer: Mixer;
  readonly peer: MixPeer;
  readonly clock: ClockPort;
  /** A new source's id. */
  readonly newId: () => string;
  readonly onState: (state: StudioState) => void;
}

const silenceCheckMs = 250;

/**
 * The window's sound, whole: keeps one capture for each saved source, mixes them, and sends the mix while the station
 * is to be on the air. Follows main's state, so a reloaded page takes up where the old one was.
 */
export class Studio {
  readonly #options: StudioOptions;
  readonly #captures = new Map<string, Capture>();
  /** Devices that sources have, by the source's id: two of the same name may be looked for at once. */
  readonly #found = new Map<string, string>();
  readonly #silence = new SilenceWatch();
  #desktop: DesktopState | null = null;
  #state: StudioState = { inputs: [], sources: [], sounds: {}, silent: false };
  readonly #memory: SourceMemory;
  #picking = false;
  #cancelSilenceCheck: (() => void) | null = null;
  readonly #onDeviceChange = (): void => void this.#refresh();

  constructor(options: StudioOptions) {
    this.#options = options;
    this.#memory = new SourceMemory(options.clock, (sources) =>
      options.bridge.call('set-sources', [...sources]),
    );
    options.media.addEventListener('devicechange', this.#onDeviceChange);
    void this.#refresh();
    this.#watchSilence();
  }

  get state(): StudioState {
    return this.#state;
  }

  /** Main's state, whenever it changes. */
  follow(desktop: DesktopState): void {
    const engineStartedAnew = this.#desktop !== null && this.#desktop.engineRun !== desktop.engineRun;
    this.#desktop = desktop;
    if (!this.#memory.unsaved) this.#matchSources(desktop.settings.sources);
    if (desktop.pickDefaultSource) void this.#pickDefault();
    const preset = opusPresets[desktop.settings.preset];
    this.#options.mixer.setPreset(preset);
    this.#options.mixer.setLimiter(desktop.settings.sound.limiter);
    this.#options.mixer.setMonitor(monitorOf(desktop.settings));
    if (!desktop.wantsLive) return this.#options.peer.stop();
    this.#options.peer.send(this.#options.mixer.stream, preset);
    if (engineStartedAnew) this.#options.peer.restart();
    return this.#options.peer.arrives(desktop.engine.mix === 'flowing');
  }

  /** What the fan-out says to our offer. */
  receiveMixSignal(signal: MixSignalToRenderer): void {
    this.#options.peer.receive(signal);
  }

  /** Adds a device, or the computer's own sound (`null`). */
  add(device: InputDevice | null): void {
    const common = {
      id: this.#options.newId(),
      gainDb: 0,
      muted: false,
      channels: 'stereo' as const,
      processing: noProcessing,
    };
    const added: SavedSource = device
      ? { ...common, kind: 'device', ...device }
      : { ...common, kind: 'system' };
    if (this.#state.sources.length < maxSources) this.#save([...this.#state.sources, added]);
  }

  remove(id: string): void {
    this.#save(this.#state.sources.filter((source) => source.id !== id));
  }

  /** Tells how loud a source is to be; heard at once, remembered by main. */
  setLoudness(id: string, change: { readonly gainDb?: number; readonly muted?: boolean }): void {
    this.#save(this.#state.sources.map((source) => (source.id === id ? { ...source, ...change } : source)));
  }

  /** Lets go of every device. Idempotent. */
  close(): void {
    this.#options.media.removeEventListener('devicechange', this.#onDeviceChange);
    this.#cancelSilenceCheck?.();
    this.#memory.close();
    this.#options.peer.stop();
    for (const capture of this.#captures.values()) capture.close();
    this.#captures.clear();
    this.#options.mixer.close();
  }

  /** Takes the change here at once, so that a slider follows the hand, and hands it to main, which remembers it. */
  #save(sources: readonly SavedSource[]): void {
    this.#matchSources(sources);
    this.#memory.save(sources);
  }

  #matchSources(sources: readonly SavedSource[]): void {
    const wanted = new Set(sources.map(({ id }) => id));
    for (const id of this.#captures.keys()) if (!wanted.has(id)) this.#drop(id);
    for (const source of sources) {
      if (!this.#captures.has(source.id)) this.#capture(source);
      this.#options.mixer.setStrip(source.id, source);
    }
    this.#set({ sources });
  }

  #capture(source: SavedSource): void {
    const { clock, media } = this.#options;
    const capture = new Capture({
      media,
      clock,
      source,
      find: (available) => this.#find(source, available),
      onState: (state) => this.#captured(source.id, state),
      onFound: (device) => this.#remember(source.id, device),
    });
    this.#captures.set(source.id, capture);
    this.#show(source.id, 'opening');
    capture.open();
  }

  #captured(id: string, state: CaptureState): void {
    this.#options.mixer.setInput(id, state.name === 'open' ? state.stream : null);
    this.#show(id, state.name === 'troubled' ? state.trouble : state.name);
    if (state.name === 'open') void this.#refreshInputs();
  }

  #find(source: SavedSource, available: readonly InputDevice[]): InputDevice | null {
    if (source.kind !== 'device') return null;
    const taken = this.#state.sources
      .filter(({ id }) => id !== source.id)
      .flatMap((other) => [this.#found.get(other.id) ?? '', other.kind === 'device' ? other.deviceId : '']);
    const device = matchDevice(source, available, taken);
    if (device) this.#found.set(source.id, device.deviceId);
    return device;
  }

  /** Found again by its name: its new id is remembered. */
  #remember(id: string, device: InputDevice): void {
    const sources = this.#state.sources.map((source) =>
      source.id === id && source.kind === 'device' ? { ...source, ...device } : source,
    );
    this.#save(sources);
  }

  #drop(id: string): void {
    this.#captures.get(id)?.close();
    this.#captures.delete(id);
    this.#found.delete(id);
    this.#options.mixer.remove(id);
    const { [id]: _gone, ...sounds } = this.#state.sounds;
    this.#set({ sounds });
  }

  #show(id: string, how: StudioState['sounds'][string]): void {
    this.#set({ sounds: { ...this.#state.sounds, [id]: how } });
  }

  async #refresh(): Promise<void> {
    await this.#refreshInputs();
    for (const capture of this.#captures.values()) capture.open();
    if (this.#desktop?.pickDefaultSource) await this.#pickDefault();
  }

  async #refreshInputs(): Promise<readonly DeviceInfo[]> {
    const devices = await namedDevices(this.#options.media);
    this.#set({ inputs: listInputs(devices) });
    return devices;
  }

  async #pickDefault(): Promise<void> {
    if (this.#picking || this.#state.sources.length > 0) return;
    this.#picking = true;
    const device = defaultInput(await this.#refreshInputs());
    this.#picking = false;
    if (device && this.#state.sources.length === 0 && this.#desktop?.pickDefaultSource) this.add(device);
  }

  #watchSilence(): void {
    this.#cancelSilenceCheck = this.#options.clock.after(silenceCheckMs, () => {
      const { levelDbfs } = this.#options.mixer.takeReport();
      const live = this.#desktop?.engine.air.name === 'live';
      if (!live) this.#silence.reset();
      const silent = live && this.#silence.feed(levelDbfs, this.#options.clock.now());
      if (silent !== this.#state.silent) this.#set({ silent });
      this.#watchSilence();
    });
  }

  #set(change: Partial<StudioState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onState(this.#state);
  }
}

/** Where the mix is heard here: never while this computer's own sound is a source, which would hear it again. */
const monitorOf = ({ sound, sources }: Pick<Settings, 'sound' | 'sources'>): Settings['sound']['monitor'] =>
  sources.some(({ kind }) => kind === 'system') ? null : sound.monitor;

/** All devices. Until a microphone was opened once, a browser may keep their names back: open one and let it go. */
async function namedDevices(media: MediaPort): Promise<readonly DeviceInfo[]> {
  try {
    const devices = await media.enumerateDevices();
    if (devices.every(({ kind, label }) => kind !== 'audioinput' || label !== '')) return devices;
    const stream = await media.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return await media.enumerateDevices();
  } catch {
    // Refused, or no device at all: each source says so itself when it is opened.
    return [];
  }
}
