import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { drawWhileSeen, onFrame } from './frames.ts';

const screenMs = 1000 / 60;
let asked = 0;
let ends: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  asked = 0;
  // A screen that is drawn sixty times a second when somebody asks for it.
  vi.stubGlobal('requestAnimationFrame', (draw: (nowMs: number) => void) => {
    asked += 1;
    const now = performance.now();
    return setTimeout(() => draw(performance.now()), screenMs - (now % screenMs));
  });
  vi.stubGlobal('cancelAnimationFrame', (frame: NodeJS.Timeout) => clearTimeout(frame));
});
afterEach(() => {
  for (const end of ends) end();
  ends = [];
  drawWhileSeen(true);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function count() {
  const counted = { steps: 0 };
  const end = onFrame(() => {
    counted.steps += 1;
  });
  ends.push(end);
  return { counted, end };
}

test('all that is drawn is drawn together, about ten times a second, and no other frame is asked for', () => {
  const one = count().counted;
  const other = count().counted;
  vi.advanceTimersByTime(10_000);
  expect(one.steps).toBeGreaterThanOrEqual(90);
  expect(one.steps).toBeLessThanOrEqual(105);
  expect([other.steps, asked]).toEqual([one.steps, one.steps]);
});

test('nothing is drawn, and no timer runs, while nobody sees the window', () => {
  const { counted } = count();
  vi.advanceTimersByTime(1_000);
  drawWhileSeen(false);
  const before = counted.steps;
  expect(vi.getTimerCount()).toBe(0);
  count();
  expect(vi.getTimerCount()).toBe(0);
  drawWhileSeen(true);
  drawWhileSeen(true);
  vi.advanceTimersByTime(1_000);
  expect(counted.steps - before).toBeGreaterThanOrEqual(9);
  expect(counted.steps - before).toBeLessThanOrEqual(11);
});

test('one step that throws does not stop the drawing', () => {
  let throws = true;
  ends.push(
    onFrame(() => {
      if (!throws) return;
      throws = false;
      throw new Error('broken');
    }),
  );
  const { counted } = count();
  expect(() => vi.advanceTimersByTime(100)).toThrow('broken');
  vi.advanceTimersByTime(1_000);
  expect(counted.steps).toBeGreaterThanOrEqual(9);
});

test('nothing goes on once all that was drawn is gone', () => {
  const { end } = count();
  vi.advanceTimersByTime(76); // a screen's frame is asked for already
  end();
  expect(vi.getTimerCount()).toBe(0);
});
