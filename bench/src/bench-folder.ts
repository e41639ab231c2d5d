import { join } from 'node:path';

import type { Description } from './description.ts';
import { type Ended, runInOwnGroup } from './own-group.ts';
import type { BenchReport } from './report.ts';

/** The benches of one copy of the project, each called as `pnpm bench` calls it: installed and built first, if need be. */
export interface BenchFolder {
  /** Null where this copy is too old to tell. */
  names(): Promise<readonly string[] | null>;
  /** @throws with the reason of the bench */
  describe(name: string, options?: BenchOptions): Promise<Description>;
  /** @throws with the reason of the bench */
  measure(name: string, options?: BenchOptions): Promise<BenchReport>;
  /** Installs and builds what this copy needs. What goes wrong shows again when it measures. */
  prepare(name: string): Promise<void>;
}

/** Whole numbers by the name of an option; what is left out is as preset. */
export type BenchOptions = Readonly<Partial<Record<string, number>>>;

export interface BenchFolderOptions {
  readonly root: string;
  readonly signal: AbortSignal;
  /** Takes what the copy's benches say while they run; left out: only what they said before they failed is the error's. */
  readonly onError?: (text: string) => void;
}

export function openBenchFolder({ root, signal, onError }: BenchFolderOptions): BenchFolder {
  const program = join(root, 'scripts', 'bench.mjs');
  const run = (args: readonly string[]): Promise<Ended> =>
    runInOwnGroup(process.execPath, [program, ...args], {
      cwd: root,
      signal,
      ...(onError === undefined ? {} : { onError }),
    });
  const runWell = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(args);
    if (code !== 0) throw new Error(lastLine(stderr) ?? `ended with exit code ${code}`);
    return stdout;
  };
  return {
    async names() {
      const { code, stdout } = await run(['list']);
      return code === 0 ? stdout.split('\n').filter((name) => name !== '') : null;
    },
    describe: async (name, options) =>
      JSON.parse(await runWell([name, '--describe', ...argumentsFor(options)])) as Description,
    measure: async (name, options) => readReport(await runWell([name, '--json', ...argumentsFor(options)])),
    prepare: async (name) => void (await run([name, '--help'])),
  };
}

const argumentsFor = (options: BenchOptions = {}): string[] =>
  Object.entries(options).map(([name, value]) => `--${name}=${value}`);

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').findLast(Boolean);

/** @throws when it is not what a bench prints */
function readReport(text: string): BenchReport {
  const report = JSON.parse(text) as Partial<BenchReport> | null;
  const figures = Object.values(report?.figures ?? { none: null });
  if (!figures.every(Number.isFinite)) throw new Error('printed something else than its figures');
  return report as BenchReport;
}
