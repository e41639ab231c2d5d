import type { StationSettings } from '../store/stations/contracts.ts';
import { abandonedAfterMs } from '../store/history/history.ts';
import type { BroadcastRow, KeyRow, StationRow } from '../store/stations/station-schemas.ts';

/** A key as its admin sees it: the key itself is shown once, when it is made. Times are ISO 8601, in UTC. */
export interface KeyView {
  readonly id: string;
  readonly label: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** A station as its admin sees it. */
export interface StationView {
  readonly slug: string;
  readonly name: string;
  /** The first one is the main one. */
  readonly languages: readonly string[];
  readonly place: string | null;
  /** IANA's name. */
  readonly timeZone: string | null;
  /** Who wants to listen is asked for an access code. */
  readonly private: boolean;
  readonly settings: StationSettings;
  readonly createdAt: string;
  readonly keys: readonly KeyView[];
}

export interface BroadcastView {
  readonly startedAt: string;
  /** Null: it goes on. */
  readonly endedAt: string | null;
  /** Most who listened at once. */
  readonly peakListeners: number;
  /** Everybody's minutes together. */
  readonly minutesListened: number;
}

export const viewOfKey = (row: KeyRow): KeyView => ({
  id: row.id,
  label: row.label,
  createdAt: iso(row.created_at),
  lastUsedAt: isoOrNull(row.last_used_at),
  revokedAt: isoOrNull(row.revoked_at),
});

export const viewOfStation = (row: StationRow, keys: readonly KeyRow[]): StationView => ({
  slug: row.slug,
  name: row.name,
  languages: row.languages,
  place: row.place,
  timeZone: row.time_zone,
  private: row.access_code_hash !== null,
  settings: row.settings,
  createdAt: iso(row.created_at),
  keys: keys.map(viewOfKey),
});

/** @param nowMs a broadcast whose service has not been heard of for minutes has ended, though nobody has written so yet */
export const viewOfBroadcast = (row: BroadcastRow, nowMs: number): BroadcastView => ({
  startedAt: iso(row.started_at),
  endedAt: isoOrNull(row.ended_at ?? (nowMs - row.seen_at > abandonedAfterMs ? row.seen_at : null)),
  peakListeners: row.peak_listeners,
  minutesListened: Math.round(row.minutes_listened * 10) / 10,
});

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
