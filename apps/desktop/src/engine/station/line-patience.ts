import type { Patience } from '@mauzin/shared';

/** For so long, ms, a lost service is looked for often: those whom its relay serves hear nothing until the broadcaster is back. */
const hurriedForMs = 5 * 60_000;
const hurriedPauseMs = 1_000;
/** An attempt whose first packets went to an instance that was ending must not hold up the next one; later, slow networks get their time. */
const shortForMs = 30_000;
const shortGreetingMs = 3_500;
const usualGreetingMs = 8_000;

/**
 * How to look for the service. Pure.
 * @param awayMs for how long it has been out of reach while the station is on the air; null: the station is not
 */
export function linePatience(awayMs: number | null): Patience {
  if (awayMs === null || awayMs >= hurriedForMs) return { greetingTimeoutMs: usualGreetingMs };
  const greetingTimeoutMs = awayMs < shortForMs ? shortGreetingMs : usualGreetingMs;
  return { greetingTimeoutMs, maxPauseMs: hurriedPauseMs };
}
