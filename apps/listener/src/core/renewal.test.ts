import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { Renewal, renewEveryMs } from './renewal.ts';
import type { ListenerState } from './state.ts';

const old: ListenerState = { name: 'gone', failure: 'version-mismatch' };
const waiting: ListenerState = { name: 'waiting', unlocked: true };

function setUp(lastAgoMs: number | null = null) {
  const clock = new FakeClock();
  const start = 1_000_000_000;
  let last = lastAgoMs === null ? null : start - lastAgoMs;
  const reloads: number[] = [];
  const renewal = new Renewal({
    clock,
    wallNowMs: () => start + clock.now() - 1_000,
    memory: { read: () => last, write: (atMs) => (last = atMs) },
    reload: () => reloads.push(clock.now() - 1_000),
  });
  return { clock, reloads, renewal };
}

describe('renewing the page', () => {
  it('loads an old page anew, and one whose station was not there', () => {
    const { clock, reloads, renewal } = setUp();
    renewal.follow(old);
    clock.advance(0);
    expect(reloads).toHaveLength(1);
    const other = setUp();
    other.renewal.follow({ name: 'gone', failure: 'unknown-station' });
    other.clock.advance(0);
    expect(other.reloads).toHaveLength(1);
  });

  it('does so also while the page says that it tries again', () => {
    const { clock, reloads, renewal } = setUp();
    renewal.follow({ name: 'reconnecting', unlocked: true, failure: 'version-mismatch', lost: true });
    clock.advance(0);
    expect(reloads).toHaveLength(1);
  });

  it('never goes round in circles: once in ten minutes', () => {
    const { clock, reloads, renewal } = setUp(1_000);
    for (let minute = 0; minute < 60; minute += 1) {
      renewal.follow(old);
      clock.advance(60_000);
    }
    expect(reloads).toHaveLength(6);
    expect(reloads[0]).toBe(renewEveryMs - 1_000);
  });

  it('waits as long when the clock was set back', () => {
    const { clock, reloads, renewal } = setUp(-86_400_000);
    renewal.follow(old);
    clock.advance(renewEveryMs - 1);
    expect(reloads).toEqual([]);
    clock.advance(1);
    expect(reloads).toHaveLength(1);
  });

  it('leaves everything else alone, and what has mended itself', () => {
    const { clock, reloads, renewal } = setUp(1_000);
    renewal.follow({ name: 'gone', failure: 'replaced' });
    renewal.follow({ name: 'reconnecting', unlocked: true, failure: null, lost: true });
    expect(clock.pending).toBe(0);
    renewal.follow(old);
    renewal.follow(waiting);
    expect(clock.pending).toBe(0);
    renewal.close();
    clock.advance(renewEveryMs);
    expect(reloads).toEqual([]);
  });
});
