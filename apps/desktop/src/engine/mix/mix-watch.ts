import type { ClockPort } from '@mauzin/shared';

export type MixFlow = 'none' | 'connecting' | 'flowing';

export interface MixWatchOptions {
  readonly clock: ClockPort;
  /** When the fan-out last forwarded a packet, in the clock's time, ms; null before the first. */
  readonly lastPacketAtMs: () => number | null;
  readonly onChange: (flow: MixFlow) => void;
}

/** Packets come every 20 ms; a mix that sends none for this long, ms, is gone: its window crashed or its machine slept. */
const staleAfterMs = 1_000;
const lookEveryMs = 100;

/** Tells whether the mix reaches the fan-out, by its packets and nothing else: states of connections come late. */
export class MixWatch {
  readonly #options: MixWatchOptions;
  #flow: MixFlow = 'none';
  #expected = false;
  #notBeforeMs = -Infinity;
  #cancelLook: (() => void) | null = null;

  constructor(options: MixWatchOptions) {
    this.#options = options;
    this.#lookLater();
  }

  get flow(): MixFlow {
    return this.#flow;
  }

  /** A connection is being made, or no longer is. */
  expect(coming: boolean): void {
    this.#expected = coming;
    this.look();
  }

  /** What was heard until now belongs to an earlier broadcast. */
  reset(): void {
    this.#notBeforeMs = this.#options.clock.now();
    this.expect(false);
  }

  look(): void {
    const { clock, lastPacketAtMs, onChange } = this.#options;
    const lastAt = lastPacketAtMs();
    const flows = lastAt !== null && lastAt > this.#notBeforeMs && clock.now() - lastAt < staleAfterMs;
    const flow = flows ? 'flowing' : this.#expected ? 'connecting' : 'none';
    if (flows) this.#expected = false;
    if (flow === this.#flow) return;
    this.#flow = flow;
    onChange(flow);
  }

  /** Idempotent. */
  close(): void {
    this.#cancelLook?.();
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.look();
      this.#lookLater();
    });
  }
}
