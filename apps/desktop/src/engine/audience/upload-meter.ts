interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Least time that a rate is taken over, ms: over less it trembles. */
const windowMs = 1_900;
/** Changes below this share, or below so many bit/s, are not worth telling. */
const noticeableShare = 0.05;
const noticeableBps = 2_000;

/** Turns a growing count of bytes into bit/s over the last two seconds. */
export class UploadMeter {
  #samples: readonly Sample[] = [];
  #shownBps = 0;

  /** The rate to tell: another one only once the measured rate has changed noticeably. */
  get bps(): number {
    return this.#shownBps;
  }

  /** To be called about once a second with all bytes so far. A count that fell has begun anew. */
  sample(bytes: number, atMs: number): void {
    const last = this.#samples.at(-1);
    const kept = last && bytes < last.bytes ? [] : this.#samples;
    const firstInside = kept.findIndex((sample) => atMs - sample.atMs < windowMs);
    // One sample from before the window, where there is one, so that the window is covered.
    const from = firstInside < 0 ? kept.length - 1 : firstInside - 1;
    this.#samples = [...kept.slice(Math.max(0, from)), { atMs, bytes }];
    this.#show(this.#rate());
  }

  #rate(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs <= first.atMs) return 0;
    return Math.round(((last.bytes - first.bytes) * 8_000) / (last.atMs - first.atMs));
  }

  #show(bps: number): void {
    const change = Math.abs(bps - this.#shownBps);
    const beginsOrEnds = (bps === 0) !== (this.#shownBps === 0);
    if (beginsOrEnds || change > Math.max(noticeableBps, this.#shownBps * noticeableShare)) {
      this.#shownBps = bps;
    }
  }
}
