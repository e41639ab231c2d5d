import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the monitor looks, ms. What it measures holds this interval. */
const resolutionMs = 10;
const nanosecondsPerSecond = 1e9;

/** How long the event loop was held up beyond what it was due, seconds: half of the time, at p99, and at worst. */
export interface LoopDelays {
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** Watches this process's event loop. It does not keep the process alive. */
export class EventLoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: resolutionMs });

  start(): void {
    this.#histogram.enable();
  }

  /** Since the last look. All 0 where nothing was measured. */
  look(): LoopDelays {
    const delays = {
      median: this.#seconds(50),
      p99: this.#seconds(99),
      longest: this.#seconds(100),
    };
    this.#histogram.reset();
    return delays;
  }

  /** Idempotent. */
  stop(): void {
    this.#histogram.disable();
  }

  #seconds(percentile: number): number {
    const measured = this.#histogram.percentile(percentile) / nanosecondsPerSecond;
    return Math.max(0, measured - resolutionMs / 1000);
  }
}
