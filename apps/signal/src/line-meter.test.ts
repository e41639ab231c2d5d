import { expect, it } from 'vitest';

import { LineMeter } from './line-meter.ts';

function meter() {
  const clock = { atMs: 0, now: () => clock.atMs };
  return { clock, lines: new LineMeter(clock) };
}

it('one line a minute of each, and the next says how many were held back', () => {
  const { clock, lines } = meter();
  expect(lines.next('one')).toEqual({});
  for (let times = 0; times < 99; times += 1) expect(lines.next('one')).toBeNull();
  expect(lines.next('other')).toEqual({});
  clock.atMs = 59_999;
  expect(lines.next('one')).toBeNull();
  clock.atMs = 60_000;
  expect(lines.next('one')).toEqual({ heldBack: 100 });
  expect(lines.next('other')).toEqual({});
});

it('sixty a minute of all together', () => {
  const { clock, lines } = meter();
  const written = (): number =>
    Array.from({ length: 20_000 }, (_, one) => lines.next(`${one}`)).filter((line) => line !== null).length;
  expect(written()).toBe(60);
  clock.atMs = 60_000;
  expect(lines.next('new')).toEqual({ heldBack: 19_940 });
  expect(written()).toBe(59);
});
