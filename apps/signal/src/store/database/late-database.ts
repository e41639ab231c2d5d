import type { InStatement, ResultSet } from '@libsql/client';

import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** A database, as far as its users need it. */
export type DatabasePort = Pick<Database, 'where' | 'read' | 'write' | 'close'>;

/** A database that may be away at first: it is opened by whoever needs it next, until that succeeds. */
export class LateDatabase implements DatabasePort {
  readonly where: string;
  readonly #open: () => Promise<Database>;
  #opening: Promise<Database> | null = null;
  #closed = false;

  /**
   * @param where its address, without secrets
   * @param open rejects with a StoreError while it is away
   */
  constructor(where: string, open: () => Promise<Database>) {
    this.where = where;
    this.#open = open;
  }

  async read(statements: InStatement[]): Promise<ResultSet[]> {
    const database = await this.#database();
    return await database.read(statements);
  }

  async write(statements: InStatement[]): Promise<ResultSet[]> {
    const database = await this.#database();
    return await database.write(statements);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    void this.#opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  /** Of many who need it at once, one opens it. */
  async #database(): Promise<Database> {
    if (this.#closed) throw new StoreError('closed', `The database ${this.where} has been closed.`);
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return await this.#opening;
  }
}
