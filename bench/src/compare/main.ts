import { parseArgs } from 'node:util';

import { openBenchFolder } from '../bench-folder.ts';
import { repositoryOf } from '../git.ts';
import { runInterruptible } from '../interruptible.ts';
import { checkOut } from './checkouts.ts';
import { choose } from './choose.ts';
import { findingsOf, findingsTable, isAlarm } from './findings.ts';
import { compareInTurns } from './in-turns.ts';
import { PAIRS } from './judge.ts';

const USAGE = `pnpm bench compare BASE [NAME…]
  Measures the commit BASE and HEAD in turns, ${PAIRS} pairs of each bench: of the quick ones, if none is named.
  --json                    one JSON object instead of a table`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

await runInterruptible(async (signal) => {
  const { positionals, values } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [base, ...names] = positionals;
  if (base === undefined) throw new Error(USAGE);
  const checkouts = await checkOut(await repositoryOf(process.cwd()), base);
  try {
    const { commits, folders, uncommitted } = checkouts;
    if (uncommitted.length > 0) say(`Not measured, since it is in no commit:\n${uncommitted.join('\n')}`);
    say(`Installing and building ${commits.base.slice(0, 9)} and ${commits.head.slice(0, 9)} …`);
    const benches = {
      base: openBenchFolder({ root: folders.base, signal }),
      head: openBenchFolder({ root: folders.head, signal }),
    };
    const { chosen, left } = await choose(benches, names);
    for (const { bench } of chosen.slice(0, 1)) await benches.base.prepare(bench);
    const series = await compareInTurns({
      benches: chosen,
      signal,
      now: () => performance.now(),
      progress: say,
      measure: async (side, { bench, quick }) => (await benches[side].measure(bench, quick ?? {})).figures,
    });
    const found = findingsOf(series);
    const findings = { ...found, notJudged: [...left, ...found.notJudged] };
    const failed = isAlarm(findings);
    const json = (): string => `${JSON.stringify({ ...commits, failed, ...findings })}\n`;
    process.stdout.write(values.json ? json() : findingsTable(findings));
    return failed ? 1 : 0;
  } finally {
    await checkouts.remove();
  }
});
