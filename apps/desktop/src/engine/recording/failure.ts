export type FailureReason = 'disk-full' | 'cannot-write';

/** After a failure recording is tried again with the first look at the disk after so long, ms: 5, 10, 20, 40, 60, 60 s … */
const retryMs = (attempt: number): number => Math.min(60_000, 5_000 * 2 ** Math.min(attempt, 10));

/** Why there is no recording, if there should be one, and when it is tried again. */
export class Failure {
  #now: { readonly why: FailureReason; readonly retryAtMs: number } | null = null;
  #attempt = 0;

  get why(): FailureReason | null {
    return this.#now?.why ?? null;
  }

  isToWait(nowMs: number): boolean {
    return this.#now !== null && nowMs < this.#now.retryAtMs;
  }

  /** `isRepeated`: it failed the time before, too, and has not worked for long since. */
  failed(why: FailureReason, nowMs: number, isRepeated = true): void {
    if (!isRepeated) this.#attempt = 0;
    this.#now = { why, retryAtMs: nowMs + retryMs(this.#attempt) };
    this.#attempt += 1;
  }

  /** Something was written. */
  works(): void {
    this.#now = null;
  }

  forget(): void {
    this.#now = null;
    this.#attempt = 0;
  }
}
