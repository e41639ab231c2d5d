import { clockOf, type ClockPort } from '@mauzin/shared';

export interface ServiceClock extends ClockPort {
  /** The time of day, ms since 1970: resume tokens outlive the process, so a monotonic clock cannot date them. */
  wallMs(): number;
}

export const serviceClock: ServiceClock = { ...clockOf(globalThis), wallMs: () => Date.now() };
