/** So many listeners must report before their loss says anything of this side, and this share of them, 0..1, must lose … */
const leastReporting = 4;
const sharedBy = 0.25;
/** … more than this of their packets, 0..1, in two reports on end. */
const spentShare = 0.1;
/** A report older than this, ms, says nothing any more. One comes every 5 s. */
const forgetAfterMs = 15_000;
/** A shrinking leaves this share, 0..1, of the listeners that are served directly then; but never fewer than five. */
const keptShare = 0.75;
const leastKept = 5;
/** Least time between two shrinkings, ms: what one brings shows only after a while. */
const shrinkEveryMs = 15_000;
/** While all is well the capacity grows by this share, 0..1, each minute. */
const growthShare = 0.1;
const growEveryMs = 60_000;

interface Reported {
  readonly atMs: number;
  readonly isLossy: boolean;
  /** The report before was lossy too. */
  readonly isLossyOnEnd: boolean;
}

/**
 * How many listeners this side can serve directly. Where many of them lose much at the same time, it is not their networks but
 * this side's upload that is spent. Pure: times come in, ms of one monotonic clock.
 */
export class DirectCapacity {
  readonly #reported = new Map<string, Reported>();
  #maximum: number;
  #now: number;
  #shrunkAtMs = -Infinity;
  /** Since when all has been well, or when the capacity last grew. */
  #wellSinceMs: number | null = null;

  /** @param maximum what it begins with, and never exceeds */
  constructor(maximum: number) {
    this.#maximum = maximum;
    this.#now = maximum;
  }

  get maximum(): number {
    return this.#maximum;
  }

  /** Most that should be served directly now. */
  get now(): number {
    return this.#now;
  }

  /** Begins anew: another maximum, or another way to the listeners. */
  restart(maximum = this.#maximum): void {
    this.#maximum = maximum;
    this.#now = maximum;
    this.#shrunkAtMs = -Infinity;
    this.#wellSinceMs = null;
    this.#reported.clear();
  }

  /** A listener that is served directly says how much of it gets lost, 0..1. */
  reported(listener: string, lossShare: number, atMs: number): void {
    const isLossy = lossShare > spentShare;
    const before = this.#reported.get(listener);
    const isOnEnd = before !== undefined && before.isLossy && atMs - before.atMs <= forgetAfterMs;
    this.#reported.set(listener, { atMs, isLossy, isLossyOnEnd: isLossy && isOnEnd });
  }

  /** The listener's page is gone, wants no sound, or has it by another way. */
  left(listener: string): void {
    this.#reported.delete(listener);
  }

  /** To be called about once a second. @param served directly, now */
  look(served: number, atMs: number): void {
    this.#wellSinceMs ??= atMs;
    if (this.#isSpent(atMs)) {
      this.#wellSinceMs = atMs;
      this.#shrink(served, atMs);
    } else if (atMs - this.#wellSinceMs >= growEveryMs) {
      this.#wellSinceMs = atMs;
      this.#now = Math.min(this.#maximum, this.#now + Math.max(1, Math.floor(this.#now * growthShare)));
    }
  }

  #shrink(served: number, atMs: number): void {
    if (atMs - this.#shrunkAtMs < shrinkEveryMs) return;
    this.#shrunkAtMs = atMs;
    this.#now = Math.min(this.#now, Math.max(leastKept, Math.floor(served * keptShare)));
  }

  #isSpent(atMs: number): boolean {
    let losing = 0;
    for (const [listener, report] of this.#reported) {
      if (atMs - report.atMs > forgetAfterMs) this.#reported.delete(listener);
      else losing += Number(report.isLossyOnEnd);
    }
    const reporting = this.#reported.size;
    return reporting >= leastReporting && losing >= reporting * sharedBy;
  }
}
