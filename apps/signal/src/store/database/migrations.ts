import type { ServiceClock } from '../../clock.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** Counts up whenever what a running service knows of its stations changes, whoever changed it. */
const bumpRevision = `BEGIN
  UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'revision';
END`;

/**
 * Each is carried out once, in this order, and never changed afterwards: what has to be different comes as another one.
 * Times are ms since 1970.
 */
const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
    `INSERT INTO meta (name, value) VALUES ('revision', '1')`,
    `CREATE TABLE stations (
      slug TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      languages TEXT NOT NULL,
      place TEXT,
      time_zone TEXT,
      access_code_hash TEXT,
      settings TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT`,
    `CREATE TABLE broadcaster_keys (
      id TEXT PRIMARY KEY,
      station TEXT NOT NULL REFERENCES stations (slug) ON DELETE CASCADE,
      hash TEXT NOT NULL UNIQUE,
      label TEXT,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      revoked_at INTEGER
    ) STRICT`,
    `CREATE INDEX broadcaster_keys_station ON broadcaster_keys (station)`,
    `CREATE TABLE broadcasts (
      id TEXT PRIMARY KEY,
      station TEXT NOT NULL REFERENCES stations (slug) ON DELETE CASCADE,
      instance TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      ended_at INTEGER,
      peak_listeners INTEGER NOT NULL,
      minutes_listened REAL NOT NULL
    ) STRICT`,
    `CREATE INDEX broadcasts_station ON broadcasts (station, started_at)`,
    `CREATE INDEX broadcasts_open ON broadcasts (seen_at) WHERE ended_at IS NULL`,
    ...['INSERT', 'UPDATE', 'DELETE'].map(
      (what) => `CREATE TRIGGER stations_${what} AFTER ${what} ON stations ${bumpRevision}`,
    ),
    // When it was last used does not matter to a running service.
    ...['INSERT', 'UPDATE OF station, hash, revoked_at', 'DELETE'].map(
      (what) => `CREATE TRIGGER keys_${what.split(' ')[0]} AFTER ${what} ON broadcaster_keys ${bumpRevision}`,
    ),
  ],
  // Counted up when all who listen are to come in anew.
  ['ALTER TABLE stations ADD COLUMN dismissals INTEGER NOT NULL DEFAULT 0'],
];

export const newestVersion = migrations.length;

/**
 * Brings the database's tables to this program's version; forward only, each step in a transaction. Of several programs
 * that start at once, one carries a step out, and the others find it done.
 * @param onlyIfMade makes no tables where there are none yet
 * @throws StoreError (rejects), `too-new` when a newer program has been here
 */
export async function migrate(database: Database, clock: ServiceClock, onlyIfMade = false): Promise<void> {
  for (let before = -1; ;) {
    const version = await versionOf(database);
    if (version === 0 && onlyIfMade)
      throw new StoreError(
        'failed',
        `The database ${database.where} is empty: it is not the one that went away.`,
      );
    // Who lost the race finds the winner's work; anything else in the way would be there for ever.
    if (version === before)
      throw new StoreError('failed', `The tables of the database ${database.where} cannot be made.`);
    if (version > newestVersion) {
      throw new StoreError(
        'too-new',
        `The database ${database.where} has been changed by a newer version of Mauzin (its tables are of version ${version}, ` +
          `this program knows ${newestVersion}). Update this one too, or put back a backup from before.`,
      );
    }
    const next = migrations[version];
    if (!next) return;
    await step(database, version + 1, next, clock.wallMs());
    before = version;
  }
}

async function step(
  database: Database,
  version: number,
  statements: readonly string[],
  atMs: number,
): Promise<void> {
  try {
    await database.write([
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, done_at INTEGER NOT NULL) STRICT',
      // Of two that are at it, the second one fails here, with nothing changed.
      { sql: 'INSERT INTO migrations (version, done_at) VALUES (?, ?)', args: [version, Math.floor(atMs)] },
      ...statements,
    ]);
  } catch (error) {
    if (!(error instanceof StoreError && error.reason === 'conflict')) throw error;
  }
}

/** 0: there is nothing yet. */
async function versionOf(database: Database): Promise<number> {
  const [tables] = await database.read([
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'",
  ]);
  if (tables?.rows.length === 0) return 0;
  const [newest] = await database.read(['SELECT max(version) AS version FROM migrations']);
  return Number(newest?.rows[0]?.['version'] ?? 0);
}
