// Vitest reporter: writes down, for the file that VITEST_TALLY names, what passed, what failed and what was skipped for which reason.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

import { root } from './run.mjs';
import { emptyTally } from './tally.mjs';

const firstLine = (error) => String(error?.message ?? error).split('\n')[0];

/** Why a test was not run: what it said itself, else what its options say. Null where nobody says. */
function reasonOf(test) {
  for (let at = test.parent; at.type !== 'module'; at = at.parent) {
    if (at.errors().length > 0) return `the set-up of “${at.name}” failed`;
  }
  if (test.module.errors().length > 0) return 'the set-up of its file failed';
  return test.result().note ?? test.meta().reason ?? null;
}

/** What went wrong outside of tests: a file that cannot be loaded, the set-up or the end of a group. */
function* groupsThatFailed(module) {
  const groups = [module, ...module.children.allSuites()];
  for (const group of groups) {
    const [error] = group.errors();
    if (error)
      yield { name: group.type === 'module' ? '(the file itself)' : group.fullName, why: firstLine(error) };
  }
}

export default class TallyReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = emptyTally();
    for (const module of modules) {
      const file = relative(root, module.moduleId);
      for (const failure of groupsThatFailed(module)) tally.failed.push({ file, ...failure });
      for (const test of module.children.allTests()) {
        const result = test.result();
        const at = { file, name: test.fullName };
        if (result.state === 'passed') tally.passed += 1;
        else if (result.state === 'failed') tally.failed.push({ ...at, why: firstLine(result.errors[0]) });
        else tally.skipped.push({ ...at, reason: reasonOf(test) });
      }
      tally.files.push({ file, seconds: Math.round(module.diagnostic().duration / 100) / 10 });
    }
    for (const error of unhandledErrors) {
      tally.failed.push({ file: null, name: '(outside of all tests)', why: firstLine(error) });
    }
    writeFileSync(process.env.VITEST_TALLY, JSON.stringify(tally));
  }
}
