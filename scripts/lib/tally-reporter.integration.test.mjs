import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { root, run } from './run.mjs';

const files = {
  'plain.test.mjs': `
    import { describe, expect, test } from 'vitest';
    test('passes', () => {});
    test('fails', () => expect(1).toBe(2));
    test('says why not', (context) => context.skip('no network'));
    describe('a group', { skip: true, meta: { reason: 'not as root' } }, () => test('within', () => {}));
    test.skip('says nothing', () => {});`,
  'set-up.test.mjs': `
    import { beforeAll, describe, test } from 'vitest';
    describe('a group', () => {
      beforeAll(() => { throw new Error('no sound'); });
      test('within', () => {});
    });`,
  'broken.test.mjs': `throw new Error('cannot be loaded');`,
  'vitest.config.mjs': `export default { test: { include: ['*.test.mjs'] } };`,
};

let folder;
let tally;
const at = (file) => join(relative(root, folder), file);

beforeAll(async () => {
  folder = mkdtempSync(join(root, 'node_modules', '.tally-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(folder, 'tally.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = join(import.meta.dirname, 'tally-reporter.mjs');
  await run(process.execPath, [vitest, 'run', '--root', folder, `--reporter=${reporter}`], {
    cwd: folder,
    env: { ...process.env, VITEST_TALLY: report },
    stdio: 'ignore',
  });
  tally = JSON.parse(readFileSync(report, 'utf8'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('counts what passed', () => {
  expect(tally.passed).toBe(1);
  expect(tally.files.map(({ file }) => file).toSorted()).toEqual(
    ['broken.test.mjs', 'plain.test.mjs', 'set-up.test.mjs'].map(at),
  );
});

test('names what failed: tests, set-ups, and files that cannot be loaded', () => {
  expect(tally.failed.toSorted((a, b) => a.file.localeCompare(b.file))).toEqual([
    { file: at('broken.test.mjs'), name: '(the file itself)', why: 'cannot be loaded' },
    { file: at('plain.test.mjs'), name: 'fails', why: expect.stringContaining('expected 1 to be 2') },
    { file: at('set-up.test.mjs'), name: 'a group', why: 'no sound' },
  ]);
});

test('says why each test was not run, or that nobody says', () => {
  expect(tally.skipped.map(({ name, reason }) => [name, reason]).toSorted()).toEqual([
    ['a group > within', 'not as root'],
    ['a group > within', 'the set-up of “a group” failed'],
    ['says nothing', null],
    ['says why not', 'no network'],
  ]);
});
