import type { ClockPort } from '@mauzin/shared';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes only when it is told to. */
export class FakeClock implements ClockPort {
  #now = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that have not run and were not called off. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass, timer by timer, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let next = this.#due(until); next; next = this.#due(until)) {
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.run();
      await settled();
    }
    this.#now = until;
  }

  /** The process sleeps: time passes, and no timer runs until it wakes. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  #due(until: number): Timer | undefined {
    return this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets what has been promised happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
