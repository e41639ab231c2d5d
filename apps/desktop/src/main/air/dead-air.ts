import type { Quiet } from './air-status.ts';

/** After so long, s, the screen says that there is nothing to hear. */
const silentAfterS = 5;
/** Sound for so long, ms, ends the silence; a click or a cough does not. */
const soundAgainMs = 500;
/** Between two looks further apart than this, ms, the machine slept, and nobody knows what was to be heard. */
const sleptMs = 5_000;

/** What goes out: `unknown` while nobody measures it. */
export type Heard = 'sound' | 'nothing' | 'unknown';

/** Watches for silence on the air. Told what is heard several times a second. */
export class DeadAir {
  #quiet: Quiet = 'no';
  #quietSinceMs: number | null = null;
  #soundSinceMs: number | null = null;
  #lookedAtMs = 0;

  /** When the silence began that is being told, in the clock's time. */
  get sinceMs(): number {
    return this.#quietSinceMs ?? this.#lookedAtMs;
  }

  /** Not on the air: whatever was heard is over. */
  reset(): void {
    this.#quiet = 'no';
    this.#quietSinceMs = null;
    this.#soundSinceMs = null;
  }

  /** @param alarmAfterS for how long it must be silent to be dead air, s */
  feed(nowMs: number, heard: Heard, alarmAfterS: number): Quiet {
    const slept = nowMs - this.#lookedAtMs > sleptMs;
    this.#lookedAtMs = nowMs;
    if (slept && this.#quiet === 'no') this.#quietSinceMs = null;
    if (heard === 'sound') this.#sound(nowMs);
    else this.#soundSinceMs = null;
    if (heard === 'unknown' && this.#quiet === 'no') this.#quietSinceMs = null;
    if (heard === 'nothing') this.#nothing(nowMs, alarmAfterS);
    return this.#quiet;
  }

  #sound(nowMs: number): void {
    this.#soundSinceMs ??= nowMs;
    if (this.#quiet === 'no' || nowMs - this.#soundSinceMs >= soundAgainMs) {
      this.#quiet = 'no';
      this.#quietSinceMs = null;
    }
  }

  #nothing(nowMs: number, alarmAfterS: number): void {
    this.#quietSinceMs ??= nowMs;
    const quietS = (nowMs - this.#quietSinceMs) / 1_000;
    if (quietS >= alarmAfterS) this.#quiet = 'alarm';
    else if (quietS >= silentAfterS && this.#quiet === 'no') this.#quiet = 'silent';
  }
}
