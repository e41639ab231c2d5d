/** Loudness as ITU-R BS.1770-5 Annex 1 and EBU Tech 3341 define it. Pure. */

interface Coefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Both stages for one channel, each a second-order section in transposed direct form II. */
class KFilter {
  readonly #shelf: Coefficients;
  readonly #highPass: Coefficients;
  /** What each stage remembers. */
  readonly #memory = new Float64Array(4);

  constructor(sampleRate: number) {
    [this.#shelf, this.#highPass] = kWeighting(sampleRate);
  }

  /** The sum of the squares of what leaves it. */
  squares(samples: Float32Array, from: number, to: number): number {
    const { a1, a2, b0, b1, b2 } = this.#shelf;
    const { a1: c1, a2: c2, b0: d0, b1: d1, b2: d2 } = this.#highPass;
    let [s1 = 0, s2 = 0, t1 = 0, t2 = 0] = this.#memory;
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const x = samples[index] ?? 0;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = d0 * y + t1;
      t1 = d1 * y - c1 * z + t2;
      t2 = d2 * y - c2 * z;
      sum += z * z;
    }
    this.#memory[0] = s1;
    this.#memory[1] = s2;
    this.#memory[2] = t1;
    this.#memory[3] = t2;
    return sum;
  }

  /** Ends the long tail towards nothing, whose tiny numbers are slow to reckon with. */
  rest(): void {
    for (const stage of [this.#memory.subarray(0, 2), this.#memory.subarray(2)])
      if (stage.every((value) => Math.abs(value) <= 5e-21)) stage.fill(0);
  }
}

/**
 * The filters of BS.1770 for any sample rate. The recommendation gives numbers for 48 kHz only; these are the analogue
 * filters behind them, by whose bilinear transform they come out again.
 */
export function kWeighting(sampleRate: number): readonly [Coefficients, Coefficients] {
  return [shelf(sampleRate), highPass(sampleRate)];
}

/** Stage 1: the head's acoustic effect, a high shelf of +4 dB from about 1.7 kHz. */
function shelf(sampleRate: number): Coefficients {
  const k = Math.tan((Math.PI * 1_681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** Stage 2: the RLB weighting, a high-pass at 38 Hz. */
function highPass(sampleRate: number): Coefficients {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

/** The quietest loudness that is told apart from nothing, LUFS. */
export const floorLufs = -100;
/** EBU Tech 3341 §2.2: a sliding rectangular window of 3 s, without gating. */
const windowS = 3;

/** Short-term loudness of a stereo signal, fed in steps of equal length. */
export class ShortTermLoudness {
  readonly #left: KFilter;
  readonly #right: KFilter;
  /** Sums of squares of the last 3 s, one for each step. */
  readonly #steps: Float64Array;
  readonly #windowFrames: number;
  #next = 0;
  #current = 0;

  constructor(sampleRate: number, stepFrames: number) {
    this.#left = new KFilter(sampleRate);
    this.#right = new KFilter(sampleRate);
    this.#steps = new Float64Array(Math.round((windowS * sampleRate) / stepFrames));
    this.#windowFrames = this.#steps.length * stepFrames;
  }

  /** Takes the samples of both channels between two indices. */
  feed(left: Float32Array, right: Float32Array, from: number, to: number): void {
    this.#current += this.#left.squares(left, from, to) + this.#right.squares(right, from, to);
  }

  /** Ends a step, and tells the loudness of the window that it ends, LUFS. What was before the first step was silence. */
  step(): number {
    this.#steps[this.#next] = this.#current;
    this.#next = (this.#next + 1) % this.#steps.length;
    this.#current = 0;
    this.#left.rest();
    this.#right.rest();
    const power = this.#steps.reduce((sum, squares) => sum + squares, 0) / this.#windowFrames;
    return power > 0 ? Math.max(floorLufs, 10 * Math.log10(power) - 0.691) : floorLufs;
  }
}
