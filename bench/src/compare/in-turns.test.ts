import { expect, test } from 'vitest';

import type { Description } from '../description.ts';
import { findingsOf, findingsTable, isAlarm } from './findings.ts';
import { compareInTurns, type Side } from './in-turns.ts';

const describe = (bench: string, figures: Description['figures'] = {}): Description => ({
  bench,
  figures: { workMs: { unit: 'ms', better: 'lower', meaning: 'work' }, ...figures },
  quick: {},
  takesSeconds: 60,
  quickSeconds: 3,
  whyNot: null,
});

type Figures = Readonly<Record<string, number>>;

/** Compares what `measure` gives, and tells in which order it was asked. */
async function compare(
  benches: readonly Description[],
  measure: (side: Side, bench: string, time: number) => Figures,
) {
  const asked: string[] = [];
  const said: string[] = [];
  const times = new Map<string, number>();
  let nowMs = 0;
  const series = await compareInTurns({
    benches,
    signal: new AbortController().signal,
    now: () => nowMs,
    progress: (text) => said.push(text),
    measure: (side, { bench }) => {
      nowMs += 1000;
      const key = `${bench} ${side}`;
      asked.push(key);
      times.set(key, (times.get(key) ?? 0) + 1);
      return Promise.resolve().then(() => measure(side, bench, times.get(key) ?? 0));
    },
  });
  return { asked, said, findings: findingsOf(series) };
}

const slowed = (side: Side): Figures => ({ workMs: side === 'head' ? 12 : 10 });

test('benches take turns, and whoever went first goes second in the next pair', async () => {
  const { asked, findings, said } = await compare([describe('a'), describe('b')], () => ({ workMs: 10 }));
  expect(asked.slice(0, 8)).toEqual([
    'a base',
    'a head',
    'b base',
    'b head',
    'a head',
    'a base',
    'b head',
    'b base',
  ]);
  expect(asked).toHaveLength(20);
  expect(isAlarm(findings)).toBe(false);
  expect(said[0]).toBe('a, pair 1 of 5; about 60 s left, and as long again for what looks worse then');
  // By then a pair of each is known to have taken two seconds.
  expect(said[2]).toMatch(/a, pair 2 of 5; about 16 s left/);
});

test('only what looks worse is measured five times more', async () => {
  const { asked, said, findings } = await compare([describe('a'), describe('b')], (side, bench) =>
    bench === 'b' ? slowed(side) : { workMs: 10 },
  );
  expect(asked).toHaveLength(30);
  expect(asked.slice(20).every((one) => one.startsWith('b'))).toBe(true);
  expect(said.at(-1)).toBe('b, pair 5 of 5 to confirm what looks worse; about 2 s left');
  expect(findings.findings).toMatchObject([
    { bench: 'a', verdict: 'as before', worsePairs: 0 },
    { bench: 'b', verdict: 'worse', worsePairs: 10, base: 10, head: 12, ratio: 1.2 },
  ]);
  expect(isAlarm(findings)).toBe(true);
  expect(findingsTable(findings).split('\n')[1]).toMatch(/b +workMs +10 +12 +ms +1\.200 +10 of 10 +WORSE/);
});

test('what is not confirmed is no alarm', async () => {
  const { findings } = await compare([describe('a')], (side, _, time) =>
    time > 5 ? { workMs: 10 } : slowed(side),
  );
  expect(findings.findings).toMatchObject([
    { verdict: 'not confirmed', worsePairs: 5, pairs: { length: 10 } },
  ]);
  expect(isAlarm(findings)).toBe(false);
});

test('a bench that the new commit breaks is an alarm, and the others are compared', async () => {
  const { asked, findings } = await compare([describe('a'), describe('b')], (side, bench) => {
    if (bench === 'a' && side === 'head') throw new Error('no sound');
    return { workMs: 10 };
  });
  expect(asked.filter((one) => one.startsWith('a'))).toHaveLength(4); // the pair, and once more
  expect(findings.notJudged).toEqual([
    { bench: 'a', reason: 'the new commit could not measure it: no sound', broken: true },
  ]);
  expect(isAlarm(findings)).toBe(true);
  expect(findingsTable(findings)).toMatch(/BROKEN +a +the new commit could not measure it: no sound/);
});

test.each(['base', 'head'] as const)(
  'a bench that fails once at the %s is measured anew, and judged',
  async (failing) => {
    const { findings } = await compare([describe('a')], (side, _, time) => {
      if (side === failing && time === 3) throw new Error('refused once');
      return slowed(side);
    });
    expect(findings).toMatchObject({ notJudged: [], findings: [{ verdict: 'worse', worsePairs: 10 }] });
  },
);

test('what looked worse, and could not be confirmed since the base fails, is an alarm', async () => {
  const { findings } = await compare([describe('a'), describe('b')], (side, bench, time) => {
    if (bench === 'a' && side === 'base' && time > 5) throw new Error('no port');
    return bench === 'a' ? slowed(side) : { workMs: 10 };
  });
  expect(findings.notJudged).toMatchObject([{ bench: 'a', broken: true }]);
  expect(isAlarm(findings)).toBe(true);
});

test('a bench that the base cannot run is listed; where nothing else is left, green would be a lie', async () => {
  const failing = (side: Side, bench: string): Figures => {
    if (bench === 'a' && side === 'base') throw new Error('no such option');
    return { workMs: 10 };
  };
  const alone = await compare([describe('a')], failing);
  expect(alone.findings.notJudged).toMatchObject([{ bench: 'a', broken: false }]);
  expect(isAlarm(alone.findings)).toBe(true);
  const beside = await compare([describe('a'), describe('b')], failing);
  expect(isAlarm(beside.findings)).toBe(false);
});

test('a figure that one side lacks is listed, and one for context is left out', async () => {
  const figures = {
    newMs: { unit: 'ms', better: 'lower', meaning: 'new' },
    baselineMs: { unit: 'ms', better: 'context', meaning: 'baseline' },
    rarelyMs: { unit: 'ms', better: 'lower', meaning: 'left out at times' },
  } as const;
  const { findings } = await compare([describe('a', figures)], (side, _, time) =>
    side === 'base'
      ? { workMs: 10, goneMs: 1, baselineMs: 1, rarelyMs: 1 }
      : { workMs: 10, newMs: 1, baselineMs: 9, ...(time === 2 ? {} : { rarelyMs: 1 }) },
  );
  expect(findings.findings.map(({ figure }) => figure)).toEqual(['workMs']);
  expect(findings.notJudged.map(({ figure, reason }) => `${figure}: ${reason}`)).toEqual([
    'newMs: the base does not have it',
    'rarelyMs: measured in 4 of 5 pairs alone',
    'goneMs: the new commit does not have it',
  ]);
});
