import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { checks } from './checks.mjs';
import { root } from './run.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('each check is a script, so that it can be run alone', () => {
  for (const { script } of checks) expect(scripts).toHaveProperty(script);
});

test('the types of every package are checked', () => {
  const within = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  const packages = ['packages', 'apps'].flatMap(within).concat(readdirSync(root));
  const typed = packages.filter((path) => existsSync(join(root, path, 'tsconfig.json')));
  expect(scripts.types.split(' ').slice(2).toSorted()).toEqual(typed.toSorted());
});
