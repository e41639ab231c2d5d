import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { Asking } from './asking.ts';

function setUp() {
  const clock = new FakeClock();
  let failed = 0;
  const asking = new Asking({
    clock,
    random: () => 0.5,
    heard: () => false,
    ask: () => undefined,
    onFailed: () => (failed += 1),
  });
  return { clock, asking, failed: () => failed };
}

describe('an attempt that the page has slept over', () => {
  it('is not in vain before what came meanwhile could be looked at', () => {
    const { clock, asking, failed } = setUp();
    asking.offered();
    clock.stall(600_000);
    clock.advance(0);
    expect(failed()).toBe(0);
    asking.succeed();
    clock.advance(60_000);
    expect([failed(), clock.pending]).toEqual([0, 0]);
  });

  it('is in vain half a second later where nothing came', () => {
    const { clock, asking, failed } = setUp();
    asking.offered();
    clock.stall(600_000);
    clock.advance(0);
    clock.advance(500);
    expect(failed()).toBe(1);
    asking.stop();
    expect(clock.pending).toBe(0);
  });

  it('is judged in time while nothing sleeps', () => {
    const { clock, asking, failed } = setUp();
    asking.offered();
    clock.advance(6_000);
    expect(failed()).toBe(1);
  });
});
