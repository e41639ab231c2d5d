import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { everyCombination, everyPair } from './every-pair.ts';

type Row = Readonly<Record<string, string | number>>;

/** Each two factors' values that stand in one row, as text. */
const pairsOf = (rows: readonly Row[]): Set<string> =>
  new Set(
    rows.flatMap((row) => {
      const told = Object.entries(row)
        .map(([name, value]) => `${name}=${value}`)
        .sort();
      return told.flatMap((one, at) => told.slice(at + 1).map((other) => `${one} ${other}`));
    }),
  );

const someFactors = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,4}$/),
  fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 6 }),
  { minKeys: 2, maxKeys: 5 },
);

describe('every pair', () => {
  test('each value meets each value of every other factor, in rows that are whole', () => {
    fc.assert(
      fc.property(someFactors, (factors) => {
        const rows = everyPair(factors);
        expect(pairsOf(rows)).toEqual(pairsOf(everyCombination(factors)));
        for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.keys(factors).sort());
      }),
    );
  });

  test('of many values in two factors and few in others, no more than the two need', () => {
    const factors = { a: [1, 2, 3, 4, 5, 6, 7, 8, 9], b: [1, 2, 3, 4, 5, 6], c: [1, 2], d: [1, 2] };
    expect(everyPair(factors)).toHaveLength(9 * 6);
    expect(everyCombination(factors)).toHaveLength(9 * 6 * 4);
    expect(everyPair(factors)).toEqual(everyPair(factors));
  });
});
