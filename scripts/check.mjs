// `npm run check`, for every commit: format, lint, types, dead code, and each test that needs no browser, no native peer and no
// process of its own.
import { checks, runCheck } from './lib/checks.mjs';
import { sideBySide } from './lib/jobs.mjs';
import { main } from './lib/run.mjs';
import { installPackages, requireNode } from './lib/set-up.mjs';
import { conclude, sum } from './lib/tally.mjs';
import { runTests } from './lib/vitest.mjs';

main(async () => {
  requireNode();
  await installPackages();
  const unit = {
    name: 'unit tests',
    folder: '.',
    projects: ['unit'],
    shown: 'when-failed',
    command: 'npm run check',
  };
  const tallies = await sideBySide([
    { name: unit.name, run: () => runTests(unit) },
    ...checks.map((check) => ({ name: check.name, run: () => runCheck(check) })),
  ]);
  conclude(sum(tallies));
});
