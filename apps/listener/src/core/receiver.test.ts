import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { shiftAt } from './burn-in.ts';
import { Receiver, type ReceiverFacts, type ScreenAwake, type ScreenPort } from './receiver.ts';

/** 20:59:40 on some day. */
const evening = Date.UTC(2026, 10, 21, 20, 59, 40);
const minuteMs = 60_000;

class FakeScreen implements ScreenPort {
  onChange: ((awake: ScreenAwake) => void) | null = null;
  asked = 0;
  wanted = false;

  keep(): void {
    this.wanted = true;
    this.asked += 1;
  }

  release(): void {
    this.wanted = false;
  }
}

function setUp({ armedBefore = false } = {}) {
  const clock = new FakeClock();
  const began = clock.now();
  const screen = new FakeScreen();
  const calls: string[] = [];
  const seen: ReceiverFacts[] = [];
  let stored = armedBefore;
  let jumpMs = 0;
  const receiver = new Receiver({
    clock,
    wallNowMs: () => evening + clock.now() - began + jumpMs,
    memory: { read: () => stored, write: (armed) => (stored = armed) },
    screen,
    listen: () => calls.push('listen'),
    stop: () => calls.push('stop'),
    onFacts: (facts) => seen.push(facts),
  });
  return {
    clock,
    screen,
    calls,
    seen,
    receiver,
    stored: () => stored,
    jump: (ms: number) => (jumpMs += ms),
  };
}

const last = (seen: readonly ReceiverFacts[]): ReceiverFacts | undefined => seen[seen.length - 1];

describe('a receiver', () => {
  it('waits for its one tap, and keeps that it came', () => {
    const { receiver, screen, calls, seen, stored } = setUp();
    receiver.start();
    expect(calls).toEqual([]);
    expect(screen.wanted).toBe(false);
    expect(last(seen)).toMatchObject({ armed: false, screenAwake: 'unknown' });
    receiver.arm();
    expect(calls).toEqual(['listen']);
    expect(screen.wanted).toBe(true);
    expect(stored()).toBe(true);
    expect(receiver.facts.armed).toBe(true);
  });

  it('begins again by itself after a reload', () => {
    const { receiver, screen, calls } = setUp({ armedBefore: true });
    receiver.start();
    expect(calls).toEqual(['listen']);
    expect(screen.wanted).toBe(true);
    expect(receiver.facts.armed).toBe(true);
  });

  it('ends when the person says so, for good', () => {
    const { receiver, screen, calls, stored } = setUp({ armedBefore: true });
    receiver.start();
    receiver.disarm();
    expect(calls).toEqual(['listen', 'stop']);
    expect(screen.wanted).toBe(false);
    expect(stored()).toBe(false);
    expect(receiver.facts.armed).toBe(false);
  });

  it('tells whether the screen stays awake, and asks again each minute and on waking', () => {
    const { receiver, screen, seen, clock } = setUp();
    receiver.start();
    receiver.arm();
    screen.onChange?.('not-kept');
    expect(last(seen)?.screenAwake).toBe('not-kept');
    const { asked } = screen;
    clock.advance(minuteMs);
    expect(screen.asked).toBe(asked + 1);
    receiver.wake();
    expect(screen.asked).toBe(asked + 2);
    screen.onChange?.('kept');
    expect(last(seen)?.screenAwake).toBe('kept');
  });

  it('shows each minute as it begins, for days, also after the clock was set', () => {
    const { receiver, clock, seen, jump } = setUp();
    receiver.start();
    clock.advance(20_000 + 100);
    expect(new Date(last(seen)?.nowMs ?? 0).toISOString()).toBe('2026-11-21T21:00:00.020Z');
    clock.advance(3 * 24 * 60 * minuteMs);
    expect(new Date(last(seen)?.nowMs ?? 0).toISOString()).toBe('2026-11-24T21:00:00.020Z');
    jump(-31_000);
    clock.advance(minuteMs);
    clock.advance(minuteMs);
    expect((last(seen)?.nowMs ?? 0) % minuteMs).toBeLessThan(1_000);
  });

  it('is right at once when the page wakes', () => {
    const { receiver, clock, seen } = setUp();
    receiver.start();
    clock.stall(7 * minuteMs);
    receiver.wake();
    expect(last(seen)?.nowMs).toBe(evening + 7 * minuteMs);
    expect(clock.pending).toBe(1);
  });

  it('holds one timer after days of minutes, taps and wakings, and none once it is closed', () => {
    const { receiver, clock, screen } = setUp({ armedBefore: true });
    receiver.start();
    for (let hour = 0; hour < 72; hour += 1) {
      clock.advance(60 * minuteMs);
      receiver.wake();
      receiver.arm();
    }
    expect(clock.pending).toBe(1);
    receiver.close();
    receiver.close();
    receiver.wake();
    expect(clock.pending).toBe(0);
    expect(screen.wanted).toBe(false);
  });
});

describe('the shift against burn-in', () => {
  const minutes = Array.from({ length: 400 }, (_, index) => index - 100);

  it('moves each minute, by 2 to 8 px, and stays near the middle', () => {
    for (const minute of minutes) {
      const [from, to] = [shiftAt(minute), shiftAt(minute + 1)];
      const moved = Math.hypot(to.x - from.x, to.y - from.y);
      expect(moved).toBeGreaterThanOrEqual(2);
      expect(moved).toBeLessThanOrEqual(8);
      expect(Math.abs(to.x)).toBeLessThanOrEqual(8);
      expect(Math.abs(to.y)).toBeLessThanOrEqual(10);
    }
  });

  it('visits many places, evenly about the middle', () => {
    const places = new Set(minutes.map((minute) => JSON.stringify(shiftAt(minute))));
    expect(places.size).toBeGreaterThanOrEqual(20);
    const sum = minutes.reduce((total, minute) => total + shiftAt(minute).x + shiftAt(minute).y, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-6);
  });
});
