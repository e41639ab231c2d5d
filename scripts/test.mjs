// `npm test`: sets everything up, runs every check and every test, and ends with "N passed, N failed".
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installTestTools } from './lib/debian.mjs';
import { main, root, run, say } from './lib/run.mjs';
import { build, installPackages, pnpm, requireNode } from './lib/set-up.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };

/** A check that passes or fails as one. */
async function check(name, script) {
  say(`\n── ${name}`);
  const code = await pnpm(['run', script], { quiet: true });
  total[code === 0 ? 'passed' : 'failed'] += 1;
  say(code === 0 ? 'ok' : `${name}: failed`);
}

/** Vitest in a folder; its tests are counted one by one. */
async function vitest(name, folder, reports) {
  say(`\n── ${name}`);
  const report = join(reports, `${name}.json`);
  const program = join(root, folder, 'node_modules', 'vitest', 'vitest.mjs');
  const code = await run(
    process.execPath,
    [program, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { cwd: join(root, folder) },
  );
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  total.passed += counts?.numPassedTests ?? 0;
  total.failed += counts?.numFailedTests ?? 0;
  total.skipped += (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0);
  // A crash, an unhandled error or a failed hook counts even where no single test failed.
  if (code !== 0 && !counts?.numFailedTests) total.failed += 1;
}

main(async () => {
  requireNode();
  await installPackages();
  await installTestTools();
  const reports = mkdtempSync(join(tmpdir(), 'mauzin-test-'));
  try {
    await check('format', 'format:check');
    await check('lint', 'lint');
    await check('types', 'types');
    await check('dead code', 'dead');
    await build({ force: true });
    await vitest('unit and integration', '.', reports);
    await vitest('end to end, with sound', 'e2e', reports);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  if (total.failed > 0) process.exitCode = 1;
});
