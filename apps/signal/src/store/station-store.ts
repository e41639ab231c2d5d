import { randomBytes } from 'node:crypto';

import { type ServiceClock, serviceClock } from '../clock.ts';
import type { ServiceObserver, ServiceStats, StoreFigures } from '../observe/contracts.ts';
import { type ServiceLogger, silentLogger } from '../service-logger.ts';
import type { StationDirectory } from './stations/contracts.ts';
import { Database, withoutSecrets } from './database/database.ts';
import { fileOf } from './database/file-of.ts';
import { type DatabasePort, LateDatabase } from './database/late-database.ts';
import { History } from './history/history.ts';
import { LiveElsewhere } from './history/live-elsewhere.ts';
import { type Known, LocalCopy } from './local-copy.ts';
import { metaOf, metaQuery } from './database/meta.ts';
import { migrate } from './database/migrations.ts';
import { DatabaseDirectory } from './stations/station-directory.ts';
import { StoreError, type StoreErrorReason } from './database/store-error.ts';

export interface StationStoreOptions {
  /** `file:…`, or the address of a libSQL server: `libsql://…`, `https://…`, `http://…`. */
  readonly url: string;
  /** What a server asks for. */
  readonly token?: string | undefined;
  readonly clock?: ServiceClock;
  /** 0..1 */
  readonly random?: () => number;
  readonly logger?: ServiceLogger;
  /** The file in which what is known is kept on this machine, to start from while the database is away. Default: none is kept. */
  readonly localCopy?: string | undefined;
}

/** The stations of a running service, their keys and the history of their broadcasts. */
export interface StationStore {
  /** For `StationAdmin`. */
  readonly database: DatabasePort;
  /** Follows what other programs change, within two seconds or so. Without the database it goes on with what it knows. */
  readonly stations: StationDirectory;
  /** Signs resume tokens: made once, so that all services with this database let the same peers in. */
  readonly resumeSecret: string;
  /** Writes down when keys are used and broadcasts begin and end. */
  readonly observer: ServiceObserver;
  /** The service whose broadcasts are written down; once. */
  follow(stats: () => Pick<ServiceStats, 'stations'>): void;
  /** How it stands now, for figures. */
  figures(): StoreFigures;
  /** Whether the database answers. @throws StoreError (rejects) */
  ping(): Promise<void>;
  /** Knows every change that was made before the call. @throws StoreError (rejects) */
  readonly refresh: () => Promise<void>;
  /** Writes what is left to write. Idempotent. */
  close(): Promise<void>;
}

/** How long a closing store waits for its last write, ms. */
const lastWriteMs = 2_000;

/** What only a person can mend: a copy would hide it. */
const wrongSetUp: ReadonlySet<StoreErrorReason> = new Set(['bad-address', 'too-new', 'closed']);

/**
 * With its tables as this program needs them.
 * @param onlyIfMade refuses a database without any: what comes back empty is not the one that went away
 * @throws StoreError (rejects)
 */
export async function openDatabase(
  { url, token, clock = serviceClock }: StationStoreOptions,
  { onlyIfMade = false }: { readonly onlyIfMade?: boolean } = {},
): Promise<Database> {
  const database = await Database.open({ url, token, clock });
  try {
    await migrate(database, clock, onlyIfMade);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * While the database is away it starts with the local copy of before, if there is one.
 * @throws StoreError (rejects)
 */
export async function openStationStore(options: StationStoreOptions): Promise<StationStore> {
  const { clock = serviceClock, random = Math.random, logger = silentLogger, localCopy, url } = options;
  let startedWith: Known | null = null;
  const database = new LateDatabase(withoutSecrets(url), () =>
    openDatabase(options, { onlyIfMade: startedWith !== null }),
  );
  const directory = new DatabaseDirectory({ database, clock, random, logger });
  const newId = (): string => randomBytes(9).toString('base64url');
  const history = new History({ database, clock, logger, newId, shared: fileOf(url) === null });
  const copy =
    localCopy === undefined ? null : new LocalCopy({ file: localCopy, where: database.where, logger });
  const elsewhere = new LiveElsewhere({ database, clock, logger, instance: history.instance });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    directory.close();
    elsewhere.close();
    // A database that is away must not keep a service from its end.
    await inTime(clock, Promise.all([history.close(), copy?.settled()]), lastWriteMs);
    database.close();
  };
  const startFromCopy = async (error: unknown): Promise<string> => {
    startedWith = error instanceof StoreError && !wrongSetUp.has(error.reason) ? await readOf(copy) : null;
    if (startedWith === null) throw error;
    logger.warn({ err: error }, 'the database is away: started with the local copy of its stations');
    directory.startWith(startedWith.stations);
    return startedWith.resumeSecret;
  };
  const start = async (): Promise<string> => {
    const secret = await resumeSecretOf(database);
    await directory.start();
    return secret;
  };
  try {
    const resumeSecret = await start().catch(startFromCopy);
    await history.start();
    const keep = (): void => void copy?.keep({ resumeSecret, stations: directory.all() });
    if (startedWith === null) keep();
    directory.onChange(keep);
    return {
      database,
      stations: directory,
      resumeSecret,
      observer: history.observer,
      follow: (stats) => {
        history.follow(stats);
        // A file is this machine's alone.
        if (fileOf(url) === null) elsewhere.follow(() => stats().stations);
      },
      figures: () => ({ databaseAway: directory.isAway, liveElsewhere: elsewhere.count }),
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

const readOf = async (copy: LocalCopy | null): Promise<Known | null> => (await copy?.read()) ?? null;

async function inTime(clock: ServiceClock, work: Promise<unknown>, withinMs: number): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(withinMs, resolve);
  });
  await Promise.race([work, late]);
  cancel();
}

async function resumeSecretOf(database: DatabasePort): Promise<string> {
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
