import { compareSound, rmsDbfs, slice, type Sound } from '@mauzin/e2e';

const WINDOW_MS = 1000;
const STEP_MS = 500;
const MAX_DELAY_MS = 1000;
/** Quieter windows, as pauses in speech, tell nothing. */
const LEAST_SENT_DBFS = -40;

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * How much later what was sent is heard, ms, for each window of one second in a stretch of both recordings. Windows begin
 * every half second; those in which nothing loud was sent, or in which the sent sound is not found, are left out.
 */
export function delaysIn(sent: Sound, heard: Sound, { fromMs, toMs }: Stretch): number[] {
  const delays: number[] = [];
  for (let atMs = fromMs; atMs + WINDOW_MS + MAX_DELAY_MS <= toMs; atMs += STEP_MS) {
    const window = slice(sent, atMs, atMs + WINDOW_MS);
    if (rmsDbfs(window) < LEAST_SENT_DBFS) continue;
    const later = slice(heard, atMs, atMs + WINDOW_MS + MAX_DELAY_MS);
    const { delayMs } = compareSound(window, later, { windowMs: WINDOW_MS, maxDelayMs: MAX_DELAY_MS });
    if (delayMs !== null) delays.push(delayMs.median);
  }
  return delays;
}
