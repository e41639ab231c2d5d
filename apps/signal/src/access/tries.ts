export interface TriesOptions {
  /** Wrong ones that cost nothing. */
  readonly free: number;
  /** How long nothing more is looked at after the last free one, ms; doubled by each further one. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** How long until one wrong one is forgiven, ms: patience alone buys no more guesses than this. */
  readonly forgiveOneMs: number;
  /** Wrong ones within about a day, however slowly they came, after which each costs `overDayWaitMs` at least. */
  readonly freePerDay: number;
  readonly overDayWaitMs: number;
  /** Most of those who tried that are remembered; the ones that were quiet for longest are forgotten first. */
  readonly mostKept: number;
}

interface Tried {
  /** Wrong ones, less those that have been forgiven. */
  readonly level: number;
  readonly lastAtMs: number;
  readonly notBeforeMs: number;
  /** Wrong ones of this period of a day, since `dayAtMs`, and of the one before. */
  readonly dayAtMs: number;
  readonly today: number;
  readonly yesterday: number;
}

const dayMs = 24 * 60 * 60 * 1000;

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
    return Math.max(0, (this.#tried.get(who)?.notBeforeMs ?? nowMs) - nowMs);
  }

  /** Wrong ones of `who` within the last day or so, forgiven or not. */
  withinDay(who: string, nowMs: number): number {
    const { dayAtMs, today, yesterday } = this.#at(who, nowMs);
    return Math.round(today + yesterday * Math.max(0, 1 - (nowMs - dayAtMs) / dayMs));
  }

  /** `who` sent a wrong one. True when that makes it wait. */
  wrong(who: string, nowMs: number): boolean {
    const { firstWaitMs, free, freePerDay, longestWaitMs, mostKept, overDayWaitMs } = this.#options;
    const before = this.#at(who, nowMs);
    const level = before.level + 1;
    const over = Math.ceil(level) - free;
    const waitMs = over < 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(30, over));
    const tried = { ...before, level, lastAtMs: nowMs, today: before.today + 1 };
    // Anew at the end: the first ones are those that were quiet for longest.
    this.#tried.delete(who);
    this.#tried.set(who, { ...tried, notBeforeMs: nowMs + waitMs });
    const [oldest] = this.#tried.keys();
    if (this.#tried.size > mostKept && oldest !== undefined) this.#tried.delete(oldest);
    if (this.withinDay(who, nowMs) <= freePerDay) return waitMs > 0;
    this.#tried.set(who, { ...tried, notBeforeMs: nowMs + Math.max(waitMs, overDayWaitMs) });
    return true;
  }

  /** `who` sent a right one, as most do who have typed it wrongly: one wrong one is forgiven. A wait goes on. */
  right(who: string, nowMs: number): void {
    if (!this.#tried.has(who)) return;
    const { level, today, yesterday, ...before } = this.#at(who, nowMs);
    const isOfToday = today > 0;
    this.#tried.set(who, {
      ...before,
      level: Math.max(0, level - 1),
      lastAtMs: nowMs,
      today: isOfToday ? today - 1 : 0,
      yesterday: isOfToday ? yesterday : Math.max(0, yesterday - 1),
    });
  }

  /** What is held against `who` now. */
  #at(who: string, nowMs: number): Tried {
    const tried = this.#tried.get(who);
    if (!tried)
      return { level: 0, lastAtMs: nowMs, notBeforeMs: nowMs, dayAtMs: nowMs, today: 0, yesterday: 0 };
    const level = Math.max(0, tried.level - (nowMs - tried.lastAtMs) / this.#options.forgiveOneMs);
    const days = Math.floor((nowMs - tried.dayAtMs) / dayMs);
    if (days === 0) return { ...tried, level };
    const yesterday = days === 1 ? tried.today : 0;
    return { ...tried, level, dayAtMs: tried.dayAtMs + days * dayMs, today: 0, yesterday };
  }
}
