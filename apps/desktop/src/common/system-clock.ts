import { clockOf } from '@mauzin/shared';

/** The machine's clock. */
export const systemClock = clockOf(globalThis);
