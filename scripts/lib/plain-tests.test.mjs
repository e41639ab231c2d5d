import childProcess, { execFile, execFileSync, fork, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

import { forgive } from './plain-tests.mjs';
import { root } from './run.mjs';

const require = createRequire(join(root, 'packages', 'media', 'package.json'));
const native = 'node-datachannel';
const sentence = /This test (?:starts a process|loads native peers).*name its file \*\.integration\.test/;

test.each([
  ['spawn', () => spawn(process.execPath, ['--version'])],
  ['fork', () => fork('no-such-program.mjs')],
  ['execFileSync', () => execFileSync(process.execPath, ['--version'])],
  ['the module', () => childProcess.execSync('node --version')],
  ['require', () => require('node:child_process').spawnSync(process.execPath, ['--version'])],
])('a plain test starts no process (%s)', (_way, start) => {
  expect(start).toThrow(sentence);
  expect(forgive()).toHaveLength(1);
});

test('nor by a promise', async () => {
  await expect((async () => promisify(execFile)(process.execPath, ['--version']))()).rejects.toThrow(
    sentence,
  );
  expect(forgive()).toHaveLength(1);
});

test('nor does it load native peers, by import or require', async () => {
  const imported = join(require.resolve(native), '..', '..', '..', 'esm', 'lib', 'index.mjs');
  await expect(import(pathToFileURL(imported).href)).rejects.toThrow(sentence);
  expect(() => require(native)).toThrow(sentence);
  expect(forgive().length).toBeGreaterThanOrEqual(2);
});
