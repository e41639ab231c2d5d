import type { DescribedReport, WholeReport } from '../all/run-all.ts';
import type { Better, FigureInfo } from '../report.ts';

/**
 * Results over time, in the format of github-action-benchmark (its `data.js` without the assignment before it), so that
 * its tools and others' read them. There a series of runs has one direction; so each bench has up to three.
 */
export interface BenchmarkData {
  /** Epoch ms. */
  readonly lastUpdate: number;
  readonly repoUrl: string;
  /** Runs by series, the oldest first. */
  readonly entries: Readonly<Record<string, readonly Run[]>>;
}

export interface Run {
  readonly commit: {
    readonly id: string;
    readonly message: string;
    /** ISO 8601. */
    readonly timestamp: string;
    readonly url: string;
    readonly author: Person;
    readonly committer: Person;
  };
  /** Epoch ms. */
  readonly date: number;
  readonly tool: 'customSmallerIsBetter' | 'customBiggerIsBetter';
  readonly benches: readonly Result[];
}

interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it means; in the newest run alone, since it is the same in all. */
  readonly extra?: string;
}

interface Person {
  readonly name: string;
  readonly username: string;
}

export const KEPT_MS = 365 * 24 * 60 * 60 * 1000;
const SUFFIX: Readonly<Record<Better, string>> = {
  lower: '',
  higher: ', higher is better',
  context: ', for context',
};

/** The bench that a series is of, and which way its figures are better. */
export function seriesOf(name: string): { readonly bench: string; readonly better: Better } {
  const better = (['higher', 'context'] as const).find((one) => name.endsWith(SUFFIX[one])) ?? 'lower';
  return { bench: name.slice(0, name.length - SUFFIX[better].length), better };
}

/** The data with one run more, and without the runs that are older than a year. @throws when the run is of no commit */
export function withRun(data: BenchmarkData | null, report: WholeReport, repoUrl: string): BenchmarkData {
  const entries = new Map<string, readonly Run[]>(Object.entries(data?.entries ?? {}));
  for (const bench of report.benches) {
    for (const better of ['lower', 'higher', 'context'] as const) {
      const run = runOf(bench, better, report, repoUrl);
      const series = `${bench.bench}${SUFFIX[better]}`;
      if (run.benches.length > 0)
        entries.set(series, [...(entries.get(series) ?? []).map(withoutMeanings), run]);
    }
  }
  const kept = [...entries]
    .map(([series, runs]) => [series, runs.filter(({ date }) => date > report.date - KEPT_MS)] as const)
    .filter(([, runs]) => runs.length > 0);
  return { lastUpdate: report.date, repoUrl, entries: Object.fromEntries(kept) };
}

function runOf(
  { figures, about }: DescribedReport,
  better: Better,
  { commit, date }: WholeReport,
  repoUrl: string,
): Run {
  if (commit === null) throw new Error('These results are of no commit: they have no place in a history.');
  const person = { name: commit.author, username: commit.author };
  const benches = Object.entries(figures).flatMap(([name, value]) => {
    const info = about[name];
    if (info?.better !== better) return [];
    return [{ name, value, unit: info.unit, extra: meaningOf(info) }];
  });
  return {
    commit: {
      id: commit.id,
      message: commit.message,
      timestamp: commit.timestamp,
      url: `${repoUrl}/commit/${commit.id}`,
      author: person,
      committer: person,
    },
    date,
    tool: better === 'higher' ? 'customBiggerIsBetter' : 'customSmallerIsBetter',
    benches,
  };
}

function meaningOf({ meaning, goal }: FigureInfo): string {
  const limits = [
    ...(goal?.atMost === undefined ? [] : [`at most ${goal.atMost}`]),
    ...(goal?.atLeast === undefined ? [] : [`at least ${goal.atLeast}`]),
  ];
  return limits.length === 0 ? meaning : `${meaning}; goal: ${limits.join(', ')}`;
}

const withoutMeanings = (run: Run): Run => ({
  ...run,
  benches: run.benches.map(({ name, value, unit }) => ({ name, value, unit })),
});
