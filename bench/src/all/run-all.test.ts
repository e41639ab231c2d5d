import { expect, test } from 'vitest';

import type { Description } from '../description.ts';
import { runAll } from './run-all.ts';

const figures = { workMs: { unit: 'ms', better: 'lower', meaning: 'work' } } as const;
const described: Readonly<Record<string, Partial<Description>>> = {
  first: { takesSeconds: 100 },
  broken: { takesSeconds: 20 },
  rooted: { whyNot: 'this needs root' },
  last: { takesSeconds: 30 },
};

async function run(controller = new AbortController()) {
  const said: string[] = [];
  const report = await runAll({
    folder: {
      names: () => Promise.resolve(Object.keys(described)),
      describe: (bench) =>
        Promise.resolve({
          bench,
          figures,
          quick: null,
          takesSeconds: 1,
          quickSeconds: null,
          whyNot: null,
          ...described[bench],
        }),
      measure: (bench) =>
        bench === 'broken'
          ? Promise.reject(new Error('no sound'))
          : Promise.resolve({ bench, figures: { workMs: 3 }, machine: {} as never }),
    },
    commit: null,
    signal: controller.signal,
    now: () => 7,
    progress: (text) => said.push(text),
  });
  return { report, said };
}

test('every bench is run, in one document with what its figures mean', async () => {
  const { report } = await run();
  expect(report).toMatchObject({ commit: null, date: 7 });
  expect(report.benches).toEqual(
    ['first', 'last'].map((bench) => ({ bench, figures: { workMs: 3 }, machine: {}, about: figures })),
  );
});

test('it goes on when one fails, and names it; what cannot run here is skipped with the reason', async () => {
  const { report } = await run();
  expect(report.failed).toEqual([{ bench: 'broken', reason: 'no sound' }]);
  expect(report.skipped).toEqual([{ bench: 'rooted', reason: 'this needs root' }]);
});

test('it tells how much is left', async () => {
  const { said } = await run();
  expect(said).toEqual([
    'rooted: skipped: this needs root',
    '\n── first, 1 of 3; about 3 min left',
    '\n── broken, 2 of 3; about 50 s left',
    'broken: failed: no sound',
    '\n── last, 3 of 3; about 30 s left',
  ]);
});

test('an interruption is not taken for a bench that failed', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(run(controller)).rejects.toThrow('enough');
});
