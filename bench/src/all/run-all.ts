import type { BenchFolder } from '../bench-folder.ts';
import type { BenchReport, FigureInfos } from '../report.ts';
import { sum } from '../statistics.ts';
import { forPeople } from '../time-left.ts';

/** What all benches of one commit measured: one document. */
export interface WholeReport {
  /** Null where the project is not in a repository. */
  readonly commit: Commit | null;
  /** Epoch ms. */
  readonly date: number;
  readonly benches: readonly DescribedReport[];
  readonly failed: readonly Left[];
  /** Benches that cannot run on this machine. */
  readonly skipped: readonly Left[];
}

export interface Commit {
  readonly id: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly message: string;
  readonly author: string;
}

export type DescribedReport = BenchReport & { readonly about: FigureInfos };

interface Left {
  readonly bench: string;
  readonly reason: string;
}

export interface RunAllOptions {
  readonly folder: Pick<BenchFolder, 'names' | 'describe' | 'measure'>;
  readonly commit: Commit | null;
  readonly signal: AbortSignal;
  /** Epoch ms. */
  readonly now: () => number;
  readonly progress: (text: string) => void;
}

/** Runs every bench with its baselines, one after the other, and goes on when one fails. */
export async function runAll({ folder, commit, signal, now, progress }: RunAllOptions): Promise<WholeReport> {
  const report = { commit, date: now(), benches: [], failed: [], skipped: [] } as {
    -readonly [K in keyof WholeReport]: WholeReport[K] extends readonly (infer T)[] ? T[] : WholeReport[K];
  };
  const leave = (list: Left[], bench: string, error: unknown): void => {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    list.push({ bench, reason });
    progress(`${bench}: ${list === report.failed ? 'failed' : 'skipped'}: ${reason}`);
  };
  const waiting = [];
  for (const bench of (await folder.names()) ?? []) {
    try {
      const description = await folder.describe(bench);
      if (description.whyNot === null) waiting.push(description);
      else leave(report.skipped, bench, description.whyNot);
    } catch (error) {
      leave(report.failed, bench, error);
    }
  }
  for (const [at, { bench, figures }] of waiting.entries()) {
    const seconds = sum(waiting.slice(at).map(({ takesSeconds }) => takesSeconds));
    progress(`\n── ${bench}, ${at + 1} of ${waiting.length}; ${forPeople(seconds)} left`);
    try {
      report.benches.push({ ...(await folder.measure(bench)), about: figures });
    } catch (error) {
      leave(report.failed, bench, error);
    }
  }
  return report;
}
