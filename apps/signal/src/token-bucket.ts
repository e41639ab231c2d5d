/** A bucket that starts full and fills steadily: so many at once, so many a second. Pure; the time comes in. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs: number;

  constructor(capacity: number, perSecond: number, nowMs: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#tokens = capacity;
    this.#filledAtMs = nowMs;
  }

  /** False, and nothing is taken, when it holds less. */
  take(nowMs: number, tokens = 1): boolean {
    this.#fill(nowMs);
    if (this.#tokens < tokens) return false;
    this.#tokens -= tokens;
    return true;
  }

  /** How long until there is a token, ms. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs);
    return Math.max(0, ((1 - this.#tokens) / this.#perSecond) * 1000);
  }

  #fill(nowMs: number): void {
    const gained = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#filledAtMs = nowMs;
  }
}
