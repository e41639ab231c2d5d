// Vitest's set-up of the project `unit`: what its tests may not use, so that `npm run check` stays quick.
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, vi } from 'vitest';

import { changed, snapshot } from './left-behind.mjs';

// Of the whole process: one worker sets up several files, each with a module of its own, and the guards are those of the first.
const shared = Symbol.for('mauzin.plain-tests');
globalThis[shared] ??= { misdeeds: [] };
const { misdeeds } = globalThis[shared];

/** Takes away, and returns, what the file did so far that a plain one may not. For the test of this set-up alone. */
export const forgive = () => misdeeds.splice(0);

function refuse(deed) {
  const misdeed = `This test ${deed}, which a plain one may not: name its file *.integration.test (see CONTRIBUTING.md).`;
  misdeeds.push(misdeed);
  throw new Error(misdeed);
}

/** Puts a check before a function; once, however often this is set up. */
function guard(object, name, check) {
  const original = object[name];
  if (original.isGuard) return;
  const guarded = function guarded(...args) {
    check(...args);
    return Reflect.apply(original, this, args);
  };
  object[name] = Object.assign(guarded, { isGuard: true });
}

// `import` and `require` both come by here on their way to native code.
guard(process, 'dlopen', (_module, file) => {
  if (/node[-_]datachannel/.test(file)) refuse('loads native peers (node-datachannel)');
});

const refuseProcess = () => refuse('starts a process');
// `spawn`, `fork`, `exec` and `execFile` all end in this, also for whoever took them out of their module before.
guard(childProcess.ChildProcess.prototype, 'spawn', refuseProcess);
for (const name of ['spawnSync', 'execSync', 'execFileSync']) guard(childProcess, name, refuseProcess);
syncBuiltinESMExports();

// The next file finds the process as this one found it, or this one has failed, and not the next one now and then.
const before = snapshot();
afterAll(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  const left = changed(before);
  for (const { putBack } of left) putBack();
  // Also where the code under test caught what was thrown.
  const [misdeed] = forgive();
  if (misdeed !== undefined) throw new Error(misdeed);
  const what = left.map(({ name }) => name).join(', ');
  if (what !== '')
    throw new Error(
      `This file leaves changed: ${what}. Many files share a process: put back what you change in it.`,
    );
});
