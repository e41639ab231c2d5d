import { columns } from '../columns.ts';
import type { Better, Unit } from '../report.ts';
import { median, significant } from '../statistics.ts';
import { pairsOf, type Series } from './in-turns.ts';
import { judge, type Pair, PAIRS, type Verdict, whyNotJudged, worsening } from './judge.ts';

/** One figure that was judged. */
export interface Finding {
  readonly bench: string;
  readonly figure: string;
  readonly unit: Unit;
  readonly better: Better;
  /** Medians over all pairs. */
  readonly base: number;
  readonly head: number;
  /** The new commit's by the base's: median over all pairs. Null where the base has zero. */
  readonly ratio: number | null;
  readonly worsePairs: number;
  readonly pairs: readonly Pair[];
  readonly verdict: Verdict;
}

/** A bench, or a figure of it, that was not judged. */
export interface NotJudged {
  readonly bench: string;
  readonly figure?: string;
  readonly reason: string;
  /** To be told as a fault: the base can measure it and the new commit can't, or it looked worse and could not be confirmed. */
  readonly broken: boolean;
}

export interface Findings {
  readonly findings: readonly Finding[];
  readonly notJudged: readonly NotJudged[];
}

export function findingsOf(all: readonly Series[]): Findings {
  const findings: Finding[] = [];
  const notJudged: NotJudged[] = [];
  for (const series of all) {
    const failure = failureOf(series);
    if (failure !== null) {
      notJudged.push(failure);
      continue;
    }
    for (const figure of figuresOf(series)) {
      const found = find(series, figure);
      if (typeof found !== 'string') findings.push(found);
      else notJudged.push({ bench: series.bench, figure, reason: found, broken: false });
    }
  }
  return { findings, notJudged };
}

/** Green would be a lie where something got worse, where the new commit can't be measured, or where nothing was judged. */
export const isAlarm = ({ findings, notJudged }: Findings): boolean =>
  findings.length === 0 ||
  findings.some(({ verdict }) => verdict === 'worse') ||
  notJudged.some(({ broken }) => broken);

function failureOf({ bench, failures: { base, head }, isSuspect }: Series): NotJudged | null {
  if (base !== null) {
    const both = head === null ? '' : `; nor the new commit: ${head}`;
    // Of what looked worse already nothing has been shown to be well.
    return { bench, reason: `the base could not measure it: ${base}${both}`, broken: isSuspect };
  }
  return head === null
    ? null
    : { bench, reason: `the new commit could not measure it: ${head}`, broken: true };
}

/** The names of all figures that either side measured, except those for context alone. */
function figuresOf({ first, infos }: Series): readonly string[] {
  const measured = new Set(first.flatMap(({ base, head }) => [...Object.keys(base), ...Object.keys(head)]));
  const described = Object.keys(infos).filter((figure) => measured.has(figure));
  const gone = [...measured].filter((figure) => infos[figure] === undefined);
  return [...described, ...gone].filter((figure) => infos[figure]?.better !== 'context');
}

/** The finding, or why there is none. */
function find({ bench, first, confirming, infos }: Series, figure: string): Finding | string {
  const has = (side: 'base' | 'head'): boolean => first.some((round) => round[side][figure] !== undefined);
  const info = infos[figure];
  if (info === undefined || !has('head')) return 'the new commit does not have it';
  if (!has('base')) return 'the base does not have it';
  const { better, unit } = info;
  if (better === 'context') return 'it is there for context';
  const firstPairs = pairsOf(first, figure);
  const confirmingPairs = pairsOf(confirming, figure);
  const pairs = [...firstPairs, ...confirmingPairs];
  const whyNot = whyNotJudged(pairs, PAIRS + confirming.length);
  if (whyNot !== null) return whyNot;
  const ratio = median(pairs.map(({ base, head }) => (head === base ? 1 : head / base)));
  return {
    bench,
    figure,
    unit,
    better,
    base: significant(median(pairs.map((pair) => pair.base))),
    head: significant(median(pairs.map((pair) => pair.head))),
    ratio: Number.isFinite(ratio) ? significant(ratio) : null,
    worsePairs: pairs.filter((pair) => worsening(pair, better) > 1).length,
    pairs,
    verdict: judge(firstPairs, confirmingPairs, better),
  };
}

/** For people: what got worse first. */
export function findingsTable({ findings, notJudged }: Findings): string {
  const order: readonly Verdict[] = ['worse', 'not confirmed', 'better', 'as before'];
  const sorted = findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const rows = sorted.map((found) => [
    found.bench,
    found.figure,
    String(found.base),
    String(found.head),
    found.unit,
    found.ratio === null ? '–' : found.ratio.toFixed(3),
    `${found.worsePairs} of ${found.pairs.length}`,
    found.verdict === 'worse' ? 'WORSE' : found.verdict,
  ]);
  const head = ['bench', 'figure', 'base', 'new', 'unit', 'ratio', 'pairs worse', 'verdict'];
  const left = notJudged.map(({ bench, figure, reason, broken }) => [
    broken ? 'BROKEN' : 'not judged',
    figure === undefined ? bench : `${bench}, ${figure}`,
    reason,
  ]);
  return [...columns([head, ...rows]), ...(left.length === 0 ? [] : ['', ...columns(left)]), ''].join('\n');
}
