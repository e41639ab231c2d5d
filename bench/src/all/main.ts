import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

import { openBenchFolder } from '../bench-folder.ts';
import { git } from '../git.ts';
import { runInterruptible } from '../interruptible.ts';
import { toTable } from '../report.ts';
import { type Commit, runAll } from './run-all.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

await runInterruptible(async (signal) => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const onError = (text: string): void => void process.stderr.write(text);
  const folder = openBenchFolder({ root, signal, onError });
  const report = await runAll({
    folder,
    commit: await lastCommit(),
    signal,
    now: () => Date.now(),
    progress,
  });
  const tables = (): string => report.benches.map((bench) => toTable(bench, bench.about)).join('\n');
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : tables());
  for (const { bench, reason } of report.skipped) progress(`skipped: ${bench}: ${reason}`);
  for (const { bench, reason } of report.failed) progress(`FAILED: ${bench}: ${reason}`);
  return report.failed.length === 0 ? 0 : 1;
});

async function lastCommit(): Promise<Commit | null> {
  try {
    const [id = '', timestamp = '', author = '', message = ''] = (
      await git(root, 'log', '-1', '--format=%H%n%cI%n%an%n%s')
    ).split('\n');
    return { id, timestamp, author, message };
  } catch {
    return null;
  }
}
