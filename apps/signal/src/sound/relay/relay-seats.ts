import type { RelayGuest } from './contracts.ts';

/** The last fifth of all seats is kept for networks that have fewer than so many. */
const keptShare = 1 / 5;
const fewSeats = 20;

/**
 * The seats of all of a relay's processes together: who has how many of them. Neither one network nor one station takes all of them, where
 * others may want some.
 */
export class RelaySeats {
  readonly #total: number;
  readonly #mostOfStation: number | null;
  readonly #ofNetwork = new Map<string, number>();
  readonly #ofStation = new Map<string, number>();
  #taken = 0;
  /** How many stations are at the relay. */
  stations = 0;

  /** @param mostOfStation null: four fifths of all while there are other stations, else all */
  constructor(total: number, mostOfStation: number | null) {
    this.#total = total;
    this.#mostOfStation = mostOfStation;
  }

  /** Whether the station may have one more, as far as there is one. */
  hasRoomFor(station: string): boolean {
    const shared = this.stations > 1 ? Math.ceil(this.#total * (1 - keptShare)) : Infinity;
    return (this.#ofStation.get(station) ?? 0) < (this.#mostOfStation ?? shared);
  }

  /** Whether the station may have one more for this guest. */
  mayTake(station: string, { isHome, network }: RelayGuest): boolean {
    if (!this.hasRoomFor(station)) return false;
    const isKept = this.#taken >= this.#total * (1 - keptShare);
    return !isKept || isHome || (this.#ofNetwork.get(network) ?? 0) < fewSeats;
  }

  count(station: string, network: string, by: 1 | -1): void {
    this.#taken += by;
    change(this.#ofStation, station, by);
    change(this.#ofNetwork, network, by);
  }
}

function change(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
