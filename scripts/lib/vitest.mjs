import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root, run } from './run.mjs';
import { emptyTally } from './tally.mjs';

const reporter = join(import.meta.dirname, 'tally-reporter.mjs');

/**
 * @typedef {object} Tests
 * @property {string} name
 * @property {string} folder where the configuration is, from the root
 * @property {string[]} [projects] those of the configuration; default: all
 * @property {string[]} [files] from the folder; default: all
 * @property {'live' | 'at-end' | 'when-failed'} [shown] what it prints; default `live`
 * @property {string} [command] what runs all of it, for who wants to see a crash again; default `npm test`
 */

/**
 * Runs Vitest and counts its tests one by one.
 *
 * @param {Tests} tests
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runTests({
  name,
  folder,
  projects = [],
  files = [],
  shown = 'live',
  command = 'npm test',
}) {
  const reports = mkdtempSync(join(tmpdir(), 'mauzin-test-'));
  try {
    const report = join(reports, 'tally.json');
    const cwd = join(root, folder);
    const args = [
      join(cwd, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      `--reporter=${reporter}`,
      ...projects.flatMap((project) => ['--project', project]),
      ...files,
    ];
    const env = { ...process.env, VITEST_TALLY: report };
    const code = await run(process.execPath, args, {
      cwd,
      env,
      quiet: shown === 'when-failed',
      held: shown === 'at-end',
    });
    const tally = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
    if (tally && (code === 0 || tally.failed.length > 0)) return tally;
    // It crashed, found no test, or told nothing: that counts even where no single test failed.
    const failure = {
      file: null,
      name,
      why: `ended with exit code ${code}`,
      alone: [command, ...files].join(' '),
    };
    return { ...(tally ?? emptyTally()), failed: [failure] };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
