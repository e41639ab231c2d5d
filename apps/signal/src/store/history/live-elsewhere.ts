import * as v from 'valibot';

import type { ServiceClock } from '../../clock.ts';
import type { StationStats } from '../../observe/contracts.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import type { DatabasePort } from '../database/late-database.ts';

export interface LiveElsewhereOptions {
  readonly database: DatabasePort;
  readonly clock: Pick<ServiceClock, 'after'>;
  readonly logger: ServiceLogger;
  /** As this process calls itself in the rows of its broadcasts. */
  readonly instance: string;
}

const openSchema = v.object({ station: v.string(), id: v.string(), seen_at: v.number() });

/** What the other instance's row said first, and whether it has gone on since. */
interface Watched {
  readonly seen: string;
  readonly goesOn: boolean;
}

/** How often it is looked for stations that have listeners here, and no broadcaster, ms. */
const lookEveryMs = 10_000;

/**
 * Stations whose listeners came to this instance while they are live at another one: until instances pass sound on to each other, these
 * listeners hear nothing. Known by the rows of broadcasts, which each instance writes once a minute: one that another instance goes on
 * writing is live there. No clocks are compared, since those of two machines differ.
 */
export class LiveElsewhere {
  readonly #options: LiveElsewhereOptions;
  /** By station. */
  #watched = new Map<string, Watched>();
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: LiveElsewhereOptions) {
    this.#options = options;
  }

  /** How many stations that is now. */
  get count(): number {
    return [...this.#watched.values()].filter(({ goesOn }) => goesOn).length;
  }

  /** Looks from now on; once. */
  follow(stations: () => readonly StationStats[]): void {
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(lookEveryMs, () => {
      void this.#look(stations()).finally(() => this.follow(stations));
    });
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  async #look(stations: readonly StationStats[]): Promise<void> {
    const waiting = stations.filter(({ listeners, onAirMs }) => listeners > 0 && onAirMs === null);
    const rows = waiting.length === 0 ? new Map<string, string>() : await this.#openElsewhere();
    // A database that is away tells nothing: what was known stays.
    if (rows === null || this.#closed) return;
    const watched = new Map<string, Watched>();
    for (const { listeners, station } of waiting) {
      const seen = rows.get(station);
      if (seen === undefined) continue;
      const before = this.#watched.get(station);
      const goesOn = before !== undefined && (before.goesOn || before.seen !== seen);
      watched.set(station, { seen: before?.seen ?? seen, goesOn });
      if (goesOn && !before.goesOn)
        this.#options.logger.warn(
          { station, listeners },
          'listeners came here, and their station is live elsewhere',
        );
    }
    this.#watched = watched;
  }

  /** By station: which of its broadcasts is open at another instance, and when that was written last. Null: nobody can say. */
  async #openElsewhere(): Promise<ReadonlyMap<string, string> | null> {
    const { database, instance } = this.#options;
    try {
      const [open] = await database.read([
        {
          sql: 'SELECT station, id, seen_at FROM broadcasts WHERE ended_at IS NULL AND instance <> ? ORDER BY seen_at',
          args: [instance],
        },
      ]);
      const rows = (open?.rows ?? []).map((row) => v.parse(openSchema, row));
      return new Map(rows.map(({ id, seen_at, station }) => [station, `${id} ${seen_at}`]));
    } catch {
      return null;
    }
  }
}
