import type { ClockPort } from './ports.ts';

/** The time functions that Node and browsers share. */
export interface TimePlatform {
  readonly performance: { now(): number };
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The clock made of a platform's own time functions: `clockOf(globalThis)`. */
export const clockOf = (platform: TimePlatform): ClockPort => ({
  now: () => platform.performance.now(),
  after: (delayMs, run) => {
    const timer = platform.setTimeout(run, delayMs);
    return () => platform.clearTimeout(timer);
  },
});
