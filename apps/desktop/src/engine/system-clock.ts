import type { ClockPort } from '@mauzin/shared';

/** The machine's clock. */
export const systemClock: ClockPort = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
