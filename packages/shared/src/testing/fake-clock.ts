import type { ClockPort } from '../signal-client/index.ts';

/** A clock that stands still until a test moves it. */
export class FakeClock implements ClockPort {
  #now = 1_000;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on by `ms`, running what falls due, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    while (this.#runNext(until));
    this.#now = until;
  }

  /** As `advance`, and lets promises settle before and after each timer. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    while (this.#runNext(until)) await settled();
    this.#now = until;
  }

  /** The process was stopped for so long: timers are overdue, and run with the next `advance`. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** Timers that have not run and were not called off. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Runs the timer that is due first. @returns whether there was one */
  #runNext(until: number): boolean {
    const due = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
    if (!due) return false;
    this.#timers = this.#timers.filter((other) => other !== due);
    this.#now = Math.max(this.#now, due.at);
    due.run();
    return true;
  }
}

/** Lets what has been promised happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
