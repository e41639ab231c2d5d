/** Loudness as ITU-R BS.1770-5 Annex 1 and EBU Tech 3341 define it. Pure. */

interface Coefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** One second-order section, in transposed direct form II. */
class Biquad {
  readonly #c: Coefficients;
  #s1 = 0;
  #s2 = 0;

  constructor(coefficients: Coefficients) {
    this.#c = coefficients;
  }

  filter(x: number): number {
    const { a1, a2, b0, b1, b2 } = this.#c;
    const y = b0 * x + this.#s1;
    this.#s1 = b1 * x - a1 * y + this.#s2;
    this.#s2 = b2 * x - a2 * y;
    return y;
  }

  /** Ends the long tail towards nothing, whose tiny numbers are slow to reckon with. */
  rest(): void {
    if (Math.abs(this.#s1) + Math.abs(this.#s2) > 1e-20) return;
    this.#s1 = 0;
    this.#s2 = 0;
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
  readonly #filters: readonly (readonly [Biquad, Biquad])[];
  /** Sums of squares of the last 3 s, one for each step. */
  readonly #steps: Float64Array;
  readonly #windowFrames: number;
  #next = 0;
  #current = 0;

  constructor(sampleRate: number, stepFrames: number) {
    const [first, second] = kWeighting(sampleRate);
    const channel = (): [Biquad, Biquad] => [new Biquad(first), new Biquad(second)];
    this.#filters = [channel(), channel()];
    this.#steps = new Float64Array(Math.round((windowS * sampleRate) / stepFrames));
    this.#windowFrames = this.#steps.length * stepFrames;
  }

  feed(left: number, right: number): void {
    this.#current += this.#square(0, left) + this.#square(1, right);
  }

  /** Ends a step, and tells the loudness of the window that it ends, LUFS. What was before the first step was silence. */
  step(): number {
    this.#steps[this.#next] = this.#current;
    this.#next = (this.#next + 1) % this.#steps.length;
    this.#current = 0;
    for (const [first, second] of this.#filters) {
      first.rest();
      second.rest();
    }
    const power = this.#steps.reduce((sum, squares) => sum + squares, 0) / this.#windowFrames;
    return power > 0 ? Math.max(floorLufs, 10 * Math.log10(power) - 0.691) : floorLufs;
  }

  #square(channel: 0 | 1, sample: number): number {
    const filters = this.#filters[channel];
    if (!filters) return 0;
    const weighted = filters[1].filter(filters[0].filter(sample));
    return weighted * weighted;
  }
}
