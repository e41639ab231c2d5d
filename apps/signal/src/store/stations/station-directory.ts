import * as v from 'valibot';

import type { ServiceClock } from '../../clock.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import type { StationConfig, StationDirectory } from './contracts.ts';
import type { DatabasePort } from '../database/late-database.ts';
import { metaOf, metaQuery } from '../database/meta.ts';
import { keyRowSchema, stationRowSchema } from './station-schemas.ts';

/** How soon a change that another program made is known, ms. */
const lookEveryMs = 2_000;
/** How long at most between two looks at a database that is away, ms. */
const lookAtLeastEveryMs = 60_000;

export interface StationDirectoryOptions {
  readonly database: DatabasePort;
  readonly clock: ServiceClock;
  readonly random: () => number;
  readonly logger: ServiceLogger;
}

/** The stations of a database, in memory. Looks every two seconds whether they have changed; without the database it goes on. */
export class DatabaseDirectory implements StationDirectory {
  readonly #options: StationDirectoryOptions;
  readonly #told = new Set<(slugs: readonly string[]) => void>();
  #stations: ReadonlyMap<string, StationConfig> = new Map();
  #revision: string | null = null;
  #failures = 0;
  #cancel: (() => void) | null = null;
  #reading: Promise<void> | null = null;
  #closed = false;

  constructor(options: StationDirectoryOptions) {
    this.#options = options;
  }

  all(): readonly StationConfig[] {
    return [...this.#stations.values()];
  }

  get(slug: string): StationConfig | null {
    return this.#stations.get(slug) ?? null;
  }

  /** The database did not answer when it was looked at last. */
  get isAway(): boolean {
    return this.#failures > 0;
  }

  onChange(told: (slugs: readonly string[]) => void): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }

  /** Reads all for the first time, and looks again and again from now on. @throws StoreError (rejects) */
  async start(): Promise<void> {
    await this.#read();
    this.#lookLater(lookEveryMs);
  }

  /** Knows these without the database, and looks again and again whether it is back. */
  startWith(stations: readonly StationConfig[]): void {
    this.#stations = new Map(stations.map((station) => [station.slug, station]));
    this.#failures = 1;
    this.#lookLater(lookEveryMs);
  }

  /** Knows what is there at the time of the call or later. @throws StoreError (rejects) */
  async refresh(): Promise<void> {
    // One that is under way may have begun before what is to be seen was written.
    await this.#reading?.catch(() => undefined);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#told.clear();
  }

  async #look(): Promise<void> {
    const { database, logger, random } = this.#options;
    try {
      const [revision] = await database.read([metaQuery('revision')]);
      if (metaOf(revision) !== this.#revision) await this.refresh();
      if (this.#failures > 0) logger.info({}, 'the database is back');
      this.#failures = 0;
      this.#lookLater(lookEveryMs);
    } catch (error) {
      if (this.#closed) return;
      this.#failures += 1;
      if (this.#failures === 1)
        logger.warn({ err: error }, 'the database is away: going on with the stations as they were');
      const backoffMs = Math.min(lookAtLeastEveryMs, lookEveryMs * 2 ** Math.min(this.#failures, 10));
      this.#lookLater(backoffMs * (0.5 + random() / 2));
    }
  }

  #lookLater(delayMs: number): void {
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(delayMs, () => void this.#look());
  }

  async #read(): Promise<void> {
    const [revision, stations, keys] = await this.#options.database.read([
      metaQuery('revision'),
      'SELECT * FROM stations ORDER BY name, slug',
      'SELECT * FROM broadcaster_keys WHERE revoked_at IS NULL ORDER BY created_at, id',
    ]);
    if (this.#closed) return;
    const hashes = new Map<string, string[]>();
    for (const row of keys?.rows ?? []) {
      const key = this.#checked(keyRowSchema, row);
      if (key) hashes.set(key.station, [...(hashes.get(key.station) ?? []), key.hash]);
    }
    const before = this.#stations;
    const now = new Map<string, StationConfig>();
    for (const row of stations?.rows ?? []) {
      const station = this.#checked(stationRowSchema, row);
      if (station) now.set(station.slug, configOf(station, hashes.get(station.slug) ?? []));
    }
    this.#stations = now;
    this.#revision = metaOf(revision);
    this.#tell(
      [...new Set([...before.keys(), ...now.keys()])].filter(
        (slug) => !same(before.get(slug), now.get(slug)),
      ),
    );
  }

  /** Null, and a word in the log, for what somebody has written by other means: the others go on. */
  #checked<S extends v.GenericSchema>(schema: S, row: object): v.InferOutput<S> | null {
    const result = v.safeParse(schema, row);
    if (result.success) return result.output;
    const fields = result.issues.map((issue) => v.getDotPath(issue));
    const slug = 'slug' in row ? row.slug : 'station' in row ? row.station : null;
    this.#options.logger.warn(
      { station: slug, fields },
      'a row of the database is left out: it is not understood',
    );
    return null;
  }

  #tell(slugs: readonly string[]): void {
    if (slugs.length === 0) return;
    for (const told of this.#told) {
      try {
        told(slugs);
      } catch (error) {
        // Theirs, not the database's: the others hear of it all the same.
        this.#options.logger.error({ err: error }, 'a change of the stations failed');
      }
    }
  }
}

function configOf(row: v.InferOutput<typeof stationRowSchema>, keyHashes: readonly string[]): StationConfig {
  const [language = 'en'] = row.languages;
  return {
    slug: row.slug,
    name: row.name,
    language,
    keyHashes,
    settings: row.settings,
    ...(row.access_code_hash === null ? {} : { accessCodeHash: row.access_code_hash }),
    ...(row.dismissals === 0 ? {} : { dismissals: row.dismissals }),
  };
}

const same = (one: StationConfig | undefined, other: StationConfig | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
