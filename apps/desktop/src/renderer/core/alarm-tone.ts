import type { Alarm, ClockPort } from '@mauzin/shared';

/** Plays on this computer's own loudspeakers. */
export interface ToneOutput {
  /** Two soft notes. */
  play(): void;
  close(): void;
}

export interface AlarmToneOptions {
  readonly clock: ClockPort;
  readonly open: () => ToneOutput;
}

const everyMs = 4_000;
const longestMs = 60_000;

/** Rings at this computer when something goes wrong on the air, until it is over, and for a minute at most. */
export class AlarmTone {
  readonly #options: AlarmToneOptions;
  #alarmed = false;
  #output: ToneOutput | null = null;
  #untilMs = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(options: AlarmToneOptions) {
    this.#options = options;
  }

  /** `mayRing`: it is wanted, and what this computer plays does not go on the air. */
  follow(alarms: readonly Alarm[], mayRing: boolean): void {
    const begins = alarms.length > 0 && !this.#alarmed;
    this.#alarmed = alarms.length > 0;
    if (!this.#alarmed || !mayRing) this.close();
    else if (begins) this.#begin();
  }

  /** Falls silent. Idempotent. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#output?.close();
    this.#output = null;
  }

  #begin(): void {
    this.#untilMs = this.#options.clock.now() + longestMs;
    this.#output = this.#options.open();
    this.#ring(this.#output);
  }

  #ring(output: ToneOutput): void {
    const { clock } = this.#options;
    if (clock.now() >= this.#untilMs) return this.close();
    output.play();
    this.#cancelTimer = clock.after(everyMs, () => this.#ring(output));
    return undefined;
  }
}
