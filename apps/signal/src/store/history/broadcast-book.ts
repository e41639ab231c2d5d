import type { StationStats } from '../../observe/contracts.ts';

/** One time on the air, as far as this process has seen it. Times of the day are ms since 1970. */
export interface Broadcast {
  readonly id: string;
  readonly station: string;
  readonly startedAtMs: number;
  /** When it was last known to be on the air. */
  readonly seenAtMs: number;
  readonly endedAtMs: number | null;
  /** Most who listened at once. */
  readonly peakListeners: number;
  /** Everybody's minutes together. */
  readonly minutesListened: number;
}

/** By both clocks: durations by the monotonic one, dates by the time of the day. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

interface Entry extends Broadcast {
  /** Monotonic. */
  readonly sinceMs: number;
  readonly lookedAtMs: number;
  readonly listening: number;
}

/** Who says another start than before by more than this means another broadcast, or knows better, ms. */
const noticeableMs = 5_000;
/** Between two looks further apart the process stood still, and nobody can say who listened, ms. */
const longestGapMs = 60_000;
/** The time of the day that is behind by more than this was set back, ms. */
const setBackMs = 60_000;
/** Ended ones that wait to be written while the database is away. */
const mostEnded = 1_000;

/** The history of broadcasts in the making: from looks at the stations now and then to figures of each broadcast. Pure. */
export class BroadcastBook {
  readonly #newId: () => string;
  readonly #open = new Map<string, Entry>();
  readonly #ended = new Map<string, Broadcast>();

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** All that are on the air, and those that have ended and were not forgotten yet. */
  all(): Broadcast[] {
    return [...this.#ended.values(), ...this.#open.values()];
  }

  /** How things stand now: what is on the air that was not begins, what is not any more has ended. */
  look(stations: readonly StationStats[], at: Moment): void {
    const onAir = new Set<string>();
    for (const stats of stations) {
      if (stats.onAirMs === null) continue;
      onAir.add(stats.station);
      this.#see(stats, stats.onAirMs, at);
    }
    for (const { station } of this.#open.values()) if (!onAir.has(station)) this.#end(station, at);
  }

  /** The service ends, and cannot see any more. */
  endAll(at: Moment): void {
    for (const station of this.#open.keys()) this.#end(station, at);
  }

  /** An ended one has been written. */
  forget(id: string): void {
    this.#ended.delete(id);
  }

  /** It is a broadcast that began under another process: goes on under its id, with its figures. */
  continue(
    id: string,
    before: Pick<Broadcast, 'id' | 'startedAtMs' | 'peakListeners' | 'minutesListened'>,
  ): void {
    const merged = <B extends Broadcast>(own: B): B => ({
      ...own,
      id: before.id,
      startedAtMs: before.startedAtMs,
      peakListeners: Math.max(own.peakListeners, before.peakListeners),
      minutesListened: own.minutesListened + before.minutesListened,
    });
    const ended = this.#ended.get(id);
    if (ended && this.#ended.delete(id)) this.#ended.set(before.id, merged(ended));
    for (const [station, entry] of this.#open) if (entry.id === id) this.#open.set(station, merged(entry));
  }

  #see(stats: StationStats, onAirMs: number, at: Moment): void {
    const { station } = stats;
    const sinceMs = at.monotonicMs - onAirMs;
    const known = this.#open.get(station);
    if (known && sinceMs - known.sinceMs <= noticeableMs) {
      const earlierMs = known.sinceMs - sinceMs;
      const isEarlier = earlierMs > noticeableMs;
      this.#open.set(station, {
        ...this.#listened(known, at),
        ...(isEarlier ? { sinceMs, startedAtMs: known.startedAtMs - earlierMs } : {}),
        ...listeningTo(stats, known),
      });
      return;
    }
    if (known) this.#end(station, at);
    this.#open.set(station, {
      id: this.#newId(),
      station,
      startedAtMs: at.wallMs - onAirMs,
      seenAtMs: at.wallMs,
      endedAtMs: null,
      minutesListened: 0,
      sinceMs,
      lookedAtMs: at.monotonicMs,
      ...listeningTo(stats, { peakListeners: 0 }),
    });
  }

  #listened(entry: Entry, at: Moment): Entry {
    const passedMs = Math.min(longestGapMs, Math.max(0, at.monotonicMs - entry.lookedAtMs));
    return {
      ...entry,
      seenAtMs: at.wallMs,
      lookedAtMs: at.monotonicMs,
      minutesListened: entry.minutesListened + (entry.listening * passedMs) / 60_000,
    };
  }

  #end(station: string, at: Moment): void {
    const known = this.#open.get(station);
    if (!known) return;
    this.#open.delete(station);
    const { sinceMs: _, lookedAtMs: __, listening: ___, ...ended } = this.#listened(known, at);
    this.#ended.set(ended.id, { ...ended, endedAtMs: endOf(known, at) });
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > mostEnded && oldest !== undefined) this.#ended.delete(oldest);
  }
}

/** By the time of the day, unless that was set back meanwhile: then by how long it lasted. */
function endOf({ sinceMs, startedAtMs }: Entry, { monotonicMs, wallMs }: Moment): number {
  const byDurationMs = startedAtMs + Math.max(0, monotonicMs - sinceMs);
  return byDurationMs - wallMs > setBackMs ? byDurationMs : wallMs;
}

function listeningTo(
  { direct, relayed, overHttp }: StationStats,
  { peakListeners }: Pick<Broadcast, 'peakListeners'>,
): Pick<Entry, 'listening' | 'peakListeners'> {
  const listening = direct + relayed + overHttp;
  return { listening, peakListeners: Math.max(peakListeners, listening) };
}
