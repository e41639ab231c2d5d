import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import { ReceptionStats } from './reception-stats.ts';

function setUp() {
  const clock = new FakeClock();
  const reception = new ReceptionStats(clock);
  const receive = (...numbers: number[]): void => {
    for (const number of numbers) {
      clock.advance(20);
      reception.received(number & 0xffff, (number * 960) >>> 0);
    }
  };
  return { clock, reception, receive };
}

describe('what arrives', () => {
  test('is lost where numbers are missing, mended or not', () => {
    const { reception, receive } = setUp();
    receive(1, 2, 3, 5, 6, 7, 8, 10);
    reception.mended(1);
    expect(reception.take()).toMatchObject({ expected: 10, lossShare: 0.2, missingShare: 0.1 });
    receive(11, 12);
    expect(reception.take()).toMatchObject({ expected: 2, lossShare: 0, missingShare: 0 });
    expect(reception.take()).toMatchObject({ expected: 0, lossShare: 0 });
    expect(reception.packets).toBe(10);
  });

  test('a look that is not taken for good changes nothing', () => {
    const { reception, receive } = setUp();
    receive(1, 3);
    expect(reception.peek()).toEqual(reception.peek());
    expect(reception.take().expected).toBe(3);
  });

  test('what comes late was not lost', () => {
    const { reception, receive } = setUp();
    receive(1, 3, 2, 4);
    expect(reception.take()).toMatchObject({ expected: 4, lossShare: 0 });
  });

  test('numbers wrap, and begin anew elsewhere', () => {
    const { reception, receive } = setUp();
    receive(0xfffe, 0xffff, 0x1_0000, 0x1_0002);
    expect(reception.take()).toMatchObject({ expected: 5, lossShare: 0.2 });
    receive(30_000, 30_001);
    expect(reception.take()).toMatchObject({ expected: 2, lossShare: 0 });
    receive(30_002);
    reception.restart();
    receive(31_000, 31_001);
    expect(reception.take()).toMatchObject({ expected: 2, lossShare: 0 });
  });

  test('jitter is 0 for an even stream, and grows with an uneven one', () => {
    const { clock, reception, receive } = setUp();
    receive(1, 2, 3, 4, 5);
    expect(reception.peek().jitterMs).toBeCloseTo(0);
    expect(reception.lastAtMs).toBe(clock.now());
    clock.advance(80);
    receive(6, 7);
    expect(reception.peek().jitterMs).toBeGreaterThan(3);
  });
});
