import type { ClockPort } from '@mauzin/shared';

/** A timer that comes later than this has slept, ms; what is waited for then gets a moment to come in. */
const lateMs = 1_000;
const wakingMs = 500;

/**
 * As `clock.after`, for what judges that something did not come in time: a phone that slept over it has not looked yet, and
 * when it wakes all timers come at once, before any packet has been counted.
 * @returns calls it off
 */
export function afterAwake(clock: ClockPort, delayMs: number, run: () => void): () => void {
  let cancel = (): void => undefined;
  const wait = (waitMs: number): void => {
    const dueAt = clock.now() + waitMs;
    cancel = clock.after(waitMs, () => (clock.now() - dueAt < lateMs ? run() : wait(wakingMs)));
  };
  wait(delayMs);
  return () => cancel();
}
