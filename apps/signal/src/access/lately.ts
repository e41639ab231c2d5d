/** How long it counts, ms: as long as a token does. */
const latelyMs = 7 * 24 * 60 * 60 * 1000;
const mostKept = 10_000;

/** Which networks got in to which private station lately. Pure: times come in, ms of one monotonic clock. */
export class Lately {
  readonly #gotIn = new Map<string, number>();

  /** How many are remembered. */
  get size(): number {
    return this.#gotIn.size;
  }

  add(station: string, network: string, nowMs: number): void {
    const id = `${station} ${network}`;
    this.#gotIn.delete(id);
    this.#gotIn.set(id, nowMs);
    const [oldest] = this.#gotIn.keys();
    if (this.#gotIn.size > mostKept && oldest !== undefined) this.#gotIn.delete(oldest);
  }

  has(station: string, network: string, nowMs: number): boolean {
    const atMs = this.#gotIn.get(`${station} ${network}`);
    return atMs !== undefined && nowMs - atMs <= latelyMs;
  }
}
