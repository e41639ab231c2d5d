import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { checks, endLine, outcomeOf, runAll } from './checks.mjs';
import { root } from './run.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const file = (name, ...tests) => ({
  name: join(root, name),
  status: tests.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  assertionResults: tests,
});

test('each check is a script, so that it can be run alone', () => {
  for (const { script } of checks) expect(scripts).toHaveProperty(script);
});

test('the types of every package are checked', () => {
  const within = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  const packages = ['packages', 'apps'].flatMap(within).concat(readdirSync(root));
  const typed = packages.filter((path) => existsSync(join(root, path, 'tsconfig.json')));
  expect(scripts.types.split(' ').slice(2).toSorted()).toEqual(typed.toSorted());
});

test('passed, failed and skipped are counted one by one, and each failure has its command', () => {
  const files = [
    file('a.test.ts', { status: 'passed', fullName: 'works' }, { status: 'skipped', fullName: 'later' }),
    file('b.test.ts', { status: 'failed', fullName: "isn't (quite) right" }),
  ];
  expect(outcomeOf(files, 1, 'unit')).toEqual({
    passed: 1,
    failed: 1,
    skipped: ['a.test.ts: later'],
    alone: [String.raw`npm run unit -- b.test.ts -t 'isn'\''t \(quite\) right'`],
  });
});

test('a file that cannot be loaded has failed, and so has a run that crashed', () => {
  expect(outcomeOf([{ ...file('a.test.ts'), status: 'failed' }], 1, 'unit')).toMatchObject({
    failed: 1,
    alone: ['npm run unit -- a.test.ts'],
  });
  expect(outcomeOf([], 1, 'unit')).toMatchObject({
    failed: 1,
    alone: ['npm run unit -- --project unit'],
  });
  expect(outcomeOf([], 0, 'unit').failed).toBe(0);
});

test('jobs run side by side, in their order, no more at once than may, and are summed up', async () => {
  const begun = [];
  let running = 0;
  const job = (name) => ({
    name,
    run: async () => {
      begun.push(name);
      running += 1;
      expect(running).toBeLessThanOrEqual(2);
      await new Promise((resolve) => void setImmediate(resolve));
      running -= 1;
      return { passed: 2, failed: 0, skipped: ['x'], output: '', alone: [] };
    },
  });
  const ended = [];
  const onEnd = (name) => ended.push(name);
  const total = await runAll(['a', 'b', 'c'].map(job), { atOnce: 2, onEnd });
  expect(begun).toEqual(['a', 'b', 'c']);
  expect(new Set(ended)).toEqual(new Set(begun));
  expect(total).toEqual({ passed: 6, failed: 0, skipped: 3 });
});

test('the last line has skipped ones only where there are some', () => {
  expect(endLine({ passed: 5, failed: 0, skipped: 0 })).toBe('5 passed, 0 failed');
  expect(endLine({ passed: 5, failed: 1, skipped: 2 })).toBe('5 passed, 1 failed, 2 skipped');
});
