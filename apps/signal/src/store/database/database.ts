import { open } from 'node:fs/promises';

import { type Client, createClient, type InStatement, type ResultSet } from '@libsql/client';

import type { ServiceClock } from '../../clock.ts';
import { fileOf } from './file-of.ts';
import { StoreError, storeError } from './store-error.ts';

export interface DatabaseOptions {
  /** `file:…`, or the address of a libSQL server: `libsql://…`, `https://…`, `http://…`. */
  readonly url: string;
  /** What a server asks for. */
  readonly token?: string | undefined;
  readonly clock: ServiceClock;
}

/** SQLite waits for a lock in the thread that asks, which has sockets to serve: short there, and the rest of the time between. */
const lockWaitMs = 50;
const retryBusyMs = 100;
/** How long another program may keep the database, ms. */
const longestBusyMs = 5_000;
/** Until a server has answered a request, ms. */
const answerWithinMs = 5_000;

/** A libSQL database, by its client; every error comes as a `StoreError`. */
export class Database {
  /** Its address, without secrets. */
  readonly where: string;
  readonly #client: Client;
  readonly #clock: ServiceClock;
  #closed = false;

  private constructor(client: Client, where: string, clock: ServiceClock) {
    this.#client = client;
    this.where = where;
    this.#clock = clock;
  }

  /** @throws StoreError (rejects) */
  static async open({ url, token, clock }: DatabaseOptions): Promise<Database> {
    const where = withoutSecrets(url);
    const file = fileOf(url);
    let client: Client | null = null;
    try {
      if (file !== null) await makePrivate(file);
      const made = createClient({
        url,
        // One connection to a file: its statements are synchronous, so there is never a second one under way.
        concurrency: file === null ? 20 : 1,
        timeout: lockWaitMs,
        fetch: fetchInTime,
        ...(token === undefined ? {} : { authToken: token }),
      });
      client = made;
      const database = new Database(made, where, clock);
      // Readers and a writer do not wait for each other. Stays with the file.
      if (made.protocol === 'file') await database.#whenFree(() => made.execute('PRAGMA journal_mode=WAL'));
      return database;
    } catch (error) {
      client?.close();
      throw storeError(error, where);
    }
  }

  /** All of one moment. @throws StoreError (rejects) */
  async read(statements: InStatement[]): Promise<ResultSet[]> {
    return await this.#run(() => this.#client.batch(statements, 'read'));
  }

  /** All of them, or none. @throws StoreError (rejects) */
  async write(statements: InStatement[]): Promise<ResultSet[]> {
    return await this.#run(() => this.#client.batch(statements, 'write'));
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.close();
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw closedError(this.where);
    return await this.#whenFree(work);
  }

  async #whenFree<T>(work: () => Promise<T>): Promise<T> {
    for (let waitedMs = 0; ; waitedMs += lockWaitMs + retryBusyMs) {
      try {
        return await work();
      } catch (cause) {
        const error = storeError(cause, this.where);
        if (error.reason !== 'busy') throw error;
        // What was refused stays under way on its connection until it is collected, and would keep the next one from its end.
        if (this.#client.protocol === 'file') this.#client.reconnect();
        if (waitedMs >= longestBusyMs) throw error;
      }
      await new Promise<void>((resolve) => void this.#clock.after(retryBusyMs, resolve));
      if (this.#closed) throw closedError(this.where);
    }
  }
}

const closedError = (where: string): StoreError =>
  new StoreError('closed', `The database ${where} has been closed.`);

/** A new file is its owner's alone, and so are those that SQLite puts beside it: it has secrets in it. */
async function makePrivate(file: string): Promise<void> {
  // What keeps it from that keeps SQLite from it, too, and is told then.
  await open(file, 'ax', 0o600).then(
    (made) => made.close(),
    () => undefined,
  );
}

/** The client itself would wait for ever for a server that has gone. */
const fetchInTime = (request: Request): Promise<Response> =>
  fetch(request, { signal: AbortSignal.timeout(answerWithinMs) });

/** For messages: an address may hold a token. */
export function withoutSecrets(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
