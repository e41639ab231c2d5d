import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

import type { WholeReport } from '../all/run-all.ts';
import { type BenchmarkData, KEPT_MS, seriesOf, withRun } from './benchmark-data.ts';
import { curve } from './curve.ts';
import { performancePage } from './page.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 0, 1, 3);
const repository = 'https://example.org/mauzin';
const about = {
  cpuMs: { unit: 'ms', better: 'lower', meaning: 'CPU', goal: { atMost: 20 } },
  joins: { unit: 'a second', better: 'higher', meaning: 'joins <a second>' },
  baselineMs: { unit: 'ms', better: 'context', meaning: 'the baseline’s' },
} as const;

const night = (
  number: number,
  figures: Readonly<Record<string, number>>,
  bench = 'fan-out',
): WholeReport => ({
  commit: {
    id: `${number}`.padStart(40, '0'),
    timestamp: '2026-01-01T00:00:00Z',
    message: 'fix: it is fixed',
    author: 'Somebody',
  },
  date: start + number * DAY_MS,
  benches: [{ bench, figures, about, machine: {} as never }],
  failed: [],
  skipped: [],
});

const all = { cpuMs: 10, joins: 200, baselineMs: 300 };
const nights = (reports: readonly WholeReport[]): BenchmarkData =>
  reports.reduce<BenchmarkData | null>((data, report) => withRun(data, report, repository), null)!;

test('each bench has a series for each direction, named as the format has it', () => {
  const data = nights([night(0, all)]);
  expect(data).toMatchObject({ lastUpdate: start, repoUrl: repository });
  expect(Object.entries(data.entries).map(([name, [run]]) => [name, run!.tool, run!.benches])).toEqual([
    [
      'fan-out',
      'customSmallerIsBetter',
      [{ name: 'cpuMs', value: 10, unit: 'ms', extra: 'CPU; goal: at most 20' }],
    ],
    [
      'fan-out, higher is better',
      'customBiggerIsBetter',
      [{ name: 'joins', value: 200, unit: 'a second', extra: 'joins <a second>' }],
    ],
    [
      'fan-out, for context',
      'customSmallerIsBetter',
      [{ name: 'baselineMs', value: 300, unit: 'ms', extra: 'the baseline’s' }],
    ],
  ]);
  expect(Object.keys(data.entries).map(seriesOf)).toEqual(
    ['lower', 'higher', 'context'].map((better) => ({ bench: 'fan-out', better })),
  );
  expect(data.entries['fan-out']![0]!.commit).toMatchObject({
    id: '0'.repeat(40),
    url: `${repository}/commit/${'0'.repeat(40)}`,
    author: { name: 'Somebody' },
    committer: { name: 'Somebody' },
  });
});

test('a year is kept, and what a bench means in its newest run alone', () => {
  const last = KEPT_MS / DAY_MS + 10;
  const reports = Array.from({ length: last + 1 }, (_, number) =>
    number === 3 ? night(number, { oldMs: 1, ...all }, 'gone') : night(number, all),
  );
  const data = nights(reports);
  const runs = data.entries['fan-out']!;
  expect(runs).toHaveLength(365);
  expect(runs[0]!.date).toBe(start + (last - 364) * DAY_MS);
  expect(data.entries).not.toHaveProperty('gone');
  expect(runs.map(({ benches }) => 'extra' in benches[0]!).indexOf(true)).toBe(364);
});

test('results of no commit have no place in it', () => {
  expect(() => nights([{ ...night(0, all), commit: null }])).toThrow(/no commit/);
});

test('a curve goes from left to right, and up where the value goes up', () => {
  const points = (svg: string): number[][] =>
    /polyline class="line" points="([^"]*)"/
      .exec(svg)![1]!
      .split(' ')
      .map((point) => point.split(',').map(Number));
  const rising = points(
    curve(
      [0, 1, 4].map((at) => ({ date: at, value: 10 + at })),
      '',
    ),
  );
  const [first, second, third] = rising as [number[], number[], number[]];
  expect(second[0]! - first[0]!).toBeCloseTo((third[0]! - second[0]!) / 3, 0);
  expect(first[1]).toBeGreaterThan(second[1]!);
  expect(second[1]).toBeGreaterThan(third[1]!);
  const noise = points(
    curve(
      [100, 101, 99, 100].map((value, date) => ({ date, value })),
      '',
    ),
  );
  const heights = noise.map(([, y]) => y!);
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(10);
  for (const flat of [0, 7, -3]) expect(curve([{ date: 1, value: flat }], '')).not.toMatch(/NaN|Infinity/);
});

test('the page has a curve for each figure, its ends as labels, a table, and no way for a text to become HTML', () => {
  const page = performancePage(nights([night(0, all), night(1, { ...all, cpuMs: 12 })]), 'b{}');
  expect(page.match(/<svg /g)).toHaveLength(3);
  expect(page).toContain('aria-label="cpuMs: from 10 on 2026-01-01 to 12 on 2026-01-02"');
  expect(page).toContain('<tr><td>2026-01-02</td><td>12</td>');
  expect(page).toContain('joins &#60;a second&#62;');
  expect(page).not.toMatch(/<script|src=|@import|url\(/);
  expect(page.indexOf('For context')).toBeLessThan(page.indexOf('baselineMs'));
});

test('the program adds a night to the data, and makes the page; what it cannot read stays as it is', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mauzin-history-'));
  try {
    const [run, data, site] = ['run.json', 'data.json', 'site'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    const add = (): Promise<unknown> =>
      promisify(execFile)(
        process.execPath,
        [
          '--import',
          import.meta.resolve('tsx'),
          fileURLToPath(new URL('main.ts', import.meta.url)),
          run,
          data,
          site,
          '--repository',
          repository,
        ],
        { cwd: dir },
      );
    for (const number of [0, 1]) {
      await writeFile(run, JSON.stringify(night(number, all)));
      await add();
    }
    const kept = JSON.parse(await readFile(data, 'utf8')) as BenchmarkData;
    expect(kept.entries['fan-out']).toHaveLength(2);
    expect(await readFile(join(site, 'data.json'), 'utf8')).toBe(JSON.stringify(kept));
    expect(await readFile(join(site, 'index.html'), 'utf8')).toContain('<h2>fan-out</h2>');
    await writeFile(data, '{ broken');
    await expect(add()).rejects.toThrow(/JSON/);
    expect(await readFile(data, 'utf8')).toBe('{ broken');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}, 30_000);
