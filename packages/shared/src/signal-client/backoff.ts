import { type Retry, retryLaterMs } from '../protocol/index.ts';

const firstMs = 200;
/** Longest pause between the first attempts, ms: short enough that everybody is back within 5 s of a service's restart … */
const eagerMaxMs = 3_000;
const eagerAttempts = 60;
/** … and longest pause between later ones, ms: long enough to spare batteries and networks. */
const patientMaxMs = 15_000;

/** How patient a client is with a network that may be away. */
export interface Patience {
  /** How long a connection attempt may take until `welcome`, ms. */
  readonly greetingTimeoutMs: number;
  /** The longest pause between attempts, ms; absent: the usual pause. It does not shorten the wait after failures that say `later` or `no`. */
  readonly maxPauseMs?: number;
}

/**
 * How long to wait before connecting again, ms; null when only a person may have it tried again. Pure.
 * @param attempt tries that failed since the last success, 0-based
 * @param random 0..1, jitter: half of the wait is fixed and half is drawn, so that a crowd spreads out
 * @param longestMs instead of the usual bound
 */
export function reconnectDelayMs(
  attempt: number,
  retry: Retry,
  random: number,
  longestMs?: number,
): number | null {
  if (retry === 'no') return null;
  if (retry === 'later') return Math.round(retryLaterMs * (1 + random));
  const maxMs = longestMs ?? (attempt < eagerAttempts ? eagerMaxMs : patientMaxMs);
  const waitMs = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16));
  return Math.round(waitMs / 2 + (waitMs / 2) * random);
}
