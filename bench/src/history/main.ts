import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { WholeReport } from '../all/run-all.ts';
import { runInterruptible } from '../interruptible.ts';
import { type BenchmarkData, withRun } from './benchmark-data.ts';
import { performancePage } from './page.ts';

const USAGE = `pnpm bench history RUN DATA SITE --repository URL
  Adds what \`pnpm bench all --json\` printed into the file RUN to the results in the file DATA, drops what is older than a
  year, and makes the performance page in the folder SITE.`;

await runInterruptible(async () => {
  const { positionals, values } = parseArgs({
    options: { repository: { type: 'string' } },
    allowPositionals: true,
  });
  const [runFile, dataFile, site] = positionals;
  if (
    runFile === undefined ||
    dataFile === undefined ||
    site === undefined ||
    values.repository === undefined
  )
    throw new Error(USAGE);
  const run = JSON.parse(await readFile(runFile, 'utf8')) as WholeReport;
  const data = withRun(await readData(dataFile), run, values.repository);
  const json = JSON.stringify(data);
  const style = await readFile(new URL('style.css', import.meta.url), 'utf8');
  await mkdir(site, { recursive: true });
  await writeFile(dataFile, json);
  await writeFile(join(site, 'data.json'), json);
  await writeFile(join(site, 'index.html'), performancePage(data, style));
  return 0;
});

/** Null where there are no data yet. A file that cannot be read is an error and no empty beginning: a year would be lost. */
async function readData(file: string): Promise<BenchmarkData | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as BenchmarkData;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
