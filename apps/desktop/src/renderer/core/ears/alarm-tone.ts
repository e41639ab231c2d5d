import type { Alarm } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

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

/**
 * Rings at this computer when something goes wrong on the air, until it is over, and for a minute at most. Whatever goes wrong later
 * rings again, also beside an alarm that stands since long: a second device that is pulled out must be heard like the first.
 */
export class AlarmTone {
  readonly #options: AlarmToneOptions;
  #known: ReadonlySet<string> = new Set();
  #output: ToneOutput | null = null;
  /** Until then it rings, or would. */
  #untilMs = -Infinity;
  #cancelTimer: (() => void) | null = null;

  constructor(options: AlarmToneOptions) {
    this.#options = options;
  }

  /** It rings, or is to ring as soon as it may. */
  get wanted(): boolean {
    return this.#known.size > 0 && this.#options.clock.now() < this.#untilMs;
  }

  /** @param mayWant False: the alarms of now stay silent for good, also when the tone is wanted later. */
  hear(alarms: readonly Alarm[], mayWant: boolean): void {
    const now = new Set(alarms.map((alarm) => JSON.stringify(alarm)));
    const begins = [...now].some((alarm) => !this.#known.has(alarm));
    this.#known = now;
    if (now.size === 0 || !mayWant) this.close();
    else if (begins) this.#untilMs = this.#options.clock.now() + longestMs;
  }

  /** @param may Whether what is played here stays off the air. False may mean that it is being found out. */
  ring(may: boolean): void {
    if (!may) this.#fallSilent();
    else if (this.wanted && !this.#output) this.#begin();
  }

  /** Falls silent. Idempotent. */
  close(): void {
    this.#untilMs = -Infinity;
    this.#fallSilent();
  }

  #fallSilent(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#output?.close();
    this.#output = null;
  }

  #begin(): void {
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
