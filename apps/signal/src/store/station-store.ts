import { randomBytes } from 'node:crypto';

import { type ServiceClock, serviceClock } from '../clock.ts';
import type { ServiceObserver, ServiceStats } from '../observe/contracts.ts';
import { type ServiceLogger, silentLogger } from '../service-logger.ts';
import type { StationDirectory } from './stations/contracts.ts';
import { Database } from './database/database.ts';
import { fileOf } from './database/file-of.ts';
import { History } from './history/history.ts';
import { metaOf, metaQuery } from './database/meta.ts';
import { migrate } from './database/migrations.ts';
import { DatabaseDirectory } from './stations/station-directory.ts';
import { StoreError } from './database/store-error.ts';

export interface StationStoreOptions {
  /** `file:…`, or the address of a libSQL server: `libsql://…`, `https://…`, `http://…`. */
  readonly url: string;
  /** What a server asks for. */
  readonly token?: string | undefined;
  readonly clock?: ServiceClock;
  /** 0..1 */
  readonly random?: () => number;
  readonly logger?: ServiceLogger;
}

/** The stations of a running service, their keys and the history of their broadcasts. */
export interface StationStore {
  /** For `StationAdmin`. */
  readonly database: Database;
  /** Follows what other programs change, within two seconds or so. Without the database it goes on with what it knows. */
  readonly stations: StationDirectory;
  /** Signs resume tokens: made once, so that all services with this database let the same peers in. */
  readonly resumeSecret: string;
  /** Writes down when keys are used and broadcasts begin and end. */
  readonly observer: ServiceObserver;
  /** The service whose broadcasts are written down; once. */
  follow(stats: () => Pick<ServiceStats, 'stations'>): void;
  /** Whether the database answers. @throws StoreError (rejects) */
  ping(): Promise<void>;
  /** Knows every change that was made before the call. @throws StoreError (rejects) */
  readonly refresh: () => Promise<void>;
  /** Writes what is left to write. Idempotent. */
  close(): Promise<void>;
}

/** How long a closing store waits for its last write, ms. */
const lastWriteMs = 2_000;

/** With its tables as this program needs them. @throws StoreError (rejects) */
export async function openDatabase({
  url,
  token,
  clock = serviceClock,
}: StationStoreOptions): Promise<Database> {
  const database = await Database.open({ url, token, clock });
  try {
    await migrate(database, clock);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws StoreError (rejects) */
export async function openStationStore(options: StationStoreOptions): Promise<StationStore> {
  const { clock = serviceClock, random = Math.random, logger = silentLogger, url } = options;
  const database = await openDatabase(options);
  const directory = new DatabaseDirectory({ database, clock, random, logger });
  const newId = (): string => randomBytes(9).toString('base64url');
  const history = new History({ database, clock, logger, newId, shared: fileOf(url) === null });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    directory.close();
    // A database that is away must not keep a service from its end.
    await inTime(clock, history.close(), lastWriteMs);
    database.close();
  };
  try {
    const resumeSecret = await resumeSecretOf(database);
    await directory.start();
    await history.start();
    return {
      database,
      stations: directory,
      resumeSecret,
      observer: history.observer,
      follow: (stats) => history.follow(stats),
      ping: async () => void (await database.read(['SELECT 1'])),
      refresh: () => directory.refresh(),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    directory.close();
    database.close();
    throw error;
  }
}

async function inTime(clock: ServiceClock, work: Promise<void>, withinMs: number): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(withinMs, resolve);
  });
  await Promise.race([work, late]);
  cancel();
}

async function resumeSecretOf(database: Database): Promise<string> {
  const query = metaQuery('resume-secret');
  const [known] = await database.read([query]);
  // Of several services that are at it, the first one's stays.
  const insert = {
    sql: "INSERT INTO meta (name, value) VALUES ('resume-secret', ?) ON CONFLICT DO NOTHING",
    args: [randomBytes(32).toString('base64url')],
  };
  const secret = metaOf(known) ?? metaOf((await database.write([insert, query]))[1]);
  if (secret === null) throw new StoreError('failed', `The database ${database.where} keeps no secret.`);
  return secret;
}
