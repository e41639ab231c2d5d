import type { Better } from '../report.ts';
import { median } from '../statistics.ts';

/** The same figure, measured at the base and at the new commit one right after the other. */
export interface Pair {
  readonly base: number;
  readonly head: number;
}

/** How many pairs are measured first, and how many more of what looks worse. */
export const PAIRS = 5;
/** A worsening below this factor is not worth a stop, even where it is real. */
const WORTH_A_STOP = 1.05;

export type Verdict =
  /** The figure is worse, and the pairs that were to confirm it did. */
  | 'worse'
  /** The figure looked worse at first, and did not in the pairs that were to confirm it. */
  | 'not confirmed'
  | 'better'
  | 'as before';

/** How much worse the new commit is in a pair, as a factor: 1 is the same, 1.1 ten percent worse, whichever way is better. */
export function worsening({ base, head }: Pair, better: Exclude<Better, 'context'>): number {
  const [before, after] = better === 'lower' ? [base, head] : [head, base];
  return after === before ? 1 : after / before;
}

/** Why a figure is not judged: factors need a zero that means nothing at all, and what a pair lacks cannot be worse in it. Null: it is. */
export function whyNotJudged(pairs: readonly Pair[], measured: number): string | null {
  if (pairs.length < measured) return `measured in ${pairs.length} of ${measured} pairs alone`;
  if (pairs.some(({ base, head }) => base < 0 || head < 0)) return 'below zero, where a factor means nothing';
  return null;
}

/** Worse in every single pair, and by more than 5 % in the median of the pairs. */
export function looksWorse(pairs: readonly Pair[], better: Better): boolean {
  if (better === 'context' || pairs.length === 0) return false;
  const factors = pairs.map((pair) => worsening(pair, better));
  return factors.every((factor) => factor > 1) && median(factors) > WORTH_A_STOP;
}

/**
 * Judges a figure by its first pairs, and by those that were measured to confirm it where it looked worse (none so far:
 * empty). The two are judged apart: what made the first look worse by chance is not asked again.
 */
export function judge(first: readonly Pair[], confirming: readonly Pair[], better: Better): Verdict {
  if (looksWorse(first, better)) return looksWorse(confirming, better) ? 'worse' : 'not confirmed';
  return looksWorse(first.map(swapped), better) ? 'better' : 'as before';
}

const swapped = ({ base, head }: Pair): Pair => ({ base: head, head: base });
