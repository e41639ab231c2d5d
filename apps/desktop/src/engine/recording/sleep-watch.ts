/** A difference between the two clocks below this, ms, is their trembling. */
const toleranceMs = 500;
/** How long a jump is remembered, ms: the system may tell of its wake-up a while after the clocks show it. */
const rememberMs = 60_000;

/**
 * Tells for how long the machine slept, where its monotonic clock slept with it (Linux): by how much the wall's clock ran
 * ahead meanwhile. Somebody who sets the clock does the same, so a jump counts only once the system says that it woke.
 */
export class SleepWatch {
  readonly #nowMs: () => number;
  readonly #wallMs: () => number;
  #aheadMs: number;
  #jumps: { readonly atMs: number; readonly byMs: number }[] = [];

  constructor(nowMs: () => number, wallMs: () => number) {
    this.#nowMs = nowMs;
    this.#wallMs = wallMs;
    this.#aheadMs = wallMs() - nowMs();
  }

  /** To be called every second or so. */
  look(): void {
    const nowMs = this.#nowMs();
    const aheadMs = this.#wallMs() - nowMs;
    const byMs = aheadMs - this.#aheadMs;
    this.#aheadMs = aheadMs;
    this.#jumps = this.#jumps.filter(({ atMs }) => nowMs - atMs < rememberMs);
    if (Math.abs(byMs) > toleranceMs) this.#jumps.push({ atMs: nowMs, byMs });
  }

  /** The machine woke: for how long its monotonic clock stood still, ms. */
  woke(): number {
    this.look();
    const slept = this.#jumps.reduce((sum, { byMs }) => sum + byMs, 0);
    this.#jumps = [];
    return Math.max(0, slept);
  }
}
