/** Highest absolute sample that leaves the limiter: −1 dBFS. */
export const limiterCeiling = Math.fround(10 ** (-1 / 20));
const lookAheadS = 0.004;
/** The gain comes back by two thirds in this time, s: slow enough not to pump, quick enough not to swallow a syllable. */
const releaseS = 0.15;
/** From here on a gain that comes back is one: 0.0001 dB. */
const nearlyOne = 1 - 1e-5;

/**
 * A look-ahead peak limiter for two linked channels. Each sample's needed gain is held for the look-ahead and averaged over
 * it, so the gain is down in time, without a step, and nothing ever exceeds the ceiling. Below the ceiling every sample
 * comes out as it went in. Pure; the limiter's worklet feeds it.
 */
export class Limiter {
  /** From a sample's way in to its way out, frames. */
  readonly delayFrames: number;
  readonly #window: number;
  readonly #release: number;
  readonly #delayed: readonly [Float32Array, Float32Array];
  readonly #needed: SlidingMinimum;
  /** The gains whose mean is the one that is used. */
  readonly #gains: Float64Array;
  #gainSum: number;
  /** How many of them are not one. */
  #reducing = 0;
  #place = 0;
  #held = 1;
  #lowest = 1;
  #on = true;

  constructor(sampleRate: number) {
    this.#window = Math.round(lookAheadS * sampleRate) + 1;
    this.delayFrames = this.#window - 1;
    this.#release = 1 - Math.exp(-1 / (releaseS * sampleRate));
    this.#delayed = [new Float32Array(this.#window), new Float32Array(this.#window)];
    this.#needed = new SlidingMinimum(this.#window);
    this.#gains = new Float64Array(this.#window).fill(1);
    this.#gainSum = this.#window;
  }

  /** Off, it only delays: a gain that is down comes back smoothly. */
  set on(on: boolean) {
    this.#on = on;
  }

  /** Fills `outputs` with what the same number of frames of `inputs` gives. Both are left and right. */
  process(
    inputs: readonly [Float32Array, Float32Array],
    outputs: readonly [Float32Array, Float32Array],
  ): void {
    const [left, right] = inputs;
    for (let index = 0; index < left.length; index += 1) {
      const gain = this.#step(finite(left[index]), finite(right[index]));
      outputs[0][index] = this.#limited(this.#delayed[0][this.#place], gain);
      outputs[1][index] = this.#limited(this.#delayed[1][this.#place], gain);
    }
  }

  /** The most that was taken away since the last call, dB, 0 or more. */
  takeReductionDb(): number {
    const lowest = this.#lowest;
    this.#lowest = 1;
    return lowest === 1 ? 0 : -20 * Math.log10(lowest);
  }

  /** Takes a sample in; afterwards `#place` is that of the one to go out, with the gain returned. */
  #step(left: number, right: number): number {
    const loudest = Math.max(Math.abs(left), Math.abs(right));
    const wanted = this.#on && loudest > limiterCeiling ? limiterCeiling / loudest : 1;
    this.#hold(this.#needed.push(wanted));
    this.#average();
    this.#delayed[0][this.#place] = left;
    this.#delayed[1][this.#place] = right;
    this.#place = (this.#place + 1) % this.#window;
    const gain = this.#reducing === 0 ? 1 : this.#gainSum / this.#window;
    this.#lowest = Math.min(this.#lowest, gain);
    return gain;
  }

  /** Down at once, back slowly: never above what is needed. */
  #hold(needed: number): void {
    if (needed <= this.#held) this.#held = needed;
    else this.#held = Math.min(needed, this.#held + (1 - this.#held) * this.#release);
    if (this.#held > nearlyOne && needed === 1) this.#held = 1;
  }

  #average(): void {
    const old = this.#gains[this.#place] ?? 1;
    this.#gains[this.#place] = this.#held;
    this.#reducing += (this.#held === 1 ? 0 : 1) - (old === 1 ? 0 : 1);
    // The sum begins anew whenever it can, so that roundings do not add up.
    this.#gainSum = this.#reducing === 0 ? this.#window : this.#gainSum + this.#held - old;
  }

  /** The mean is never above what is needed but for a rounding, and for samples that came in before it was switched on. */
  #limited(sample: number | undefined, gain: number): number {
    const out = (sample ?? 0) * gain;
    if (!this.#on) return out;
    return Math.min(limiterCeiling, Math.max(-limiterCeiling, out));
  }
}

/** The lowest of the last `size` values, each pushed and dropped once (a monotonic queue in two rings). */
class SlidingMinimum {
  readonly #size: number;
  readonly #values: Float64Array;
  readonly #times: Float64Array;
  #head = 0;
  #length = 0;
  #time = 0;

  constructor(size: number) {
    this.#size = size;
    this.#values = new Float64Array(size);
    this.#times = new Float64Array(size);
  }

  push(value: number): number {
    const { length } = this.#values;
    if (this.#length > 0 && (this.#times[this.#head] ?? 0) <= this.#time - this.#size) {
      this.#head = (this.#head + 1) % length;
      this.#length -= 1;
    }
    while (this.#length > 0 && this.#last() >= value) this.#length -= 1;
    const place = (this.#head + this.#length) % length;
    this.#values[place] = value;
    this.#times[place] = this.#time;
    this.#length += 1;
    this.#time += 1;
    return this.#values[this.#head] ?? value;
  }

  #last(): number {
    return this.#values[(this.#head + this.#length - 1) % this.#values.length] ?? 0;
  }
}

/** Sixteen sources of full scale at +12 dB sum up to this; nothing that is sound goes beyond. */
const loudestInput = 64;

/** What is no number would stay in the graph for ever. */
const finite = (sample: number | undefined): number =>
  sample === undefined || Number.isNaN(sample) ? 0 : Math.min(loudestInput, Math.max(-loudestInput, sample));
