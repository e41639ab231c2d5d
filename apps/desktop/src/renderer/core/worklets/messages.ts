/** What the window and its worklets say to each other. Both are of one build, so nothing is parsed. */

/** Least time between two messages of a worklet, ms. */
export const readingEveryMs = 50;
/** The envelope's step, ms. */
export const envelopeStepMs = 10;

export const meterBankProcessor = 'mauzin-meter-bank';
export const limiterProcessor = 'mauzin-limiter';

export interface MeterSettings {
  /** Measure short-term loudness too. */
  readonly loudness: boolean;
  /** Tell the envelope too. */
  readonly envelope: boolean;
}

/** What a meter measured in the last `readingEveryMs`, or less when it has just begun. Samples are −1..1. */
export interface MeterReading {
  /** The audio clock's time of the first sample, ms. */
  readonly atMs: number;
  readonly frames: number;
  /** Highest absolute sample of any channel. */
  readonly peak: number;
  /** Sum of squared samples, of the left and of the right channel. */
  readonly squares: readonly [number, number];
  /** Loudness of the last 3 s, LUFS; null when not asked for, and at first. */
  readonly shortTermLufs: number | null;
  /** RMS over both channels of each `envelopeStepMs`; null when not asked for, and for a first reading that was shorter. */
  readonly envelope: Float32Array | null;
}

/** A processor runs, and is kept, until it is told to end: a node without connections alone does not end it. */
export interface EndProcessor {
  readonly type: 'end';
}
export const endProcessor: EndProcessor = { type: 'end' };

/** How many meters share a processor. One that nothing flows into costs nothing but its place. */
export const bankInputs = 8;

/** `id` tells a meter from those that had its input before. */
export type ToMeterBank =
  | EndProcessor
  | {
      readonly type: 'measure';
      readonly input: number;
      readonly id: number;
      readonly settings: MeterSettings;
    }
  | { readonly type: 'leave'; readonly input: number };

/** Readings of all meters whose blocks have ended, which they do together. */
export type FromMeterBank = readonly { readonly id: number; readonly reading: MeterReading }[];

export type ToLimiter = EndProcessor | { readonly type: 'switch'; readonly on: boolean };

/** The most that the limiter took away since its last word, dB, 0 or more. The first word comes in any case. */
export interface FromLimiter {
  readonly reductionDb: number;
}
