// `npm run check`, for every commit: format, lint, types, dead code, and each test that needs no browser, no native peer and no
// process of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checks, endLine, runAll, runCheck, runTests } from './lib/checks.mjs';
import { main } from './lib/run.mjs';
import { installPackages, requireNode } from './lib/set-up.mjs';

main(async () => {
  requireNode();
  await installPackages();
  const reports = mkdtempSync(join(tmpdir(), 'mauzin-check-'));
  try {
    const total = await runAll([
      { name: 'unit tests', run: () => runTests('unit', reports) },
      ...checks.map((check) => ({ name: check.name, run: () => runCheck(check) })),
    ]);
    console.log(`\n${endLine(total)}`);
    if (total.failed > 0) process.exitCode = 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});
