import type { WatchedMedia } from '../renderer/core/devices/device-watch.ts';
import type { DeviceInfo } from '../renderer/core/devices/devices.ts';

type TrackParts = Pick<MediaStreamTrack, 'kind' | 'readyState' | 'muted' | 'stop'>;

/** A captured track. Its frames come while its device is plugged in, and awake. */
export class FakeTrack extends EventTarget implements TrackParts {
  readonly kind: string;
  readonly device: FakeDevice | null;
  readyState: MediaStreamTrackState = 'live';
  muted = false;
  readonly #latencyMs: () => number;
  readonly #frames: () => number;

  constructor(kind: string, device: FakeDevice | null, latencyMs: () => number, frames: () => number) {
    super();
    this.kind = kind;
    this.device = device;
    this.#latencyMs = latencyMs;
    this.#frames = frames;
  }

  /** As in Chromium: for inputs only, never for the system's own sound. */
  get stats(): { deliveredFrames: number; latency: number } | undefined {
    return this.device ? { deliveredFrames: this.#frames(), latency: this.#latencyMs() } : undefined;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** The device went away: the browser says so. */
  end(): void {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

type StreamParts = Pick<MediaStream, 'id'>;

export class FakeStream implements StreamParts {
  readonly id: string;
  readonly processing: unknown;
  #tracks: readonly FakeTrack[];

  constructor(id: string, tracks: readonly FakeTrack[], processing: unknown = null) {
    this.id = id;
    this.#tracks = tracks;
    this.processing = processing;
  }

  get live(): boolean {
    return this.#tracks.some(({ readyState }) => readyState === 'live');
  }

  get audio(): FakeTrack {
    const [track] = this.getAudioTracks();
    if (!track) throw new Error('No sound in this stream');
    return track;
  }

  getTracks = (): readonly FakeTrack[] => this.#tracks;
  getAudioTracks = (): readonly FakeTrack[] => this.#tracks.filter(({ kind }) => kind === 'audio');
  getVideoTracks = (): readonly FakeTrack[] => this.#tracks.filter(({ kind }) => kind === 'video');
  removeTrack(track: FakeTrack): void {
    this.#tracks = this.#tracks.filter((one) => one !== track);
  }
}

export interface FakeDevice extends DeviceInfo {
  /** Why it cannot be opened, by the name of the browser's error. */
  refusal?: string;
  /** It is open and delivers nothing, without a word. */
  hangs?: boolean;
}

export const fakeInput = (deviceId: string, label: string, groupId: string = deviceId): FakeDevice => ({
  kind: 'audioinput',
  deviceId,
  label,
  groupId,
});

/** The browser's sound devices, which are plugged in and pulled out. */
export class FakeMedia extends EventTarget {
  devices: FakeDevice[];
  /** Every stream that was opened, in order. */
  readonly opened: FakeStream[] = [];
  /** How often the devices were asked for. */
  looks = 0;
  latencyMs = 20;
  /** What the system's own sound is refused with, in order. */
  readonly systemRefusals: string[] = [];
  systemIsForbidden = false;
  /** A real one answers neither at once nor in order. */
  openingTakes: Promise<unknown> = Promise.resolve();
  #frames = 0;

  constructor(...devices: readonly FakeDevice[]) {
    super();
    this.devices = [...devices];
  }

  /** The same object as the code under test knows it. */
  get port(): WatchedMedia {
    return this as unknown as WatchedMedia;
  }

  /** Those that hold a device now. */
  get live(): readonly FakeStream[] {
    return this.opened.filter((stream) => stream.live);
  }

  /** What is held now, by the devices' ids. */
  get held(): readonly string[] {
    return this.live.map(({ audio }) => audio.device?.deviceId ?? 'system');
  }

  enumerateDevices(): Promise<readonly FakeDevice[]> {
    this.looks += 1;
    return Promise.resolve([...this.devices]);
  }

  async getUserMedia({ audio }: { audio: { deviceId?: { exact: string } } | true }): Promise<FakeStream> {
    await this.openingTakes;
    const wanted = audio === true ? undefined : audio.deviceId?.exact;
    const device = this.devices.find(({ deviceId }) => wanted === undefined || deviceId === wanted);
    if (!device) throw new DOMException('not there', 'NotFoundError');
    if (device.refusal !== undefined) throw new DOMException('refused', device.refusal);
    return this.#open([this.#track('audio', device)], audio);
  }

  async getDisplayMedia({ audio, video }: { audio: unknown; video: boolean }): Promise<FakeStream> {
    await this.openingTakes;
    const refusal = this.systemRefusals.shift();
    if (refusal !== undefined) throw new DOMException('refused', refusal);
    const tracks = [this.#track('audio', null), ...(video ? [this.#track('video', null)] : [])];
    const stream = this.#open(tracks, audio);
    if (this.systemIsForbidden) stream.audio.stop();
    return stream;
  }

  /** Pulls the cable. `quietly`: without an event, as a virtual device does it, and with its tracks alive. */
  unplug(deviceId: string, quietly = false): FakeDevice {
    const device = this.devices.find((one) => one.deviceId === deviceId);
    if (!device) throw new Error(`No device ${deviceId}`);
    this.devices = this.devices.filter((one) => one !== device);
    if (quietly) return device;
    for (const { audio } of this.live) if (audio.device === device) audio.end();
    this.dispatchEvent(new Event('devicechange'));
    return device;
  }

  plugIn(device: FakeDevice, quietly = false): void {
    this.devices.push(device);
    if (!quietly) this.dispatchEvent(new Event('devicechange'));
  }

  #open(tracks: readonly FakeTrack[], processing: unknown): FakeStream {
    const stream = new FakeStream(`stream-${this.opened.length + 1}`, tracks, processing);
    this.opened.push(stream);
    return stream;
  }

  #track(kind: string, device: FakeDevice | null): FakeTrack {
    return new FakeTrack(
      kind,
      device,
      () => this.latencyMs,
      () => (device?.hangs ? 0 : (this.#frames += 480)),
    );
  }
}
