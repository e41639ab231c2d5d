import type { DesktopState } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { beforeEach, expect, test } from 'vitest';

import { freshDesktopState } from '../testing/fresh-desktop-state.ts';
import { StateTeller } from './state-teller.ts';

let clock: FakeClock;
let told: DesktopState[];
let teller: StateTeller;
beforeEach(() => {
  clock = new FakeClock();
  told = [];
  teller = new StateTeller(clock, (state) => told.push(state));
});

const onAir = (onAirMs: number, wakes = 0): DesktopState => ({
  ...freshDesktopState,
  wakes,
  status: { name: 'live', onAirMs },
});
const changed = (state: DesktopState): void => teller.changed(() => state);

test('a change is told at once, and the ones after it ten times a second, the last one always', () => {
  for (let wakes = 0; wakes < 100; wakes += 1) {
    changed(onAir(clock.now(), wakes));
    clock.advance(10);
  }
  clock.advance(1_000);
  expect(told.length).toBeGreaterThanOrEqual(10);
  expect(told.length).toBeLessThanOrEqual(12);
  expect([told[0]?.wakes, told.at(-1)?.wakes]).toEqual([0, 99]);
});

test('the time that goes by is no change; another beginning of it is', () => {
  const beganAtMs = clock.now();
  for (let quarter = 0; quarter < 40; quarter += 1) {
    changed(onAir(clock.now() - beganAtMs));
    clock.advance(250);
  }
  expect(told).toHaveLength(1);
  changed(onAir(0));
  expect(told).toHaveLength(2);
});

test('closing tells nothing more', () => {
  changed(onAir(0));
  changed(onAir(0, 1));
  teller.close();
  clock.advance(1_000);
  expect(told).toHaveLength(1);
});
