import type { ClockPort } from '@mauzin/shared';

export const browserClock: ClockPort = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
