import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { noRedundancy, type Redundancy, RedundancyBook, redundancyFor } from './redundancy.ts';

/** A report each 5 s; tells after which RED was on. */
function after(...lossShares: number[]): boolean[] {
  let now: Redundancy = noRedundancy;
  return lossShares.map((lossShare, index) => {
    now = redundancyFor(now, lossShare, index * 5_000);
    return now.on;
  });
}

describe('RED', () => {
  test('is off until the loss passes 3 %', () => {
    expect(after(0, 0.01, 0.029, 0.03)).toEqual([false, false, false, false]);
    expect(after(0, 0.031)).toEqual([false, true]);
  });

  test('goes off once the loss has been 1 % at most for 30 s', () => {
    expect(after(0.1, 0.01, 0, 0, 0.005, 0, 0)).toEqual(Array.from({ length: 7 }, () => true));
    expect(after(0.1, 0.01, 0, 0, 0.005, 0, 0, 0).at(-1)).toBe(false);
  });

  test('stays while the loss is in between, and the 30 s begin anew', () => {
    expect(after(0.1, ...Array.from({ length: 50 }, () => 0.02)).at(-1)).toBe(true);
    expect(after(0.1, 0, 0, 0, 0.02, 0, 0, 0, 0, 0, 0).at(-1)).toBe(true);
    expect(after(0.1, 0, 0, 0, 0.02, 0, 0, 0, 0, 0, 0, 0).at(-1)).toBe(false);
  });

  test('never goes off within 30 s of a loss that put it on, whatever is reported when', () => {
    const report = fc.record({
      lossShare: fc.double({ min: 0, max: 1, noNaN: true }),
      afterMs: fc.nat(20_000),
    });
    const staysOn = fc.property(fc.array(report), (reports) => {
      let now: Redundancy = noRedundancy;
      let atMs = 0;
      let lostAtMs = -Infinity;
      return reports.every(({ lossShare, afterMs }) => {
        atMs += afterMs;
        if (lossShare > 0.03) lostAtMs = atMs;
        now = redundancyFor(now, lossShare, atMs);
        return now.on || atMs - lostAtMs >= 30_000;
      });
    });
    expect(() => fc.assert(staysOn)).not.toThrow();
  });
});

test('the book keeps each listener apart, and nobody who needs nothing or is gone', () => {
  const book = new RedundancyBook();
  expect([book.reported('ann', 0.1, 0), book.reported('ben', 0, 0)]).toEqual([true, false]);
  expect([book.isOn('ann'), book.isOn('ben')]).toEqual([true, false]);
  book.keep((listener) => listener !== 'ann');
  expect(book.isOn('ann')).toBe(false);
});
