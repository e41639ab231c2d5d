// `node scripts/not-green.mjs FOLDER RUNS`: reads what `TEST_REPORT` kept of many runs (one JSON file each, anywhere below the
// folder), tells as Markdown what was not green, and fails where anything was not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isGreen, notGreenTable } from './lib/not-green.mjs';
import { Complaint, main } from './lib/run.mjs';

main(async () => {
  const [folder, runs] = process.argv.slice(2);
  if (folder === undefined || !(Number(runs) > 0))
    throw new Complaint('Usage: node scripts/not-green.mjs FOLDER RUNS');
  const reports = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.json'));
  const tallies = reports.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  while (tallies.length < Number(runs)) tallies.push(null);
  console.log(notGreenTable(tallies));
  if (!tallies.every(isGreen)) process.exitCode = 1;
});
