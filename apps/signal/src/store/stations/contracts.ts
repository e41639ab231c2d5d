import type { Station } from '@mauzin/shared';

/** What differs from station to station, besides who may come in. Every one is enforced. */
export interface StationSettings {
  /** Listener pages open at once; absent: the service's own limit. */
  readonly maxListeners?: number;
  /** Listeners that its broadcaster serves directly; absent: the service's own limit. A broadcaster may say that it can do less. */
  readonly directCapacity?: number;
  /** False: its sound is never relayed, nor served over HTTP, by this service. */
  readonly relay?: boolean;
  /** False: it is left out of the list of stations. */
  readonly listed?: boolean;
}

/** A station as the service is told of it. */
export interface StationConfig extends Omit<Station, 'private'> {
  /** From `hashBroadcasterKey`, one for each key that may broadcast; the keys themselves are never stored. None: nobody may. */
  readonly keyHashes: readonly string[];
  /** Of a key that lets nobody broadcast: by it the broadcaster's own ears listen, private or not, and are counted nowhere. */
  readonly earKeyHash?: string;
  /** From `hashAccessCode`: the station is private, only who has its code may listen. */
  readonly accessCodeHash?: string;
  readonly settings?: StationSettings;
  /** How often all who listened were to come in anew; whenever it changes, they are. */
  readonly dismissals?: number;
}

/** All stations of a service, as they are now. */
export interface StationDirectory {
  /** By slug. */
  all(): readonly StationConfig[];
  get(slug: string): StationConfig | null;
  /** Told after a station was added, changed or removed, with the slugs. Returns how to hear no more. */
  onChange(told: (slugs: readonly string[]) => void): () => void;
}

/** Stations that never change. */
export function fixedStations(stations: readonly StationConfig[]): StationDirectory {
  const bySlug = new Map(stations.map((station) => [station.slug, station]));
  return {
    all: () => stations,
    get: (slug) => bySlug.get(slug) ?? null,
    onChange: () => () => undefined,
  };
}
