import type { ClockPort } from '@mauzin/shared';

import type { ScreenAwake, ScreenPort } from '../core/receiver.ts';

/** A Screen Wake Lock (W3C screen-wake-lock). */
export interface WakeLock {
  release(): Promise<void>;
  /** The browser takes it back when the page is hidden or the battery is low. */
  addEventListener(type: 'release', run: () => void): void;
}

export interface ScreenPlatform {
  /** Rejects where the browser refuses. Null where it has none: the page must have come over https. */
  readonly requestLock: (() => Promise<WakeLock>) | null;
  /** Whether the page is looked at: only then can a screen be kept awake. */
  readonly isVisible: () => boolean;
  /** The other way: a playing picture. Rejects where it does not play. */
  readonly video: { play(): Promise<void>; stop(): void };
  readonly clock: ClockPort;
}

/** How long to leave a lock alone that was taken back while the page is looked at, ms. */
const againMs = 2_000;

/**
 * Keeps the screen awake by a wake lock; where there is none, or none is given, by a playing picture, which most browsers
 * take for a reason to leave the screen on. That nobody promises, so it is told as `unknown`.
 */
export class ScreenKeeper implements ScreenPort {
  readonly #platform: ScreenPlatform;
  onChange: ((awake: ScreenAwake) => void) | null = null;
  #wanted = false;
  #asking = false;
  #lock: WakeLock | null = null;
  #awake: ScreenAwake = 'unknown';
  #cancelAgain: (() => void) | null = null;

  constructor(platform: ScreenPlatform) {
    this.#platform = platform;
  }

  keep(): void {
    this.#wanted = true;
    void this.#ask();
  }

  release(): void {
    this.#wanted = false;
    this.#cancelAgain?.();
    this.#cancelAgain = null;
    this.#platform.video.stop();
    const lock = this.#lock;
    this.#lock = null;
    if (lock) void letGo(lock);
    this.#tell('unknown');
  }

  async #ask(): Promise<void> {
    if (this.#asking || this.#lock !== null || !this.#platform.isVisible()) return;
    this.#asking = true;
    try {
      // Asked for together: a browser may want the tap for the one or for the other.
      const [lock, video] = [this.#requestLock(), this.#playVideo()];
      this.#hold(await lock, await video);
    } finally {
      this.#asking = false;
    }
  }

  async #requestLock(): Promise<WakeLock | null> {
    try {
      return (await this.#platform.requestLock?.()) ?? null;
    } catch {
      return null; // refused: a low battery, or the page is not looked at
    }
  }

  async #playVideo(): Promise<boolean> {
    try {
      await this.#platform.video.play();
      return true;
    } catch {
      return false; // refused or impossible: the person is told
    }
  }

  #hold(lock: WakeLock | null, video: boolean): void {
    if (!this.#wanted) {
      this.#platform.video.stop();
      if (lock) void letGo(lock);
      return;
    }
    if (lock === null) return this.#tell(video ? 'unknown' : 'not-kept');
    this.#platform.video.stop();
    this.#lock = lock;
    lock.addEventListener('release', () => this.#lost(lock));
    return this.#tell('kept');
  }

  #lost(lock: WakeLock): void {
    if (lock !== this.#lock) return;
    this.#lock = null;
    // Of a page that is not looked at there is nothing to tell: it asks again when it is.
    if (!this.#platform.isVisible()) return;
    this.#tell('not-kept');
    this.#cancelAgain?.();
    this.#cancelAgain = this.#platform.clock.after(againMs, () => void this.#ask());
  }

  #tell(awake: ScreenAwake): void {
    if (awake === this.#awake) return;
    this.#awake = awake;
    this.onChange?.(awake);
  }
}

async function letGo(lock: WakeLock): Promise<void> {
  try {
    await lock.release();
  } catch {
    // it was gone already
  }
}
