import { describe, expect, test } from 'vitest';

import { DirectCapacity } from './direct-capacity.ts';

const maximum = 600;

/** A hundred are served; those who are named report each 5 s, and the capacity is looked at every second. */
function setUp(served = 100) {
  const capacity = new DirectCapacity(maximum);
  let nowMs = 0;
  const forS = (seconds: number, losses: Readonly<Record<string, number>> = {}): void => {
    for (let second = 0; second < seconds; second += 1) {
      if (second % 5 === 0) {
        for (const [listener, loss] of Object.entries(losses)) capacity.reported(listener, loss, nowMs);
      }
      capacity.look(served, nowMs);
      nowMs += 1_000;
    }
  };
  return { capacity, forS };
}

const well = { ann: 0, ben: 0.02, cem: 0.1 };

describe('how many are served directly', () => {
  test('is the maximum while all is well', () => {
    const { capacity, forS } = setUp();
    forS(600, { ...well, dua: 0 });
    expect(capacity.now).toBe(maximum);
  });

  test('becomes three quarters of those now served when a quarter of those who report lose more than 10 %', () => {
    const { capacity, forS } = setUp();
    forS(5, { ...well, dua: 0.11 });
    expect(capacity.now).toBe(maximum); // one report may be a moment's
    forS(1, { ...well, dua: 0.11 });
    expect(capacity.now).toBe(75);
  });

  test('does not change for less than a quarter, nor for fewer than four who report', () => {
    const few = setUp();
    few.forS(60, { ann: 0.9, ben: 0.9, cem: 0.9 });
    const share = setUp();
    share.forS(60, { ...well, dua: 0, eli: 0.5 });
    expect([few.capacity.now, share.capacity.now]).toEqual([maximum, maximum]);
  });

  test('does not change where nobody loses twice on end, or only after a long silence', () => {
    const { capacity, forS } = setUp();
    for (let turn = 0; turn < 6; turn += 1) {
      forS(5, { ann: 0.5, ben: 0.5, cem: 0.5, dua: 0.5 });
      forS(5, { ...well, dua: 0 });
    }
    forS(5, { ann: 0.5, ben: 0.5, cem: 0.5, dua: 0.5 });
    forS(20);
    forS(5, { ann: 0.5, ben: 0.5, cem: 0.5, dua: 0.5 });
    expect(capacity.now).toBe(maximum);
  });

  test('is not taken down again within 15 s, and never below five', () => {
    const { capacity } = setUp();
    const all = ['ann', 'ben', 'cem', 'dua'];
    const shrinks: [number, number][] = [];
    for (let second = 0; second < 120; second += 1) {
      for (const listener of all) capacity.reported(listener, 0.5, second * 1_000);
      const before = capacity.now;
      capacity.look(Math.min(20, before), second * 1_000);
      if (capacity.now !== before) shrinks.push([second, capacity.now]);
    }
    expect(shrinks).toEqual([
      [1, 15],
      [16, 11],
      [31, 8],
      [46, 6],
      [61, 5],
    ]);
  });

  test('grows by a tenth a minute once all is well again, up to the maximum', () => {
    const { capacity, forS } = setUp();
    const bad = { ...well, dua: 0.5 };
    forS(10, bad);
    expect(capacity.now).toBe(75);
    const good = { ...well, dua: 0 };
    forS(59, good);
    expect(capacity.now).toBe(75);
    forS(6, good);
    expect(capacity.now).toBe(82);
    forS(60, good);
    expect(capacity.now).toBe(90);
    forS(3_600, good);
    expect(capacity.now).toBe(maximum);
  });

  test('forgets whom it no longer serves', () => {
    const { capacity, forS } = setUp();
    capacity.reported('ann', 0.5, 0);
    capacity.reported('ann', 0.5, 0);
    capacity.left('ann');
    forS(10, { ...well, dua: 0 });
    expect(capacity.now).toBe(maximum);
  });

  test('begins anew with another maximum, or at another place', () => {
    const { capacity, forS } = setUp();
    forS(10, { ...well, dua: 0.5 });
    capacity.restart();
    expect(capacity.now).toBe(maximum);
    capacity.restart(3);
    forS(10, { ...well, dua: 0.5 });
    expect(capacity.now).toBe(3);
  });
});
