import { expect, it } from 'vitest';

import type { StationStats } from '../../observe/contracts.ts';
import { BroadcastBook } from './broadcast-book.ts';

const day = Date.parse('2026-11-20T12:00:00Z');

function setUp() {
  let made = 0;
  const book = new BroadcastBook(() => `b${++made}`);
  let monotonicMs = 1_000_000;
  const now = () => ({ monotonicMs, wallMs: day + monotonicMs - 1_000_000 });
  return {
    book,
    pass: (ms: number) => (monotonicMs += ms),
    look: (...stations: StationStats[]) => book.look(stations, now()),
    now,
  };
}

const onAir = (onAirMs: number | null, listening = 0, station = 'noor'): StationStats => ({
  station,
  onAirMs,
  listeners: 999,
  direct: listening,
  relayed: 0,
  overHttp: 0,
});

it('a broadcast has its beginning, its end, the most who listened, and the minutes of all', () => {
  const { book, look, pass } = setUp();
  look(onAir(null, 3));
  expect(book.all()).toEqual([]);
  pass(10_000);
  look(onAir(4_000, 3));
  pass(30_000);
  look({ ...onAir(34_000), direct: 5, relayed: 10, overHttp: 5 });
  pass(60_000);
  look(onAir(94_000, 4));
  pass(15_000);
  look(onAir(null));
  expect(book.all()).toEqual([
    {
      id: 'b1',
      station: 'noor',
      startedAtMs: day + 6_000,
      seenAtMs: day + 115_000,
      endedAtMs: day + 115_000,
      peakListeners: 20,
      minutesListened: (3 * 30 + 20 * 60 + 4 * 15) / 60,
    },
  ]);
  book.forget('b1');
  expect(book.all()).toEqual([]);
});

it('broadcasts of several stations are told apart, and one after the other of one station', () => {
  const { book, look, pass } = setUp();
  look(onAir(0, 1), onAir(5_000, 2, 'huda'));
  pass(60_000);
  // Off and on again between two looks.
  look(onAir(2_000, 1), onAir(65_000, 2, 'huda'));
  pass(60_000);
  look(onAir(62_000, 1));
  expect(
    book
      .all()
      .map(({ id, endedAtMs, minutesListened, station }) => [
        id,
        station,
        endedAtMs !== null,
        minutesListened,
      ]),
  ).toEqual([
    ['b1', 'noor', true, 1],
    ['b2', 'huda', true, 4],
    ['b3', 'noor', false, 1],
  ]);
});

it('a broadcaster that comes back knows better when it began', () => {
  const { book, look, pass } = setUp();
  look(onAir(0, 1));
  pass(10_000);
  look(onAir(3_600_000, 1));
  expect(book.all()).toMatchObject([{ id: 'b1', startedAtMs: day + 10_000 - 3_600_000, endedAtMs: null }]);
});

it('a process that stood still counts nobody for the time that it has not seen', () => {
  const { book, look, pass } = setUp();
  look(onAir(0, 10));
  pass(3_600_000);
  look(onAir(3_600_000, 10));
  expect(book.all()[0]?.minutesListened).toBe(10);
});

it('goes on with the figures of one that began before', () => {
  const { book, look, pass, now } = setUp();
  look(onAir(600_000, 5));
  book.continue('b1', { id: 'old', startedAtMs: day - 601_000, peakListeners: 40, minutesListened: 100 });
  pass(60_000);
  look(onAir(660_000, 7));
  book.endAll(now());
  expect(book.all()).toMatchObject([
    {
      id: 'old',
      startedAtMs: day - 601_000,
      peakListeners: 40,
      minutesListened: 105,
      endedAtMs: day + 60_000,
    },
  ]);
});

it('keeps a thousand that could not be written, and no more', () => {
  const { book, look, pass } = setUp();
  for (let one = 0; one < 1_100; one++) {
    look(onAir(0));
    pass(10_000);
    look(onAir(null));
  }
  expect(book.all()).toHaveLength(1_000);
  expect(book.all()[0]?.id).toBe('b101');
});

it('a broadcast has lasted as long as it did, though the clock was set back meanwhile', () => {
  const { book, look, now, pass } = setUp();
  look(onAir(0, 1));
  pass(30 * 60_000);
  look(onAir(30 * 60_000, 1));
  pass(60_000);
  const { monotonicMs, wallMs } = now();
  book.look([onAir(null)], { monotonicMs, wallMs: wallMs - 3 * 60 * 60_000 });
  expect(book.all()).toMatchObject([{ startedAtMs: day, endedAtMs: day + 31 * 60_000 }]);
});
