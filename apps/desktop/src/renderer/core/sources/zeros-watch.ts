import { floorDbfs } from '../level.ts';

/** The system's sound is opened anew after so long without a single sample but zero, ms; and then after as long again. */
export const silentForMs = 300_000;

/**
 * Watches whether a capture gives anything but zeros. The system's sound gives none while nothing is played, and the same when it listens
 * at the wrong place: from one another nobody can tell, so after a while it is opened anew, which nobody hears.
 */
export class ZerosWatch {
  #sinceMs: number;
  #hasSounded = false;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  /** Something other than zeros has come since this began. */
  get hasSounded(): boolean {
    return this.#hasSounded;
  }

  /** Takes the level, a few times a second, and says whether it was silent for too long. */
  due(levelDbfs: number, nowMs: number): boolean {
    if (levelDbfs > floorDbfs) {
      this.#hasSounded = true;
      this.#sinceMs = nowMs;
    }
    if (nowMs - this.#sinceMs < silentForMs) return false;
    this.#sinceMs = nowMs;
    return true;
  }
}
