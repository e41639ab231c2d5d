/** Where two envelopes fit best. */
export interface Likeness {
  /** How many steps the second is behind the first. */
  readonly lagSteps: number;
  /** Correlation at that lag, −1..1; independent of gain. */
  readonly correlation: number;
}

/** A later lag must fit better than an earlier one by so much: what repeats itself fits again and again. */
const clearlyBetter = 0.02;

/**
 * Finds how far `arrived` is behind `mix`, by normalised cross-correlation of the square roots of both: a gain leaves it as
 * it is, and the quiet parts count beside the loud. Null when either hardly varies: any lag would fit then. Pure.
 * @param mix levels, 0..1, that begin `maxLag` steps earlier than `arrived` and end with it
 */
export function findLikeness(
  mix: Float32Array,
  arrived: Float32Array,
  leastVariation: number,
): Likeness | null {
  const heard = arrived.map(Math.sqrt);
  const sent = mix.map(Math.sqrt);
  const heardSpread = spreadOf(heard);
  if (heardSpread.variation < leastVariation || spreadOf(sent).variation < leastVariation) return null;
  const centred = heard.map((level) => level - heardSpread.mean);
  const maxLag = mix.length - arrived.length;
  let best: Likeness | null = null;
  for (let lagSteps = 0; lagSteps <= maxLag; lagSteps += 1) {
    const correlation = correlate(centred, sent, maxLag - lagSteps, heardSpread.deviation);
    if (
      best === null ||
      correlation > best.correlation + clearlyBetter ||
      isSlope(best, lagSteps, correlation)
    ) {
      best = { lagSteps, correlation };
    }
  }
  return best;
}

/** Beside the best so far and better: the same hill, climbed step by step. */
const isSlope = (best: Likeness, lagSteps: number, correlation: number): boolean =>
  lagSteps - best.lagSteps <= 3 && correlation > best.correlation;

export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  /** Deviation of the mean, 0..; 0 for silence. */
  readonly variation: number;
}

export function spreadOf(levels: Float32Array): Spread {
  let sum = 0;
  let squares = 0;
  for (const level of levels) {
    sum += level;
    squares += level * level;
  }
  const mean = sum / Math.max(1, levels.length);
  const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, levels.length) - mean * mean));
  return { mean, deviation, variation: mean > 0 ? deviation / mean : 0 };
}

/** Pearson's, of what is centred already and has this deviation, with as much of `sent` from `from` on. */
function correlate(centred: Float32Array, sent: Float32Array, from: number, deviation: number): number {
  let sum = 0;
  let squares = 0;
  let products = 0;
  for (let index = 0; index < centred.length; index += 1) {
    const level = sent[from + index] ?? 0;
    sum += level;
    squares += level * level;
    products += level * (centred[index] ?? 0);
  }
  const mean = sum / centred.length;
  const sentDeviation = Math.sqrt(Math.max(0, squares / centred.length - mean * mean));
  const scale = sentDeviation * deviation * centred.length;
  return scale > 0 ? products / scale : 0;
}
