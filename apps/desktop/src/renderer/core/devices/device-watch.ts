import type { ClockPort } from '@mauzin/shared';

import { type MediaPort, stopStream } from '../open-sound.ts';
import { allInputs, defaultMark, type DeviceInfo } from './devices.ts';

export type WatchedMedia = MediaPort & Pick<MediaDevices, 'addEventListener' | 'removeEventListener'>;

/** What is different from the last look. */
export interface DeviceChange {
  /** Some device is there, is gone, or has another name. */
  readonly devices: boolean;
  /** An input is there that was not. */
  readonly inputAdded: boolean;
  /** The system prefers another input. Never true where the system does not tell (see `defaultMark`). */
  readonly defaultInput: boolean;
  /** The system plays elsewhere by default. As with inputs. */
  readonly defaultOutput: boolean;
}

export interface DeviceWatchOptions {
  readonly media: WatchedMedia;
  readonly clock: ClockPort;
  /** After each look, the first one included. */
  readonly onLook: (devices: readonly DeviceInfo[], change: DeviceChange) => void;
}

/** Time between two looks, ms: the system's own word is not sent for every device, nor for its change of default. */
const lookEveryMs = 1_000;
/** Least time between two openings of a microphone to learn the devices' names, ms. */
const askNamesEveryMs = 30_000;
/** Most looks that may be unanswered before no more are sent. */
const mostPending = 3;

/** Knows which devices there are, within a second. */
export class DeviceWatch {
  readonly #options: DeviceWatchOptions;
  #devices: readonly DeviceInfo[] | null = null;
  #turn = 0;
  #shown = 0;
  #pending = 0;
  #askedNamesAtMs = -Infinity;
  #cancelTimer: (() => void) | null = null;
  #closed = false;
  readonly #onDeviceChange = (): void => void this.look();

  constructor(options: DeviceWatchOptions) {
    this.#options = options;
    options.media.addEventListener('devicechange', this.#onDeviceChange);
    this.#lookOn();
  }

  get devices(): readonly DeviceInfo[] {
    return this.#devices ?? [];
  }

  /** Looks now. Resolves when what is there has been told. Never rejects. */
  async look(): Promise<void> {
    const turn = (this.#turn += 1);
    this.#pending += 1;
    const devices = await this.#list();
    this.#pending -= 1;
    // A slow answer must not undo a newer one.
    if (this.#closed || !devices || turn < this.#shown) return;
    this.#shown = turn;
    const before = this.#devices;
    this.#devices = devices;
    this.#options.onLook(devices, changeBetween(before, devices));
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#options.media.removeEventListener('devicechange', this.#onDeviceChange);
  }

  #lookOn(): void {
    if (this.#pending < mostPending) void this.look();
    this.#cancelTimer = this.#options.clock.after(lookEveryMs, () => this.#lookOn());
  }

  /** All devices. Until a microphone was opened once, a browser may keep their names back: open one and let it go. */
  async #list(): Promise<readonly DeviceInfo[] | null> {
    const { clock, media } = this.#options;
    try {
      const devices = await media.enumerateDevices();
      if (allNamed(devices) || clock.now() - this.#askedNamesAtMs < askNamesEveryMs) return devices;
      this.#askedNamesAtMs = clock.now();
      stopStream(await media.getUserMedia({ audio: true }));
      return await media.enumerateDevices();
    } catch {
      // Refused, or no device at all: each source says so itself when it is opened.
      return null;
    }
  }
}

const allNamed = (devices: readonly DeviceInfo[]): boolean =>
  devices.every(({ kind, label }) => kind !== 'audioinput' || label !== '');

function changeBetween(before: readonly DeviceInfo[] | null, now: readonly DeviceInfo[]): DeviceChange {
  if (!before) return { devices: true, inputAdded: false, defaultInput: false, defaultOutput: false };
  const known = new Set(before.map(rowOf));
  const inputsBefore = new Set(allInputs(before).map(({ deviceId }) => deviceId));
  return {
    devices: before.length !== now.length || now.some((device) => !known.has(rowOf(device))),
    inputAdded: allInputs(now).some(({ deviceId }) => !inputsBefore.has(deviceId)),
    defaultInput: defaultMark(before) !== defaultMark(now),
    defaultOutput: defaultMark(before, 'audiooutput') !== defaultMark(now, 'audiooutput'),
  };
}

const rowOf = ({ deviceId, groupId, kind, label }: DeviceInfo): string =>
  JSON.stringify([kind, deviceId, label, groupId]);
