import { describe, expect, test } from 'vitest';

import { emptyTally, failuresOf, sum, summary } from './tally.mjs';

const skipped = (name, reason, file = 'e2e/heard/turn.spec.ts') => ({ file, name, reason });
const lines = (tally) => summary({ ...emptyTally(), ...tally }).split('\n');

describe('the end of a run', () => {
  test('of one that is green is one line', () => {
    expect(lines({ passed: 3 })).toEqual(['3 passed, 0 failed']);
  });

  test('tells each reason for which tests were skipped, and counts them last', () => {
    const tests = [skipped('one', 'no TCP'), skipped('two', 'no TCP'), skipped('three', 'no UDP')];
    expect(lines({ passed: 1, skipped: tests })).toEqual([
      'Skipped:',
      '  e2e/heard/turn.spec.ts › 2 tests: no TCP',
      '  e2e/heard/turn.spec.ts › three: no UDP',
      '',
      '1 passed, 0 failed, 3 skipped',
    ]);
  });

  test('a skip without a reason is a failure', () => {
    const tally = { ...emptyTally(), skipped: [skipped('one', null)] };
    expect(failuresOf(tally)).toHaveLength(1);
    expect(summary(tally).split('\n').at(-1)).toBe('0 passed, 1 failed');
  });

  test('tells what failed, and once for each file or check how to run it alone', () => {
    const file = 'e2e/measured/strips.spec.ts';
    const failed = [
      { file, name: 'one', why: 'expected 1 to be 2' },
      { file, name: 'two', why: 'timed out' },
      { file: 'apps/signal/src/room/room.test.ts', name: 'three', why: 'no' },
      { file: null, name: 'lint', why: 'what it said stands above', alone: 'npm run lint' },
      { file: null, name: '(outside of all tests)', why: 'a stray error' },
    ];
    expect(lines({ passed: 7, failed })).toEqual([
      'Failed:',
      '  e2e/measured/strips.spec.ts › one',
      '      expected 1 to be 2',
      '  e2e/measured/strips.spec.ts › two',
      '      timed out',
      '  apps/signal/src/room/room.test.ts › three',
      '      no',
      '  lint',
      '      what it said stands above',
      '  (outside of all tests)',
      '      a stray error',
      '',
      'To see it alone:',
      '  npm test -- e2e/measured/strips.spec.ts',
      '  npm run unit -- apps/signal/src/room/room.test.ts',
      '  npm run lint',
      '  npm test',
      '',
      '7 passed, 5 failed',
    ]);
  });
});

test('what several stages came to is counted together', () => {
  const one = { ...emptyTally(), passed: 1, files: [{ file: 'a', seconds: 1 }] };
  const two = { ...emptyTally(), passed: 2, skipped: [skipped('one', 'no UDP')] };
  expect(sum([one, two])).toEqual({
    passed: 3,
    failed: [],
    skipped: [skipped('one', 'no UDP')],
    files: [{ file: 'a', seconds: 1 }],
  });
});
