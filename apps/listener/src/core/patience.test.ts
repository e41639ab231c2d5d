import { describe, expect, it } from 'vitest';

import { type Need, patienceFor } from './patience.ts';

const need = (changes: Partial<Need>): Need => ({
  missingMs: 2_000,
  networkThere: true,
  lastGreetingMs: 100,
  opened: 1,
  welcomed: 1,
  ...changes,
});

describe('the patience with the socket', () => {
  it('is the usual one while nothing is missing', () => {
    expect(patienceFor(need({ missingMs: null }))).toEqual({ greetingTimeoutMs: 8_000 });
  });

  it('is short while sound is missing: an attempt and its pause take less than 3 s together, for minutes', () => {
    for (const missingMs of [0, 10_000, 60_000, 300_000]) {
      const { greetingTimeoutMs, maxPauseMs } = patienceFor(need({ missingMs }));
      expect(greetingTimeoutMs + (maxPauseMs ?? Infinity)).toBeLessThan(3_000);
    }
  });

  it('grows when it is away for long, or the browser itself will say when there is a network again', () => {
    expect(patienceFor(need({ missingMs: 400_000 })).maxPauseMs).toBe(15_000);
    expect(patienceFor(need({ networkThere: false })).maxPauseMs).toBe(30_000);
  });

  it('leaves a slow network the time that it took the last time, and more', () => {
    expect(patienceFor(need({ lastGreetingMs: 1_500 })).greetingTimeoutMs).toBe(4_500);
    expect(patienceFor(need({ lastGreetingMs: 20_000 })).greetingTimeoutMs).toBe(8_000);
    expect(patienceFor(need({ lastGreetingMs: null })).greetingTimeoutMs).toBe(4_000);
  });

  it('outlasts a browser that holds sockets back after many that failed', () => {
    expect(patienceFor(need({ opened: 12, welcomed: 1 })).greetingTimeoutMs).toBe(1_750);
    expect(patienceFor(need({ opened: 12, welcomed: 0 })).greetingTimeoutMs).toBe(8_000);
    expect(patienceFor(need({ opened: 25, welcomed: 1 })).greetingTimeoutMs).toBe(8_000);
  });
});
