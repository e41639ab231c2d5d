import { FakeClock } from '@mauzin/shared/testing';
import { beforeEach, expect, test } from 'vitest';

import type { LiveBy } from './live-by.ts';
import { SignalAutomation } from './signal-automation.ts';

const loud = -20;
const quiet = -70;
let clock: FakeClock;
let settings: { on: boolean; aboveDbfs: number; startAfterS: number; stopAfterS: number };
let liveBy: LiveBy | null;
let acts: string[];
let automation: SignalAutomation;

beforeEach(() => {
  clock = new FakeClock();
  settings = { on: true, aboveDbfs: -40, startAfterS: 2, stopAfterS: 30 };
  liveBy = null;
  acts = [];
  automation = new SignalAutomation({
    clock,
    settings: () => settings,
    liveBy: () => liveBy,
    setLive: (live) => {
      acts.push(live ? 'start' : 'stop');
      set(live, 'signal');
    },
  });
});

function set(live: boolean, by: LiveBy): void {
  liveBy = live ? by : null;
  automation.wanted(live, by);
}

function hear(seconds: number, levelDbfs: number): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    clock.advance(250);
    automation.hear(levelDbfs);
  }
}

test('goes live when it was loud for long enough, and stops when it was quiet for long enough', () => {
  hear(1, quiet);
  hear(2, loud);
  expect(acts).toEqual([]);
  hear(0.25, loud);
  expect(acts).toEqual(['start']);
  hear(60, loud);
  hear(30, quiet);
  expect(acts).toEqual(['start']);
  hear(0.25, quiet);
  expect(acts).toEqual(['start', 'stop']);
  hear(600, quiet);
  hear(2.25, loud);
  expect(acts).toEqual(['start', 'stop', 'start']);
});

test('does nothing unless it is on', () => {
  settings.on = false;
  hear(60, loud);
  settings.on = true;
  hear(2, loud);
  expect(acts).toEqual([]);
});

test('a cough does not begin it, a breath between words does not delay it, and sound counts the silence from anew', () => {
  for (let cough = 0; cough < 20; cough += 1) {
    hear(1, loud);
    hear(1, quiet);
  }
  expect(acts).toEqual([]);
  hear(1, loud);
  hear(0.25, quiet);
  hear(1, loud);
  expect(acts).toEqual(['start']);
  hear(29, quiet);
  hear(0.25, loud);
  hear(29, quiet);
  expect(acts).toEqual(['start']);
});

test('never stops what a person began, or took on', () => {
  set(true, 'person');
  hear(300, quiet);
  expect(acts).toEqual([]);
  set(false, 'signal');
  hear(3, loud);
  expect(acts).toEqual(['start']);
  set(true, 'person');
  hear(300, quiet);
  expect(acts).toEqual(['start']);
});

test('a person’s stop holds it back until it was quiet for long enough once', () => {
  hear(3, loud);
  set(false, 'person');
  hear(120, loud);
  hear(29, quiet);
  hear(10, loud);
  expect(acts).toEqual(['start']);
  hear(31, quiet);
  hear(2.25, loud);
  expect(acts).toEqual(['start', 'start']);
});

test('a stop that comes before the first report holds it back as well; switching it off and on forgets that', () => {
  set(true, 'person');
  set(false, 'person');
  hear(10, loud);
  expect(acts).toEqual([]);
  settings.on = false;
  hear(0.25, loud);
  settings.on = true;
  hear(2.25, loud);
  expect(acts).toEqual(['start']);
});

test('a stop while it is off holds nothing back, however soon it is switched on', () => {
  settings.on = false;
  set(true, 'person');
  set(false, 'person');
  settings.on = true;
  hear(2.25, loud);
  expect(acts).toEqual(['start']);
});

test('what nobody heard is neither sound nor silence: the window was away', () => {
  hear(1, loud);
  clock.advance(60_000);
  automation.hear(loud);
  expect(acts).toEqual([]);
  hear(2, loud);
  expect(acts).toEqual(['start']);
  hear(20, quiet);
  clock.advance(60_000);
  automation.hear(quiet);
  expect(acts).toEqual(['start']);
});
