import type { ClockPort } from '@mauzin/shared';

import { type DeviceInfo, type InputDevice, matchDevice } from './devices.ts';

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
  readonly #onDeviceChange = (): void => this.#apply();
  #wanted: OutputDevice | null = null;
  /** The output that is played on. */
  #playing: string | null = null;
  #attempt: object | null = null;
  #failures = 0;
  #cancelRetry: (() => void) | null = null;
  #closed = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
    options.media.addEventListener('devicechange', this.#onDeviceChange);
  }

  set(device: OutputDevice | null): void {
    if (this.#wanted?.deviceId === device?.deviceId && this.#wanted?.label === device?.label) return;
    this.#wanted = device;
    this.#apply();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#wanted = null;
    this.#options.media.removeEventListener('devicechange', this.#onDeviceChange);
    this.#apply();
  }

  #apply(): void {
    this.#failures = 0;
    this.#try();
  }

  #try(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const wanted = this.#wanted;
    const attempt = wanted && {};
    this.#attempt = attempt;
    if (!wanted || !attempt) return this.#stop();
    void this.#play(wanted, attempt).catch(() => {
      if (attempt === this.#attempt) this.#failed();
    });
    return undefined;
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

  #failed(): void {
    this.#stop();
    const waitMs = Math.min(lastRetryMs, firstRetryMs * 2 ** this.#failures);
    this.#failures += 1;
    if (!this.#closed) this.#cancelRetry = this.#options.clock.after(waitMs, () => this.#try());
  }

  #stop(): void {
    this.#playing = null;
    this.#options.player.pause();
    this.#options.player.srcObject = null;
  }
}
