import type { AutomationSettings } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { LiveBy } from './live-by.ts';

export interface SignalAutomationOptions {
  readonly clock: ClockPort;
  readonly settings: () => AutomationSettings['signal'];
  /** Whose wish the broadcast is that goes on now; null while none does. */
  readonly liveBy: () => LiveBy | null;
  readonly setLive: (live: boolean) => void;
}

/** A breath between words, ms, does not make the wait begin again. */
const breathMs = 500;
/** Reports further apart than this, ms, are no stretch of sound or silence that anybody heard. */
const gapMs = 2_500;

/**
 * Goes live when the mix is loud for long enough, and stops when it is quiet for long enough. It stops only what it began; and
 * after a person stopped, it begins again only once it was quiet: otherwise the sound that goes on would begin it at once.
 */
export class SignalAutomation {
  readonly #options: SignalAutomationOptions;
  #loudSinceMs: number | null = null;
  #lastLoudMs = 0;
  #quietSinceMs: number | null = null;
  #lastHeardMs = 0;
  #heldBack = false;

  constructor(options: SignalAutomationOptions) {
    this.#options = options;
  }

  /** Somebody wants to be on the air, or off it. */
  wanted(live: boolean, by: LiveBy): void {
    this.#forget();
    // Where it is off nothing has to be held back: switched on a moment later, it begins with the sound.
    if (by !== 'signal') this.#heldBack = !live && this.#options.settings().on;
  }

  hear(levelDbfs: number): void {
    const nowMs = this.#options.clock.now();
    const settings = this.#options.settings();
    if (!settings.on) {
      this.#heldBack = false;
      return this.#forget();
    }
    if (nowMs - this.#lastHeardMs > gapMs) this.#forget();
    this.#lastHeardMs = nowMs;
    return levelDbfs >= settings.aboveDbfs ? this.#loud(nowMs) : this.#quiet(nowMs);
  }

  #loud(nowMs: number): void {
    this.#quietSinceMs = null;
    if (nowMs - this.#lastLoudMs > breathMs) this.#loudSinceMs = null;
    this.#lastLoudMs = nowMs;
    this.#loudSinceMs ??= nowMs;
    if (this.#heldBack || this.#options.liveBy() !== null) return;
    if (nowMs - this.#loudSinceMs >= this.#options.settings().startAfterS * 1_000)
      this.#options.setLive(true);
  }

  #quiet(nowMs: number): void {
    this.#quietSinceMs ??= nowMs;
    if (nowMs - this.#quietSinceMs < this.#options.settings().stopAfterS * 1_000) return;
    this.#heldBack = false;
    if (this.#options.liveBy() === 'signal') this.#options.setLive(false);
  }

  #forget(): void {
    this.#loudSinceMs = null;
    this.#quietSinceMs = null;
  }
}
