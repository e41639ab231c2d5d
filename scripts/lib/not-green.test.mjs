import { expect, test } from 'vitest';

import { notGreen, notGreenTable } from './not-green.mjs';
import { emptyTally } from './tally.mjs';

const failure = (name, why) => ({ file: 'e2e/measured/strips.spec.ts', name, why });
const run = (...failed) => ({ ...emptyTally(), passed: 9, failed });

test('runs that were green have nothing to tell', () => {
  expect(notGreen([run(), run()])).toEqual([]);
  expect(notGreenTable([run(), run()])).toBe('2 of 2 runs were green.');
});

test('what failed is told once with how often, the most often first, and what it said the first time', () => {
  const tallies = [run(failure('a | b', 'one')), run(failure('c', 'two'), failure('a | b', 'three')), run()];
  expect(notGreenTable(tallies).split('\n')).toEqual([
    '1 of 3 runs were green.',
    '',
    '| failed | test | what it said first |',
    '| ---: | --- | --- |',
    '| 2 | e2e/measured/strips.spec.ts › a \\| b | one |',
    '| 1 | e2e/measured/strips.spec.ts › c | two |',
  ]);
});

test('a run in which a test was skipped, and nobody says why, is not green', () => {
  const skipped = [{ file: 'a.test.ts', name: 'one', reason: null }];
  expect(notGreen([{ ...run(), skipped }])).toMatchObject([{ file: 'a.test.ts', name: 'one', times: 1 }]);
});

test('a run that came to no end is not green', () => {
  expect(notGreen([run(), null])).toEqual([
    { file: null, name: 'the run came to no end', times: 1, why: '' },
  ]);
});
