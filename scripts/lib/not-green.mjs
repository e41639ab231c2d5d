// What was not green in several runs of the same tests.
import { failuresOf } from './tally.mjs';

/**
 * @param {(import('./tally.mjs').Tally | null)[]} tallies one for each run; null where a run came to no end
 * @returns {{ file: string | null, name: string, times: number, why: string }[]} what failed, the most often first
 */
export function notGreen(tallies) {
  const found = new Map();
  const failures = tallies.flatMap(
    (tally) => (tally && failuresOf(tally)) ?? [{ file: null, name: 'the run came to no end', why: '' }],
  );
  for (const { file, name, why } of failures) {
    const key = `${file}\n${name}`;
    const seen = found.get(key) ?? { file, name, times: 0, why };
    found.set(key, { ...seen, times: seen.times + 1 });
  }
  return [...found.values()].toSorted((a, b) => b.times - a.times);
}

/** The same as Markdown: one line that says how many runs were green, and a table of the rest. */
export function notGreenTable(tallies) {
  const rows = notGreen(tallies);
  const green = tallies.filter(isGreen).length;
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    `${green} of ${tallies.length} runs were green.`,
    ...(rows.length === 0 ? [] : ['', '| failed | test | what it said first |', '| ---: | --- | --- |']),
    ...rows.map(
      ({ file, name, times, why }) =>
        `| ${times} | ${cell(file === null ? name : `${file} › ${name}`)} | ${cell(why)} |`,
    ),
  ].join('\n');
}

/** Whether nothing failed in a run, and it came to an end. */
export const isGreen = (tally) => tally !== null && failuresOf(tally).length === 0;
