import type { ClockPort } from '@mauzin/shared';

import { afterAwake } from './after-awake.ts';
import { silenceMs } from './connection.ts';

export interface LossOptions {
  readonly clock: ClockPort;
  /** Sound is missed, or no longer. */
  readonly onChange: () => void;
}

/** Whoever has not come within this time, ms, has left the phone alone, or gone home with it. */
export const alarmMs = 15 * 60_000;

/**
 * Notices that sound which was heard is missing: no packet of any connection for 2 s. Goes by packets, whatever a state says,
 * and not by levels: pauses in a recitation are part of it.
 */
export class Loss {
  readonly #options: LossOptions;
  #heard = false;
  #lost = false;
  #alarming = false;
  #cancel: (() => void) | null = null;

  constructor(options: LossOptions) {
    this.#options = options;
  }

  /** Whether sound was heard since the last `reset`. */
  get heard(): boolean {
    return this.#heard;
  }

  /** Whether sound was heard and is missing now. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Whether sound has been missing for less than `alarmMs`. */
  get alarming(): boolean {
    return this.#alarming;
  }

  /** Packets have come. */
  packets(): void {
    this.#heard = true;
    this.#watch();
    this.#set(false);
  }

  /** Nothing is missed from now on: the broadcast is over, or nobody wants it. */
  reset(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#heard = false;
    this.#set(false);
  }

  #watch(): void {
    const { clock } = this.#options;
    this.#cancel?.();
    this.#cancel = afterAwake(clock, silenceMs, () => {
      this.#cancel = clock.after(alarmMs, () => this.#set(true, false));
      this.#set(true);
    });
  }

  #set(lost: boolean, alarming = lost): void {
    if (lost === this.#lost && alarming === this.#alarming) return;
    this.#lost = lost;
    this.#alarming = alarming;
    this.#options.onChange();
  }
}
