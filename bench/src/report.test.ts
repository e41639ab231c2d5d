import { expect, test } from 'vitest';

import type { Machine } from './machine.ts';
import { reaches, toJson, toTable } from './report.ts';

const machine: Machine = {
  cpu: 'Some CPU',
  cores: 2,
  memoryGb: 4,
  system: 'Debian, x64',
  node: '20.19.0',
  chromium: null,
  loadAverage: 0.1,
};

test('JSON is one object on one line, with these three members alone', () => {
  const report = { bench: 'loss', figures: { concealedAt10: 0.005 }, machine, surplus: true };
  const text = toJson(report);
  expect(text).not.toContain('\n');
  expect(JSON.parse(text)).toEqual({ bench: 'loss', figures: { concealedAt10: 0.005 }, machine });
});

test('what could not be measured is not passed off as a figure', () => {
  expect(() => toJson({ bench: 'loss', figures: { concealedAt10: Number.NaN }, machine })).toThrow(
    /concealedAt10/,
  );
});

test('goals are limits that may be touched', () => {
  expect(reaches(0.1, { atMost: 0.1 })).toBe(true);
  expect(reaches(0.11, { atMost: 0.1 })).toBe(false);
  expect(reaches(0.99, { atLeast: 1 })).toBe(false);
});

test('the table says which goals are missed', () => {
  const infos = {
    share: { unit: 'share', better: 'higher', meaning: 'delivered', goal: { atLeast: 1 } },
    added: { unit: 'ms', better: 'lower', meaning: 'milliseconds', goal: { atMost: 10 } },
    other: { unit: 'ms', better: 'context', meaning: 'to compare' },
  } as const;
  const lines = toTable(
    { bench: 'fan-out', figures: { share: 0.5, added: 3, other: 7 }, machine },
    infos,
  ).split('\n');
  expect(lines[2]).toMatch(/share\s+0\.5\s+≥ 1 MISSED\s+delivered/);
  expect(lines[3]).toMatch(/added\s+3\s+≤ 10 reached/);
  expect(lines[4]).toMatch(/other\s+7\s+to compare/);
});
