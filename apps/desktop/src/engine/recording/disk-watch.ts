import type { EngineNotice } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

/** Below this there is a notice: a day and a half at 64 kbit/s, 17 hours at 128. Bytes. */
export const nearlyFullBytes = 1_000_000_000;
/** Below this recording stops, so that the disk is left to others, as the settings and the system. Bytes. */
export const stopBelowBytes = 50_000_000;
/** From this much free space on, recording begins again. Bytes. */
export const beginAboveBytes = 100_000_000;

const lookEveryMs = 10_000;
/** Free space is told in steps of this, so that not each look is news. Bytes. */
const stepBytes = 10_000_000;

export interface DiskWatchOptions {
  readonly clock: ClockPort;
  readonly freeBytes: () => Promise<number>;
  /** The disk was looked at once more. */
  readonly onLook: () => void;
  readonly onError: (error: unknown) => void;
}

/** Looks each 10 s, from `look` on, how much space a disk has left. One look at a time: a disk that hangs is not asked again. */
export class DiskWatch {
  readonly #options: DiskWatchOptions;
  #free: number | null = null;
  #looking: Promise<void> | null = null;
  #cancelLook: () => void = () => undefined;
  #closed = false;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
  }

  get isNearlyEmpty(): boolean {
    return this.#free !== null && this.#free < stopBelowBytes;
  }

  /** Whether there is enough space to begin. Where the disk does not say, beginning is tried. */
  get hasRoom(): boolean {
    return this.#free === null || this.#free >= beginAboveBytes;
  }

  get notices(): readonly EngineNotice[] {
    if (this.#free === null || this.#free >= nearlyFullBytes) return [];
    return [{ name: 'disk-nearly-full', freeBytes: Math.floor(this.#free / stepBytes) * stepBytes }];
  }

  /** Looks now. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      this.#lookLater();
    });
    return this.#looking;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancelLook();
  }

  async #look(): Promise<void> {
    this.#cancelLook();
    try {
      this.#free = await this.#options.freeBytes();
    } catch (error) {
      this.#free = null;
      if (!this.#closed) this.#options.onError(error);
    }
    if (!this.#closed) this.#options.onLook();
  }

  #lookLater(): void {
    if (this.#closed) return;
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => void this.look());
  }
}
