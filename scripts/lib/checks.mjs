// The checks of the sources: scripts of package.json, each of which passes or fails as one.
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { root, run, say } from './run.mjs';
import { emptyTally } from './tally.mjs';

/** Those that take longest first. */
export const checks = [
  { name: 'types', script: 'types' },
  { name: 'lint', script: 'lint' },
  { name: 'dead code', script: 'dead' },
  { name: 'format', script: 'format:check' },
];

/** Runs one of `checks`; what it says is shown when it fails. @returns {Promise<import('./tally.mjs').Tally>} */
export async function runCheck({ name, script }) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH };
  const code = await run(manifest.scripts[script], [], { env, quiet: true, shell: true });
  if (code === 0) return { ...emptyTally(), passed: 1 };
  say(`── ${name}: failed`);
  const why = 'what it said stands above';
  return { ...emptyTally(), failed: [{ file: null, name, why, alone: `npm run ${script}` }] };
}
