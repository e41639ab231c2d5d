import { ShortTermLoudness } from './loudness.ts';
import { envelopeStepMs, type MeterReading, type MeterSettings, readingEveryMs } from './messages.ts';

const stepsInReading = readingEveryMs / envelopeStepMs;

/**
 * Measures sound in consecutive blocks, none of which depends on who looks and when: no sample is missed. Pure; the
 * meter's worklet feeds it what the audio clock brings.
 */
export class LevelBlocks {
  readonly #sampleRate: number;
  readonly #stepFrames: number;
  readonly #settings: MeterSettings;
  readonly #loudness: ShortTermLoudness | null;
  readonly #onReading: (reading: MeterReading) => void;
  #startFrame = 0;
  #frames = 0;
  #stepSquares = 0;
  #peak = 0;
  #left = 0;
  #right = 0;
  #envelope: Float32Array | null = null;

  constructor(sampleRate: number, settings: MeterSettings, onReading: (reading: MeterReading) => void) {
    this.#sampleRate = sampleRate;
    this.#stepFrames = Math.round((sampleRate * envelopeStepMs) / 1_000);
    this.#settings = settings;
    this.#onReading = onReading;
    this.#loudness = settings.loudness
      ? new ShortTermLoudness(sampleRate, this.#stepFrames * stepsInReading)
      : null;
    this.#begin(0);
  }

  /**
   * Takes what came next.
   * @param startFrame the audio clock's frame of the first sample: after a gap, blocks begin anew with it
   * @param right the left channel again where there is only one
   */
  feed(startFrame: number, left: Float32Array, right: Float32Array): void {
    if (startFrame !== this.#startFrame + this.#frames) this.#begin(startFrame);
    for (let index = 0; index < left.length; index += 1)
      this.#sample(finite(left[index]), finite(right[index]));
  }

  #sample(left: number, right: number): void {
    const leftSquare = left * left;
    const rightSquare = right * right;
    this.#left += leftSquare;
    this.#right += rightSquare;
    this.#stepSquares += leftSquare + rightSquare;
    this.#peak = Math.max(this.#peak, Math.abs(left), Math.abs(right));
    this.#loudness?.feed(left, right);
    this.#frames += 1;
    if (this.#frames % this.#stepFrames === 0) this.#endStep(this.#frames / this.#stepFrames);
  }

  #endStep(steps: number): void {
    if (this.#envelope) this.#envelope[steps - 1] = Math.sqrt(this.#stepSquares / (2 * this.#stepFrames));
    this.#stepSquares = 0;
    if (steps < stepsInReading) return;
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
    this.#stepSquares = 0;
    this.#peak = 0;
    this.#left = 0;
    this.#right = 0;
    this.#envelope = this.#settings.envelope ? new Float32Array(stepsInReading) : null;
  }
}

/** What is no number would stay in the loudness filters for ever. */
const finite = (sample: number | undefined): number =>
  sample !== undefined && Number.isFinite(sample) ? sample : 0;
