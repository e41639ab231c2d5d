import type { ClockPort } from '@mauzin/shared';

/** Time between two checks, ms. */
const lookEveryMs = 5_000;
/** After so many checks in a row that found no message, the other side counts as stuck. */
const silentLooks = 4;

/** The longest silence of the other side before it counts as stuck, ms. */
export const stuckAfterMs = lookEveryMs * silentLooks;

/**
 * Notices when somebody who speaks every second says nothing any more. It counts checks and not time: after a standstill of
 * this process itself, what was said meanwhile is only read after the first check.
 */
export class SilenceWatch {
  readonly #clock: ClockPort;
  readonly #onStuck: () => void;
  #quietLooks = 0;
  #cancel: (() => void) | null = null;

  /** @param onStuck called once for each `begin`, which ends the watch */
  constructor(clock: ClockPort, onStuck: () => void) {
    this.#clock = clock;
    this.#onStuck = onStuck;
  }

  begin(): void {
    this.end();
    this.#quietLooks = 0;
    this.#lookLater();
  }

  heard(): void {
    this.#quietLooks = 0;
  }

  /** Idempotent. */
  end(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #lookLater(): void {
    this.#cancel = this.#clock.after(lookEveryMs, () => {
      this.#cancel = null;
      this.#quietLooks += 1;
      if (this.#quietLooks >= silentLooks) this.#onStuck();
      else this.#lookLater();
    });
  }
}
