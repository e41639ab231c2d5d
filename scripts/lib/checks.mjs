// The checks of the sources and Vitest, run side by side: only what failed is shown, and how to see it alone.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join, relative } from 'node:path';

import { root, say } from './run.mjs';

/** What passes or fails as one: scripts of package.json. */
export const checks = [
  { name: 'types', script: 'types' },
  { name: 'lint', script: 'lint' },
  { name: 'dead code', script: 'dead' },
  { name: 'format', script: 'format:check' },
];

/**
 * What became of a check: numbers of tests, what it printed, names of skipped tests, and for each failure the command that
 * shows it alone.
 * @typedef {{ passed: number, failed: number, skipped: string[], output: string, alone: string[] }} Outcome
 */

/** Runs a program to its end; what it prints is kept, in the order of its coming. */
function captured(command, args, options) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', fail);
    child.once('close', (code) => done({ code: code ?? 128, output }));
  });
}

/** Runs one of `checks`. */
export async function runCheck({ script }) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const { code, output } = await captured(manifest.scripts[script], [], {
    shell: true,
    env: { ...process.env, PATH },
  });
  const ok = code === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], output, alone: [`npm run ${script}`] };
}

/** Runs the tests of a project of vitest.config.ts; its report is written into the folder `reports`. */
export async function runTests(project, reports) {
  const report = join(reports, `${project}.json`);
  const { code, output } = await captured(process.execPath, [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const files = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
  return { ...outcomeOf(files, code, project), output };
}

/** What a JSON report of Vitest's says about its files, with the exit code that Vitest ended with. */
export function outcomeOf(files, code, project) {
  const outcome = { passed: 0, failed: 0, skipped: [], alone: [] };
  const fail = (...more) => {
    outcome.failed += 1;
    outcome.alone.push(['npm run unit --', ...more].join(' '));
  };
  for (const { name, status, assertionResults } of files) {
    const file = relative(root, name).replaceAll('\\', '/');
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName } of failed) fail(file, '-t', quoted(asPattern(fullName)));
    // It could not be loaded, or a hook failed.
    if (status === 'failed' && failed.length === 0) fail(file);
    outcome.passed += assertionResults.filter((test) => test.status === 'passed').length;
    for (const test of assertionResults)
      if (test.status !== 'passed' && test.status !== 'failed')
        outcome.skipped.push(`${file}: ${test.fullName}`);
  }
  // A crash, or an error that belongs to no test.
  if (code !== 0 && outcome.failed === 0) fail('--project', project);
  return outcome;
}

const asPattern = (name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Runs jobs side by side, as many as there are processors, and tells of each as it ends.
 * @param {{ name: string, run: () => Promise<Outcome> }[]} jobs those that take longest first
 */
export async function runAll(jobs, { atOnce = availableParallelism(), onEnd = tell } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const outcome = await job.run();
      onEnd(job.name, outcome);
      total.passed += outcome.passed;
      total.failed += outcome.failed;
      total.skipped += outcome.skipped.length;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return total;
}

function tell(name, { failed, skipped, output, alone }) {
  for (const test of skipped) say(`skipped: ${test}`);
  if (failed === 0) return say(`${name}: ok`);
  say(`\n── ${name}: failed\n${output.trim()}\n\nTo see it alone:`);
  for (const command of alone) say(`  ${command}`);
  return say('');
}

/** The last line of a run, for people and programs. */
export const endLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
