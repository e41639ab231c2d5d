import { describe, expect, it } from 'vitest';

import { RelaySeats } from './relay-seats.ts';

/** How many of so many have a seat. */
function come(seats: RelaySeats, count: number, station: string, network: string, isHome = false): number {
  let taken = 0;
  for (let one = 0; one < count; one += 1) {
    if (!seats.mayTake(station, { network, isHome })) continue;
    seats.count(station, network, 1);
    taken += 1;
  }
  return taken;
}

describe('the relay’s seats', () => {
  it('are not all one network’s, at whichever station: the last fifth is for others, twenty each', () => {
    const seats = new RelaySeats(1_200, null);
    seats.stations = 2;
    expect(come(seats, 700, 'noor', 'hostile') + come(seats, 700, 'huda', 'hostile')).toBe(960);
    expect(come(seats, 30, 'noor', 'street')).toBe(20);
    expect(come(seats, 5, 'noor', 'other')).toBe(5);
    expect(come(seats, 50, 'noor', 'hall', true)).toBe(50);
  });

  it('may all be those of the only station, and of others four fifths', () => {
    const seats = new RelaySeats(100, null);
    seats.stations = 1;
    for (let network = 0; network < 10; network += 1) come(seats, 10, 'noor', `street ${network}`);
    expect(seats.hasRoomFor('noor')).toBe(true);
    seats.stations = 2;
    expect([seats.hasRoomFor('noor'), seats.hasRoomFor('huda')]).toEqual([false, true]);
    for (let one = 0; one < 21; one += 1) seats.count('noor', `street ${one % 10}`, -1);
    expect(seats.hasRoomFor('noor')).toBe(true);
  });

  it('of one station are as many as it may have', () => {
    const seats = new RelaySeats(1_000, 50);
    expect(come(seats, 100, 'noor', 'hall', true)).toBe(50);
    expect(come(seats, 100, 'huda', 'street')).toBe(50);
  });

  it('are forgotten with who had them', () => {
    const seats = new RelaySeats(20, null);
    expect(come(seats, 20, 'noor', 'street')).toBe(20);
    for (let one = 0; one < 20; one += 1) seats.count('noor', 'street', -1);
    expect(come(seats, 20, 'noor', 'street')).toBe(20);
  });
});
