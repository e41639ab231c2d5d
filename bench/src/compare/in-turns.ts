import type { Description } from '../description.ts';
import type { BenchReport, FigureInfos } from '../report.ts';
import { sum } from '../statistics.ts';
import { forPeople } from '../time-left.ts';
import { looksWorse, type Pair, PAIRS, whyNotJudged } from './judge.ts';

export type Side = 'base' | 'head';
type Figures = BenchReport['figures'];

/** What came out of one bench. */
export interface Series {
  readonly bench: string;
  readonly infos: FigureInfos;
  readonly first: readonly Round[];
  /** The pairs that were to confirm what looked worse; empty where nothing did. */
  readonly confirming: readonly Round[];
  /** A figure of this bench looked worse in the first pairs. */
  readonly isSuspect: boolean;
  /** Why a commit could not be measured to the end; null where it could. */
  readonly failures: Readonly<Record<Side, string | null>>;
}

/** What both commits measured, one right after the other. */
type Round = Readonly<Record<Side, Figures>>;

export interface InTurnsOptions {
  /** As the new commit describes them; both commits have them. */
  readonly benches: readonly Description[];
  /** @throws with the reason when it could not be measured */
  readonly measure: (side: Side, bench: Description) => Promise<Figures>;
  readonly signal: AbortSignal;
  /** ms, of any origin. */
  readonly now: () => number;
  readonly progress: (text: string) => void;
}

/**
 * Measures all benches at both commits, five pairs of each. Round after round rather than bench after bench, so that the pairs
 * of one bench are minutes apart; whoever goes first in a pair goes second in the next. What changes on the machine meanwhile
 * meets both. What looks worse then is measured five times more.
 */
export async function compareInTurns(options: InTurnsOptions): Promise<readonly Series[]> {
  const all = options.benches.map((described): MutableSeries => ({
    described,
    bench: described.bench,
    infos: described.figures,
    pairSeconds: 2 * (described.quickSeconds ?? described.takesSeconds),
    first: [],
    confirming: [],
    isSuspect: false,
    failures: { base: null, head: null },
  }));
  await measurePairs(all, 'first', options);
  const suspects = all.filter((series) => !hasFailed(series) && looksWorseIn(series));
  for (const series of suspects) series.isSuspect = true;
  await measurePairs(suspects, 'confirming', options);
  return all;
}

/** A figure's pairs: of the rounds in which both sides have it. */
export const pairsOf = (rounds: readonly Round[], figure: string): Pair[] =>
  rounds.flatMap(({ base: { [figure]: base }, head: { [figure]: head } }) =>
    base === undefined || head === undefined ? [] : [{ base, head }],
  );

interface MutableSeries extends Series {
  readonly described: Description;
  /** How long a pair takes, s: first as the bench says, later as the last pair did. */
  pairSeconds: number;
  readonly first: Round[];
  readonly confirming: Round[];
  isSuspect: boolean;
  readonly failures: Record<Side, string | null>;
}

type Phase = 'first' | 'confirming';

async function measurePairs(
  all: readonly MutableSeries[],
  phase: Phase,
  options: InTurnsOptions,
): Promise<void> {
  const onceFailed = new Set<MutableSeries>();
  for (let round = 0; round < PAIRS; round += 1) {
    for (const series of all) {
      if (hasFailed(series)) continue;
      options.progress(`${series.bench}, ${whichPair(round, phase)}; ${timeLeft(all, phase)}`);
      const startMs = options.now();
      await measurePair(series, phase, options);
      // A bench that fails once in ten runs must neither accuse the new commit nor hide what it made worse.
      if (hasFailed(series) && !onceFailed.has(series)) {
        onceFailed.add(series);
        options.progress(
          `${series.bench}: ${series.failures.head ?? series.failures.base}; this pair is measured anew`,
        );
        Object.assign(series.failures, { base: null, head: null });
        await measurePair(series, phase, options);
      }
      series.pairSeconds = (options.now() - startMs) / 1000;
    }
  }
}

async function measurePair(
  series: MutableSeries,
  phase: Phase,
  { measure, signal }: InTurnsOptions,
): Promise<void> {
  const measured: Partial<Record<Side, Figures>> = {};
  const turns: readonly Side[] = series[phase].length % 2 === 0 ? ['base', 'head'] : ['head', 'base'];
  for (const side of turns) {
    try {
      measured[side] = await measure(side, series.described);
    } catch (error) {
      signal.throwIfAborted();
      series.failures[side] = error instanceof Error ? error.message : String(error);
    }
  }
  const { base, head } = measured;
  if (base !== undefined && head !== undefined) series[phase].push({ base, head });
}

const hasFailed = ({ failures: { base, head } }: Series): boolean => base !== null || head !== null;

const whichPair = (round: number, phase: Phase): string =>
  `pair ${round + 1} of ${PAIRS}${phase === 'confirming' ? ' to confirm what looks worse' : ''}`;

function timeLeft(all: readonly MutableSeries[], phase: Phase): string {
  const going = all.filter((series) => !hasFailed(series));
  const seconds = sum(going.map((series) => (PAIRS - series[phase].length) * series.pairSeconds));
  const more = phase === 'first' ? ', and as long again for what looks worse then' : '';
  return `${forPeople(seconds)} left${more}`;
}

function looksWorseIn({ first, infos }: Series): boolean {
  return Object.entries(infos).some(([figure, { better }]) => {
    const pairs = pairsOf(first, figure);
    return whyNotJudged(pairs, PAIRS) === null && looksWorse(pairs, better);
  });
}
