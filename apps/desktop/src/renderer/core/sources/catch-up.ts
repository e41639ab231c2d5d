/** Least time before an input of the graph is made anew once more, ms. */
const leastEveryMs = 30_000;
/** Quiet, dBFS; a source that hums is quiet when it is so much below its loudest of late, dB. */
const quietBelowDbfs = -55;
const quietBelowLoudestDb = 30;
/** What was loudest counts for less and less, dB/s: half a minute later 15 dB less. */
const forgetDbPerS = 0.5;
const quietChecks = 2;
/** After a moment that was not quiet after all, the next one is waited for at least so long, ms. */
const againAfterMs = 1_000;

/**
 * Finds moments at which nobody hears that an input of the graph is made anew. Chromium's input of a graph keeps a queue of up to
 * 100 ms between the capture's clock and the graph's: whenever the machine hesitates it fills, and it never empties by itself. From then
 * on the sound comes later than it could, and a device whose clock runs fast overflows it, click by click. An input made anew begins
 * with an empty queue; the capture goes on untouched.
 */
export class CatchUp {
  #madeAtMs: number;
  #checkedAtMs: number;
  #loudestDbfs = -Infinity;
  #quiet = 0;
  #dueAtMs = -Infinity;

  constructor(nowMs: number) {
    this.#madeAtMs = nowMs;
    this.#checkedAtMs = nowMs;
  }

  /** What counts as quiet now, dBFS. */
  get quietDbfs(): number {
    return Math.max(quietBelowDbfs, this.#loudestDbfs - quietBelowLoudestDb);
  }

  /** The input was made anew. */
  made(nowMs: number): void {
    this.#madeAtMs = nowMs;
  }

  /** Takes a source's level, a few times a second, and says whether its input is to be made anew now. */
  due(levelDbfs: number, nowMs: number): boolean {
    const forgotten = (forgetDbPerS * (nowMs - this.#checkedAtMs)) / 1_000;
    this.#checkedAtMs = nowMs;
    this.#loudestDbfs = Math.max(levelDbfs, this.#loudestDbfs - forgotten);
    this.#quiet = levelDbfs <= this.quietDbfs ? this.#quiet + 1 : 0;
    const early = nowMs - this.#madeAtMs < leastEveryMs || nowMs - this.#dueAtMs < againAfterMs;
    if (this.#quiet < quietChecks || early) return false;
    this.#dueAtMs = nowMs;
    return true;
  }
}
