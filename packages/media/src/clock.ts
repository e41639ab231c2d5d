import type { ClockPort } from '@mauzin/shared';

/** This process's monotonic time and timers. */
export const systemClock: ClockPort = {
  now: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
