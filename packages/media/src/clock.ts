import { clockOf } from '@mauzin/shared';

/** This process's monotonic time and timers. A door of its own: whoever wants no more than this loads no more. */
export const systemClock = clockOf(globalThis);
