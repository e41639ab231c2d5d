import { expect, test } from 'vitest';

import { kitSources, productionSources, sharedNames } from './exported-names.mjs';

/** What each of several files exports on purpose, so that one takes the place of another: the page's modes. */
const oneEach = new Set(['parts']);

test('no two files call different things by one name, of one package or of two', () => {
  const found = [...sharedNames(productionSources())].filter(([name]) => !oneEach.has(name));
  expect(Object.fromEntries(found)).toEqual({});
});

test('no two test kits call different things by one name, so that there is one clock and one socket', () => {
  expect(kitSources().length).toBeGreaterThan(20);
  expect(Object.fromEntries(sharedNames(kitSources()))).toEqual({});
});

test('a second thing of the same name is found, whatever kind it is, but not what is handed on', () => {
  const two = 'export class Air {}\nexport const gain = 1;\nexport async function look() {}\n';
  const sources = [
    { path: 'apps/one/src/air.ts', text: two },
    { path: 'apps/one/src/again.ts', text: 'export type Tone = 1;\nexport interface Tone {}\n' },
    {
      path: 'packages/two/src/a/air.ts',
      text: 'export interface Air {}\nexport type look = 1;\nconst gain = 2;\n',
    },
    { path: 'packages/two/src/b/tune.ts', text: 'export class Tune {}\n' },
    { path: 'packages/two/src/c/tune.ts', text: 'export interface Tune {}\n' },
    { path: 'packages/two/src/index.ts', text: "export { gain } from './gain.ts';\nexport type { Tone };\n" },
  ];
  expect([...sharedNames(sources)]).toEqual([
    ['Air', ['apps/one/src/air.ts', 'packages/two/src/a/air.ts']],
    ['look', ['apps/one/src/air.ts', 'packages/two/src/a/air.ts']],
    ['Tune', ['packages/two/src/b/tune.ts', 'packages/two/src/c/tune.ts']],
  ]);
});
