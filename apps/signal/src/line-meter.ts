const minuteMs = 60_000;
/** Lines of one minute, of all who bring some about. */
const mostAMinute = 60;
/** Those who were met last are remembered; beyond that the first ones are forgotten. */
const mostKnown = 10_000;

interface Known {
  readonly atMs: number;
  heldBack: number;
}

/**
 * Keeps peers from filling the log: a warning that somebody outside can bring about is written once a minute for each who does, and sixty
 * times a minute in all. Asked before the line is written.
 */
export class LineMeter {
  readonly #clock: { readonly now: () => number };
  readonly #known = new Map<string, Known>();
  #minute = { sinceMs: -Infinity, written: 0 };
  /** Lines held back in all because of the others. */
  #heldBack = 0;

  /** @param clock monotonic, ms */
  constructor(clock: { readonly now: () => number }) {
    this.#clock = clock;
  }

  /**
   * What a line may say of those before it: `heldBack`, how many were not written since the last one, where there were any. Null: this one is
   * not written either.
   * @param by who brings it about; compared only, never told
   */
  next(by: string): { readonly heldBack?: number } | null {
    const nowMs = this.#clock.now();
    const known = this.#known.get(by);
    if (known !== undefined && nowMs - known.atMs < minuteMs) {
      known.heldBack += 1;
      return null;
    }
    if (nowMs - this.#minute.sinceMs >= minuteMs) this.#minute = { sinceMs: nowMs, written: 0 };
    if (this.#minute.written >= mostAMinute) {
      this.#heldBack += 1;
      return null;
    }
    this.#minute.written += 1;
    const heldBack = (known?.heldBack ?? 0) + this.#heldBack;
    this.#heldBack = 0;
    this.#remember(by, nowMs);
    return heldBack === 0 ? {} : { heldBack };
  }

  #remember(by: string, atMs: number): void {
    this.#known.delete(by);
    this.#known.set(by, { atMs, heldBack: 0 });
    const [first] = this.#known.keys();
    if (this.#known.size > mostKnown && first !== undefined) this.#known.delete(first);
  }
}
