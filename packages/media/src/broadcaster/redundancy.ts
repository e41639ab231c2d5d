/** Whether a listener is sent RED, and why still. */
export interface Redundancy {
  readonly on: boolean;
  /** Since when the listener's reports tell of hardly any loss, in the clock's time, ms; null while they do not, or RED is off. */
  readonly calmSinceMs: number | null;
}

export const noRedundancy: Redundancy = { on: false, calmSinceMs: null };

/** Share of lost packets above which RED is worth twice the data: 0..1. */
const worthItAbove = 0.03;
/** Share up to which the loss counts as passed; between the two nothing changes, so that RED does not come and go … */
const calmUpTo = 0.01;
/** … and for how long it must have been so, ms. */
const calmForMs = 30_000;

/**
 * Decides after a listener's report whether it is sent RED. The report counts packets lost on their way, whether RED mended them
 * or not, so that RED itself does not seem to end the loss.
 * @param lossShare packets lost of those expected since its last report, 0..1
 */
export function redundancyFor(previous: Redundancy, lossShare: number, nowMs: number): Redundancy {
  if (lossShare > worthItAbove) return { on: true, calmSinceMs: null };
  if (!previous.on) return noRedundancy;
  if (lossShare > calmUpTo) return { on: true, calmSinceMs: null };
  const calmSinceMs = previous.calmSinceMs ?? nowMs;
  return nowMs - calmSinceMs < calmForMs ? { on: true, calmSinceMs } : noRedundancy;
}

/** Who is sent RED. Known by listener, not by connection: a new connection begins with what its listener needed on the old one. */
export class RedundancyBook {
  readonly #listeners = new Map<string, Redundancy>();

  isOn(listener: string): boolean {
    return this.#listeners.has(listener);
  }

  /** Takes a report in. Returns whether RED is now on. */
  reported(listener: string, lossShare: number, nowMs: number): boolean {
    const next = redundancyFor(this.#listeners.get(listener) ?? noRedundancy, lossShare, nowMs);
    if (next.on) this.#listeners.set(listener, next);
    else this.#listeners.delete(listener);
    return next.on;
  }

  forget(listener: string): void {
    this.#listeners.delete(listener);
  }

  /** Forgets every listener that is not there any more. */
  keep(isThere: (listener: string) => boolean): void {
    for (const listener of this.#listeners.keys()) if (!isThere(listener)) this.#listeners.delete(listener);
  }
}
