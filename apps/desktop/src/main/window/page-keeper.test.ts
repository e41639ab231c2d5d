import { EventEmitter } from 'node:events';

import { FakeClock } from '@mauzin/shared/testing';
import { beforeEach, expect, test } from 'vitest';

import { PageKeeper, type PageKeeperOptions } from './page-keeper.ts';

class FakePage extends EventEmitter {
  reloads = 0;
  ended = 0;
  destroyed = false;
  reload(): void {
    this.reloads += 1;
  }
  forcefullyCrashRenderer(): void {
    this.ended += 1;
    this.emit('render-process-gone', {}, { reason: 'killed' });
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

let clock: FakeClock;
let page: FakePage;
let keeper: PageKeeper;
const log: string[] = [];

beforeEach(() => {
  clock = new FakeClock();
  page = new FakePage();
  log.length = 0;
  keeper = new PageKeeper({
    contents: page as unknown as PageKeeperOptions['contents'],
    clock,
    random: () => 1,
    log: (line) => log.push(line),
  });
});

/** The page reports each quarter of a second. */
function report(seconds: number): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    clock.advance(250);
    keeper.heard();
  }
}

test('a page that crashes is loaded anew, with growing waits', () => {
  const crash = (): boolean => page.emit('render-process-gone', {}, { reason: 'crashed' });
  for (const waitMs of [200, 400, 800]) {
    const before = page.reloads;
    crash();
    clock.advance(waitMs - 1);
    expect(page.reloads).toBe(before);
    clock.advance(1);
    expect(page.reloads).toBe(before + 1);
  }
  report(11);
  crash();
  clock.advance(200);
  expect(page.reloads).toBe(4);
});

test('a page that is left in peace goes on; one that closes is not loaded anew', () => {
  report(60);
  page.emit('render-process-gone', {}, { reason: 'clean-exit' });
  clock.advance(1_000);
  expect([page.ended, page.reloads]).toEqual([0, 0]);
});

test('without a report for 10 s it hangs: it is ended and loaded anew', () => {
  report(30);
  clock.advance(9_000);
  expect(page.ended).toBe(0);
  clock.advance(1_000);
  expect(page.ended).toBe(1);
  clock.advance(200);
  expect(page.reloads).toBe(1);
  expect(log).toHaveLength(1);
});

test('a process that ends without a word is no hindrance', () => {
  page.forcefullyCrashRenderer = () => undefined;
  report(1);
  clock.advance(10_200);
  expect(page.reloads).toBe(1);
  expect(log).toEqual(["the window's page hangs; loading it again in 200 ms"]);
});

test('a slow machine may take half a minute to load it, each time', () => {
  clock.advance(29_000);
  expect(page.ended).toBe(0);
  clock.advance(1_000);
  expect(page.ended).toBe(1);
  clock.advance(29_000);
  expect(page.ended).toBe(1);
  clock.advance(1_000);
  expect(page.ended).toBe(2);
});

test('a machine that slept owes no report', () => {
  report(1);
  clock.stall(8 * 3_600_000);
  clock.advance(0);
  report(1);
  expect(page.ended).toBe(0);
});

test('a page that Chromium calls unresponsive is ended at once, once', () => {
  page.emit('unresponsive');
  page.emit('unresponsive');
  expect(page.ended).toBe(1);
  clock.advance(200);
  expect(page.reloads).toBe(1);
});

test('watches no longer than the window is there', () => {
  page.emit('render-process-gone', {}, { reason: 'crashed' });
  page.destroyed = true;
  page.emit('destroyed');
  keeper.close();
  clock.advance(60_000);
  expect([page.ended, page.reloads, clock.pending]).toEqual([0, 0, 0]);
});
