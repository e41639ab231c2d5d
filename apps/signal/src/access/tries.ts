export interface TriesOptions {
  /** Wrong ones that cost nothing. */
  readonly free: number;
  /** How long nothing more is looked at after the last free one, ms; doubled by each further one. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Without a wrong one for so long, all are forgotten, ms. */
  readonly forgetAfterMs: number;
  /** Most of those who tried that are remembered; the ones that were quiet for longest are forgotten first. */
  readonly mostKept: number;
}

interface Tried {
  readonly wrong: number;
  readonly lastAtMs: number;
  readonly notBeforeMs: number;
}

/** Counts wrong codes or keys by who sent them, and says who has to wait. Pure: times come in, ms of one monotonic clock. */
export class Tries {
  readonly #options: TriesOptions;
  readonly #tried = new Map<string, Tried>();

  constructor(options: TriesOptions) {
    this.#options = options;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#tried.size;
  }

  /** How long nothing of `who` is looked at, ms; 0: at once. */
  waitMs(who: string, nowMs: number): number {
    return Math.max(0, (this.#known(who, nowMs)?.notBeforeMs ?? nowMs) - nowMs);
  }

  /** `who` sent a wrong one. True when that makes it wait. */
  wrong(who: string, nowMs: number): boolean {
    const { firstWaitMs, free, longestWaitMs, mostKept } = this.#options;
    const wrong = (this.#known(who, nowMs)?.wrong ?? 0) + 1;
    const waitMs = wrong < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(30, wrong - free));
    // Anew at the end: the first ones are those that were quiet for longest.
    this.#tried.delete(who);
    this.#tried.set(who, { wrong, lastAtMs: nowMs, notBeforeMs: nowMs + waitMs });
    const [oldest] = this.#tried.keys();
    if (this.#tried.size > mostKept && oldest !== undefined) this.#tried.delete(oldest);
    return waitMs > 0;
  }

  #known(who: string, nowMs: number): Tried | null {
    const tried = this.#tried.get(who);
    if (!tried) return null;
    if (nowMs - tried.lastAtMs <= this.#options.forgetAfterMs) return tried;
    this.#tried.delete(who);
    return null;
  }
}
