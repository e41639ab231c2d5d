import type { ClockPort, FailureCode } from '@mauzin/shared';

import type { ListenerState } from './state.ts';

/** A page that is loaded anew and mended nothing is left alone for so long, ms. */
export const renewEveryMs = 10 * 60_000;

export interface RenewalOptions {
  readonly clock: ClockPort;
  /** The time of day, ms since 1970. May jump. */
  readonly wallNowMs: () => number;
  /** When the page was renewed last, ms since 1970; survives the reload. */
  readonly memory: { read(): number | null; write(atMs: number): void };
  /** Loads the page anew. */
  readonly reload: () => void;
}

/** What a new page mends, and nothing else does. */
const mended: ReadonlySet<FailureCode> = new Set(['version-mismatch', 'unknown-station']);

/**
 * Where nobody stands by to press *Reload*: when the page is older than its service, or was drawn when its station was not
 * there, it is loaded anew, and at most every ten minutes, so that it never goes round in circles.
 */
export class Renewal {
  readonly #options: RenewalOptions;
  #cancel: (() => void) | null = null;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  follow(state: ListenerState): void {
    const failure = 'failure' in state ? state.failure : null;
    if (failure !== null && mended.has(failure)) this.#renew();
    else this.close();
  }

  /** Calls off what is arranged. Idempotent. */
  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #renew(): void {
    if (this.#cancel) return;
    const { clock, wallNowMs, memory } = this.#options;
    const last = memory.read();
    const sinceMs = last === null ? Infinity : wallNowMs() - last;
    // A clock that was set back says nothing of how long ago it was.
    const waitMs = sinceMs < 0 ? renewEveryMs : Math.max(0, renewEveryMs - sinceMs);
    this.#cancel = clock.after(waitMs, () => {
      this.#cancel = null;
      memory.write(wallNowMs());
      this.#options.reload();
    });
  }
}
