import type { ClockPort } from '@mauzin/shared';

import { type DeviceInfo, type InputDevice, matchDevice } from '../devices/devices.ts';

/** An audio output as the system names it. */
export type OutputDevice = InputDevice;

/** What plays a stream: an `<audio>` element. */
export type MonitorPlayer = Pick<HTMLAudioElement, 'srcObject' | 'setSinkId' | 'play' | 'pause'>;

export interface MonitorOptions {
  /** What is heard. */
  readonly stream: MediaStream;
  readonly media: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;
  readonly player: MonitorPlayer;
  readonly clock: ClockPort;
}

/**
 * Time between two looks for the output, ms: the system's own word is not sent for every device, and some systems move the sound of
 * a lost output to another one by themselves, where nobody chose to have it.
 */
const lookEveryMs = 500;
const firstRetryMs = 1_000;
const lastRetryMs = 15_000;

/** Every audio output once, by name, for a person to choose from. */
export const listOutputs = (devices: readonly DeviceInfo[]): readonly OutputDevice[] =>
  devices
    .filter(({ deviceId, kind }) => kind === 'audiooutput' && !aliases.has(deviceId))
    .map(({ deviceId, label }) => ({ deviceId, label }));
const aliases: ReadonlySet<string> = new Set(['', 'default', 'communications']);

/**
 * Plays the mix on one output and on no other: silent while that one is away, back when it returns. The mix itself never
 * hears of it.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #onDeviceChange = (): void => this.#look();
  #wanted: OutputDevice | null = null;
  /** The output that is played on. */
  #playing: string | null = null;
  #attempt: object | null = null;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(options: MonitorOptions) {
    this.#options = options;
    options.media.addEventListener('devicechange', this.#onDeviceChange);
  }

  set(device: OutputDevice | null): void {
    if (this.#wanted?.deviceId === device?.deviceId && this.#wanted?.label === device?.label) return;
    this.#wanted = device;
    this.#failures = 0;
    if (!device) this.#stop();
    this.#look();
  }

  /** Idempotent. */
  close(): void {
    this.#options.media.removeEventListener('devicechange', this.#onDeviceChange);
    this.set(null);
  }

  #look(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const wanted = this.#wanted;
    const attempt = {};
    this.#attempt = attempt;
    if (wanted) void this.#attend(wanted, attempt);
  }

  async #attend(wanted: OutputDevice, attempt: object): Promise<void> {
    let waitMs = lookEveryMs;
    try {
      await this.#play(wanted, attempt);
      if (attempt === this.#attempt) this.#failures = 0;
    } catch {
      if (attempt !== this.#attempt) return;
      this.#stop();
      waitMs = Math.min(lastRetryMs, firstRetryMs * 2 ** this.#failures);
      this.#failures += 1;
    }
    if (attempt === this.#attempt) this.#cancelTimer = this.#options.clock.after(waitMs, () => this.#look());
  }

  async #play(wanted: OutputDevice, attempt: object): Promise<void> {
    const { media, player, stream } = this.#options;
    const device = matchDevice(wanted, listOutputs(await media.enumerateDevices()), []);
    if (attempt !== this.#attempt) return;
    if (!device) return this.#stop();
    if (device.deviceId === this.#playing) return;
    // Not a sound on the output before, nor on the system's own choice, while this one is being opened.
    this.#stop();
    await player.setSinkId(device.deviceId);
    if (attempt !== this.#attempt) return;
    player.srcObject = stream;
    await player.play();
    if (attempt === this.#attempt) this.#playing = device.deviceId;
  }

  #stop(): void {
    if (this.#options.player.srcObject === null) return;
    this.#playing = null;
    this.#options.player.pause();
    this.#options.player.srcObject = null;
  }
}
