import { clockOf } from '@mauzin/shared';

/** This process's monotonic time and timers. */
export const systemClock = clockOf(globalThis);
