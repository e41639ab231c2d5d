import type { ClockPort } from './ports.ts';

/** What Node and browsers have of time. */
export interface TimePlatform {
  readonly performance: { now(): number };
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The clock of a platform, which hands itself in: `clockOf(globalThis)`. */
export const clockOf = (platform: TimePlatform): ClockPort => ({
  now: () => platform.performance.now(),
  after: (delayMs, run) => {
    const timer = platform.setTimeout(run, delayMs);
    return () => platform.clearTimeout(timer);
  },
});
