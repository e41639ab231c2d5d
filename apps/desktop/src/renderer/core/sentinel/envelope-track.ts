import type { Envelope } from '../worklets/create-meter.ts';
import { envelopeStepMs } from '../worklets/messages.ts';

/** The last of an envelope, by the audio clock: two tracks of one context can be laid side by side. */
export class EnvelopeTrack {
  readonly #steps: Float32Array;
  /** The step after the newest, counted from the audio clock's zero; and the oldest that was ever told. */
  #end = 0;
  #begin = 0;

  /** @param keptMs how far back it can be read */
  constructor(keptMs: number) {
    this.#steps = new Float32Array(Math.ceil(keptMs / envelopeStepMs));
  }

  /** Steps since the audio clock's zero up to where this track is known. */
  get end(): number {
    return this.#end;
  }

  /** From where on it can be read. */
  get begin(): number {
    return Math.max(this.#begin, this.#end - this.#steps.length);
  }

  /** What was missed in between counts as silence; what comes twice, as the newer says. */
  push({ atMs, rms }: Envelope): void {
    const first = Math.round(atMs / envelopeStepMs);
    if (this.#end === 0 || first - this.#end > this.#steps.length) this.#begin = this.#end = first;
    while (this.#end < first) this.#put(this.#end, 0);
    for (const [index, level] of rms.entries()) this.#put(first + index, level);
  }

  /** Steps `from` to before `to`. What is not known is silence. */
  read(from: number, to: number): Float32Array {
    return Float32Array.from({ length: Math.max(0, to - from) }, (_, index) => this.#at(from + index));
  }

  #at(step: number): number {
    if (step < this.begin || step >= this.#end) return 0;
    return this.#steps[step % this.#steps.length] ?? 0;
  }

  #put(step: number, level: number): void {
    this.#steps[step % this.#steps.length] = level;
    this.#end = Math.max(this.#end, step + 1);
  }
}
