/** The quietest level that a meter shows, dBFS. */
export const meterFloorDbfs = -60;

/** How fast a bar falls, share of its length a second: the eye can follow, and gaps still show. */
const fallPerSecond = 1.2;
/** How long the highest peak stands, ms. */
const holdMs = 1_500;

/** A level as a share of a meter's length: 0 is its floor, 1 full scale. */
export const shareOf = (levelDbfs: number): number =>
  Math.min(1, Math.max(0, 1 - levelDbfs / meterFloorDbfs));

/** What of a meter is drawn, shares of its length. */
export interface MeterShape {
  readonly rms: number;
  readonly peak: number;
  /** The highest peak of late. */
  readonly held: number;
}

/** How a meter moves: up at once, down slowly, and its highest peak stands for a while. Pure but for its memory. */
export class Ballistics {
  #rms = 0;
  #peak = 0;
  #held = 0;
  #heldAtMs = 0;
  #lastMs: number | null = null;

  /** Takes the levels at a time, ms of any clock that only goes forward. */
  move(levels: { readonly rmsDbfs: number; readonly peakDbfs: number }, nowMs: number): MeterShape {
    const fall = (fallPerSecond * (nowMs - (this.#lastMs ?? nowMs))) / 1000;
    this.#lastMs = nowMs;
    this.#rms = Math.max(shareOf(levels.rmsDbfs), this.#rms - fall);
    this.#peak = Math.max(shareOf(levels.peakDbfs), this.#peak - fall);
    if (this.#peak >= this.#held) {
      this.#held = this.#peak;
      this.#heldAtMs = nowMs;
    } else if (nowMs - this.#heldAtMs > holdMs) {
      this.#held = Math.max(this.#peak, this.#held - fall);
    }
    return { rms: this.#rms, peak: this.#peak, held: this.#held };
  }
}
