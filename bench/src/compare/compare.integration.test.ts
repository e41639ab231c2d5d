import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { git } from '../git.ts';
import { type ComparisonReport, type OneSecond, openOneSecond } from './one-second.ts';

/** The whole program on a small repository. Ten times of ten it is tested in compare.long.test.ts. */
/** Programs that start programs: 4 s of CPU in all, which took 54 s where sixteen others wanted the two cores. */
const LIMIT_MS = 120_000;
let project: OneSecond;

const open = async (milliseconds: number): Promise<void> =>
  void (project = await openOneSecond(milliseconds));
const foldersLeft = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('mauzin-compare-'));
let before: string[];
beforeEach(async () => void (before = await foldersLeft()));
afterEach(() => project.remove());

const expectNothingLeft = async (): Promise<void> => {
  expect((await foldersLeft()).filter((name) => !before.includes(name))).toEqual([]);
  expect(await git(project.root, 'worktree', 'list')).not.toContain('\n');
};

test(
  'a commit that does 15 % more work is caught, in both figures that show it, and nothing is left behind',
  async ({ signal }) => {
    await open(100);
    const base = await project.commit(100);
    const head = await project.commit(115);
    await writeFile(join(project.root, 'product.mjs'), 'not committed');
    const { code, stdout, stderr } = await project.compare(base, signal);
    const report = JSON.parse(stdout) as ComparisonReport;
    expect(report).toMatchObject({ base, head, failed: true, notJudged: [] });
    expect(report.findings).toMatchObject([
      { figure: 'workRatio', better: 'lower', worsePairs: 10, verdict: 'worse' },
      { figure: 'workPerSecond', better: 'higher', worsePairs: 10, verdict: 'worse' },
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/in no commit:\n M product\.mjs/);
    await expectNothingLeft();
  },
  LIMIT_MS,
);

test(
  'an interruption ends what is measured, and nothing is left behind',
  async () => {
    await open(60_000);
    const base = await project.commit(100);
    const controller = new AbortController();
    const said = (text: string): void => {
      if (text.includes('pair 1 of 5')) controller.abort(new Error('enough'));
    };
    await expect(project.compare(base, controller.signal, said)).rejects.toThrow('enough');
    await expectNothingLeft();
  },
  LIMIT_MS,
);

test(
  'a commit that is not there is said, and nothing is checked out',
  async () => {
    await open(100);
    await project.commit(100);
    const { code, stdout, stderr } = await project.compare('nowhere');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('There is no commit nowhere here. Is it fetched?\n');
    await expectNothingLeft();
  },
  LIMIT_MS,
);
