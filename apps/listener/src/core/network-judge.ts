/** What came in one second. */
export interface Second {
  readonly received: number;
  readonly lost: number;
}

const seconds = 15;
const lossLimit = 0.05;
const stallsWithinMs = 60_000;

/** Whether the network is too slow for the normal rendition, by what was heard: the saver should be offered then. */
export class NetworkJudge {
  #seconds: readonly Second[] = [];
  #stalledAt = -Infinity;
  #slow = false;

  /** Once the network is slow, it stays so: sound that gets better with the saver is no reason to take the saver away. */
  get slow(): boolean {
    return this.#slow;
  }

  /** What came in one second of the normal rendition. */
  heard(second: Second): void {
    this.#seconds = [...this.#seconds, second].slice(-seconds);
    if (this.#seconds.length < seconds) return;
    const lost = this.#seconds.reduce((sum, { lost: some }) => sum + some, 0);
    const received = this.#seconds.reduce((sum, { received: some }) => sum + some, 0);
    if (lost > (lost + received) * lossLimit) this.#slow = true;
  }

  /** The sound was lost for 2 s. Twice within a minute is too often. */
  stalled(nowMs: number): void {
    if (nowMs - this.#stalledAt <= stallsWithinMs) this.#slow = true;
    this.#stalledAt = nowMs;
  }
}
