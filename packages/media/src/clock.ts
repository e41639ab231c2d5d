import { clockOf } from '@mauzin/shared';

/** This process's monotonic time and timers. A file of its own: whoever needs only the clock loads nothing else. */
export const systemClock = clockOf(globalThis);
