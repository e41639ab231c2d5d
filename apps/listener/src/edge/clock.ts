import { clockOf } from '@mauzin/shared';

export const browserClock = clockOf(window);
