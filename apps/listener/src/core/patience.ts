import type { Patience } from '@mauzin/shared';

export interface Need {
  /** How long wanted sound has been missing, ms; null: none is missing. */
  readonly missingMs: number | null;
  /** False where the browser says that there is no network at all. It tells when there is one again. */
  readonly networkThere: boolean;
  /** How long the last greeting took, ms; null: none has come yet. */
  readonly lastGreetingMs: number | null;
  /** Sockets opened, and those of them that were welcomed, over the last `memoryMs`. */
  readonly opened: number;
  readonly welcomed: number;
}

/** How long a browser remembers sockets that failed, at the most, ms. */
export const memoryMs = 240_000;

/** Least time that a greeting is given, ms: an attempt whose packets go nowhere must end soon, or the next one comes late. */
const shortGreetingMs = 1_750;
const longGreetingMs = 8_000;
/** How long a greeting may take where nobody knows how slow the network is, ms. */
const firstGreetingMs = 4_000;
/** Chromium holds a page's next socket back for 1 to 5 s after some 16 that failed; the delay is short up to here. */
const heldBackFrom = 12;
const hurriedPauseMs = 1_000;
const tiredAfterMs = 6 * 60_000;
const tiredPauseMs = 15_000;
/** Longest pause between two tries while the browser says that there is no network, ms: each try in vain would hold back the one that counts. */
const toldPauseMs = 30_000;

/**
 * How to look for the service. While sound is missing: in a hurry, so that it is back within 3 s of the network, until minutes
 * have shown that it is away for long. Pure.
 */
export function patienceFor(need: Need): Patience {
  if (need.missingMs === null) return { greetingTimeoutMs: longGreetingMs };
  return { greetingTimeoutMs: greetingTimeoutMs(need), maxPauseMs: maxPauseMs(need, need.missingMs) };
}

function maxPauseMs({ networkThere }: Need, missingMs: number): number {
  if (!networkThere) return toldPauseMs;
  return missingMs < tiredAfterMs ? hurriedPauseMs : tiredPauseMs;
}

/** Never so short that a slow network, or a browser that holds sockets back, could not make it. */
function greetingTimeoutMs({ lastGreetingMs, opened, welcomed }: Need): number {
  if ((opened - welcomed) / (welcomed + 1) >= heldBackFrom) return longGreetingMs;
  if (lastGreetingMs === null) return firstGreetingMs;
  return Math.min(longGreetingMs, Math.max(shortGreetingMs, lastGreetingMs * 3));
}
