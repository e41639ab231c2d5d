// What all tests of a run came to, and how that is told.
import { say } from './run.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed how many tests or checks passed
 * @property {{ file: string | null, name: string, why: string, alone?: string }[]} failed
 *   `file` from the root, null where no file is to blame; `alone` is the command that runs just this, where it is not a test
 * @property {{ file: string, name: string, reason: string | null }[]} skipped
 * @property {{ file: string, seconds: number }[]} files how long each file took
 */

/** @returns {Tally} */
export const emptyTally = () => ({ passed: 0, failed: [], skipped: [], files: [] });

/** @param {Tally[]} tallies @returns {Tally} */
export const sum = (tallies) => ({
  passed: tallies.reduce((passed, tally) => passed + tally.passed, 0),
  failed: tallies.flatMap((tally) => tally.failed),
  skipped: tallies.flatMap((tally) => tally.skipped),
  files: tallies.flatMap((tally) => tally.files),
});

/** A test that is left out without a word might never run again and nobody would know: that is a failure of its own. */
const withoutReason = ({ skipped }) =>
  skipped
    .filter(({ reason }) => reason === null)
    .map(({ file, name }) => ({ file, name, why: 'it was skipped, and nothing says why' }));

/** How many failed, and which, skips without a reason among them. @param {Tally} tally */
export const failuresOf = (tally) => [...tally.failed, ...withoutReason(tally)];

/**
 * The end of a run: what was skipped and why, what failed and how to see each alone, and last the line that counts.
 *
 * @param {Tally} tally
 */
export function summary(tally) {
  const failures = failuresOf(tally);
  const skipped = tally.skipped.filter(({ reason }) => reason !== null);
  const counts = `${tally.passed} passed, ${failures.length} failed`;
  return [
    ...listed('Skipped', reasonsOf(skipped)),
    ...listed(
      'Failed',
      failures.map(({ file, name, why }) => `${file === null ? '' : `${file} › `}${name}\n      ${why}`),
    ),
    ...listed('To see it alone', [...new Set(failures.map(alone))]),
    `${counts}${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
  ].join('\n');
}

/** Tells what a run came to, and ends the process with a code of its own where something failed. */
export function conclude(tally) {
  say('');
  console.log(summary(tally));
  if (failuresOf(tally).length > 0) process.exitCode = 1;
}

const listed = (title, lines) =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];

function alone({ alone: command, file }) {
  if (command !== undefined || file === null) return command ?? 'npm test';
  // What needs no set-up of the machine's is there at once.
  const isBesideItsSource = !file.startsWith('e2e/') && !file.includes('.long.');
  return `${isBesideItsSource ? 'npm run unit' : 'npm test'} -- ${file}`;
}

/** Tests of one file with one reason are told together. */
function reasonsOf(skipped) {
  const groups = new Map();
  for (const test of skipped) {
    const key = `${test.file}\n${test.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), test]);
  }
  return [...groups.values()].map((tests) => {
    const [{ file, name, reason }] = tests;
    return `${file} › ${tests.length === 1 ? name : `${tests.length} tests`}: ${reason}`;
  });
}
