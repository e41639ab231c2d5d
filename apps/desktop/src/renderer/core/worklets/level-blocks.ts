import { ShortTermLoudness } from './loudness.ts';
import { envelopeStepMs, type MeterReading, type MeterSettings, readingEveryMs } from './messages.ts';

const stepsInReading = readingEveryMs / envelopeStepMs;

/**
 * Measures sound in consecutive blocks, none of which depends on who looks and when: no sample is missed. Blocks end where the audio clock
 * is at a multiple of their length, so that those of all meters end together; the first is shorter therefore, and has levels alone. Pure;
 * the meters' worklet feeds it what the audio clock brings.
 */
export class LevelBlocks {
  readonly #sampleRate: number;
  readonly #stepFrames: number;
  readonly #blockFrames: number;
  readonly #settings: MeterSettings;
  readonly #onReading: (reading: MeterReading) => void;
  #loudness: ShortTermLoudness | null = null;
  /** Begins with the first frame that comes. */
  #startFrame = NaN;
  #frames = 0;
  /** Frames that are left of the step, and of the block. */
  #stepLeft = 0;
  #blockLeft = 0;
  #stepSquares = 0;
  #peak = 0;
  #left = 0;
  #right = 0;
  #envelope: Float32Array | null = null;

  constructor(sampleRate: number, settings: MeterSettings, onReading: (reading: MeterReading) => void) {
    this.#sampleRate = sampleRate;
    this.#stepFrames = Math.round((sampleRate * envelopeStepMs) / 1_000);
    this.#blockFrames = this.#stepFrames * stepsInReading;
    this.#settings = settings;
    this.#onReading = onReading;
  }

  /**
   * Takes what came next.
   * @param startFrame the audio clock's frame of the first sample: after a gap, blocks begin anew with it
   * @param right the left channel again where there is only one
   */
  feed(startFrame: number, left: Float32Array, right: Float32Array): void {
    if (startFrame !== this.#startFrame + this.#frames) this.#begin(startFrame);
    for (let from = 0; from < left.length;) {
      const to = Math.min(left.length, from + this.#stepLeft);
      this.#measure(left, right, from, to);
      this.#stepLeft -= to - from;
      this.#blockLeft -= to - from;
      this.#frames += to - from;
      from = to;
      if (this.#stepLeft === 0) this.#endStep();
    }
  }

  /** This runs for each sample of each source: it keeps its sums in variables of its own, and asks once whether all were numbers. */
  #measure(left: Float32Array, right: Float32Array, from: number, to: number): void {
    let peak = 0;
    let leftSquares = 0;
    let rightSquares = 0;
    for (let index = from; index < to; index += 1) {
      const l = left[index] ?? 0;
      const r = right[index] ?? 0;
      leftSquares += l * l;
      rightSquares += r * r;
      const higher = Math.max(Math.abs(l), Math.abs(r));
      if (higher > peak) peak = higher;
    }
    if (!Number.isFinite(leftSquares + rightSquares)) {
      this.#measure(onlyNumbers(left, from, to), onlyNumbers(right, from, to), 0, to - from);
      return;
    }
    this.#left += leftSquares;
    this.#right += rightSquares;
    this.#stepSquares += leftSquares + rightSquares;
    this.#peak = Math.max(this.#peak, peak);
    this.#loudness?.feed(left, right, from, to);
  }

  #endStep(): void {
    if (this.#envelope) {
      const step = stepsInReading - 1 - this.#blockLeft / this.#stepFrames;
      this.#envelope[step] = Math.sqrt(this.#stepSquares / (2 * this.#stepFrames));
    }
    this.#stepSquares = 0;
    this.#stepLeft = this.#stepFrames;
    if (this.#blockLeft > 0) return;
    this.#onReading({
      atMs: (this.#startFrame / this.#sampleRate) * 1_000,
      frames: this.#frames,
      peak: this.#peak,
      squares: [this.#left, this.#right],
      shortTermLufs: this.#loudness?.step() ?? null,
      envelope: this.#envelope,
    });
    this.#begin(this.#startFrame + this.#frames);
  }

  #begin(startFrame: number): void {
    this.#startFrame = startFrame;
    this.#frames = 0;
    this.#blockLeft = this.#blockFrames - (startFrame % this.#blockFrames);
    this.#stepLeft = this.#stepFrames - (startFrame % this.#stepFrames);
    this.#stepSquares = 0;
    this.#peak = 0;
    this.#left = 0;
    this.#right = 0;
    const whole = this.#blockLeft === this.#blockFrames;
    this.#envelope = this.#settings.envelope && whole ? new Float32Array(stepsInReading) : null;
    if (this.#settings.loudness && whole)
      this.#loudness ??= new ShortTermLoudness(this.#sampleRate, this.#blockFrames);
  }
}

/** What is no number would stay in the loudness filters for ever. */
const onlyNumbers = (samples: Float32Array, from: number, to: number): Float32Array =>
  samples.subarray(from, to).map((sample) => (Number.isFinite(sample) ? sample : 0));
