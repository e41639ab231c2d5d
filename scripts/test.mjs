// `npm test`: sets everything up, runs every check and every test, and ends with "N passed, N failed".
import { existsSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { beside } from './lib/busy.mjs';
import { checks, runCheck } from './lib/checks.mjs';
import { installTestTools } from './lib/debian.mjs';
import { sideBySide, timed } from './lib/jobs.mjs';
import { notGreenTable } from './lib/not-green.mjs';
import { Complaint, main, root, say } from './lib/run.mjs';
import { build, installPackages, requireNode } from './lib/set-up.mjs';
import { conclude, sum } from './lib/tally.mjs';
import { runTests } from './lib/vitest.mjs';

const help = `Runs every check and every test.

  npm test                    what a change can break: 12 minutes on two cores
  npm test -- FILE …          these test files alone
  npm run test:long           what waits, plays for minutes, or starts several services and foreign players
  npm run check               what needs no browser, no network peer and no program: for every commit

Options, to look for a test that is not always green
  --times N                   all of that so often (with files: without setting everything up anew), and what was not green
  --busy N                    beside so many programs that keep a processor each busy`;

function readOptions() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        long: { type: 'boolean', default: false },
        times: { type: 'string', default: '1' },
        busy: { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      ...values,
      files: positionals.map(testFile),
      times: wholeNumber('times', values.times, 1),
      busy: wholeNumber('busy', values.busy, 0),
    };
  } catch (error) {
    throw new Complaint(`${error.message}\n\n${help}`);
  }
}

/** A file as the root sees it. Vitest takes any text that names hold; one that names no file would pass over in silence. */
function testFile(text) {
  const path = resolve(text);
  if (!existsSync(path)) throw new Complaint(`There is no ${text}.`);
  return relative(root, path).replaceAll('\\', '/');
}

function wholeNumber(name, text, least) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Complaint(`--${name} takes a whole number from ${least}.`);
  return value;
}

/** The stages in turn; what stands in one stage runs at the same time. Sound is measured with nothing beside it. */
async function everything() {
  const checked = await sideBySide(checks.map((check) => ({ name: check.name, run: () => runCheck(check) })));
  await timed('build', () => build({ force: true }));
  return [
    ...checked,
    ...(await sideBySide([
      tests('unit and integration', '.', ['unit', 'integration']),
      tests('end to end, without sound', 'e2e', ['soundless'], 'at-end'),
    ])),
    ...(await sideBySide(
      [
        tests('end to end, with sound', 'e2e', ['heard']),
        tests('end to end, sound measured', 'e2e', ['measured']),
      ],
      1,
    )),
  ];
}

async function whatTakesLong() {
  await build();
  return sideBySide([tests('long', '.', ['long']), tests('long, end to end', 'e2e', ['long'])], 1);
}

async function alone(files) {
  await build();
  const isEndToEnd = (file) => file.startsWith('e2e/');
  const groups = [
    { folder: '.', its: files.filter((file) => !isEndToEnd(file)) },
    { folder: 'e2e', its: files.filter(isEndToEnd).map((file) => file.slice('e2e/'.length)) },
  ];
  const jobs = groups
    .filter(({ its }) => its.length > 0)
    .map(({ folder, its }) => ({
      name: its.join(' '),
      run: () => runTests({ name: its.join(' '), folder, files: its, projects: ['*'] }),
    }));
  return sideBySide(jobs, 1);
}

/** A job that runs the tests of these projects. */
const tests = (name, folder, projects, shown) => ({
  name,
  run: () => runTests({ name, folder, projects, shown }),
});

/** Runs what was asked for so often, and tells what it came to. */
async function runAll({ busy, files, long, times }) {
  const once = () => (files.length > 0 ? alone(files) : long ? whatTakesLong() : everything());
  const tallies = [];
  for (let time = 1; time <= times; time += 1) {
    if (times > 1) say(`\n══ run ${time} of ${times}`);
    tallies.push(sum(await beside(busy, once)));
  }
  if (times > 1) say(`\n${notGreenTable(tallies)}`);
  return sum(tallies);
}

main(async () => {
  const options = readOptions();
  if (options.help) return console.log(help);
  requireNode();
  await Promise.all([installPackages(), installTestTools()]);
  const total = await runAll(options);
  const { TEST_REPORT: report } = process.env;
  if (report) writeFileSync(report, JSON.stringify(total));
  conclude(total);
  return undefined;
});
