import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StationAdmin } from '../admin/station-admin.ts';
import { serviceClock } from '../clock.ts';
import type { Database } from '../store/database/database.ts';
import {
  openDatabase,
  openStationStore,
  type StationStore,
  type StationStoreOptions,
} from '../store/station-store.ts';
import { LibsqlServer } from './libsql-server.ts';

/** A folder with a database, and everything that a test opens on it; `close` it afterwards. */
export class Stores {
  readonly dir: string;
  readonly #closers: (() => unknown)[] = [];

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(): Promise<Stores> {
    return new Stores(await mkdtemp(join(tmpdir(), 'mauzin-stores-')));
  }

  get url(): string {
    return `file:${this.path}`;
  }

  get path(): string {
    return join(this.dir, 'mauzin.db');
  }

  /** What a service has. */
  async store(options: Partial<StationStoreOptions> = {}): Promise<StationStore & { admin: StationAdmin }> {
    const store = await openStationStore({ url: this.url, ...options });
    this.#closers.push(() => store.close());
    const changed = () => store.refresh();
    const { clock = serviceClock } = options;
    const admin = new StationAdmin({ database: store.database, wallMs: () => clock.wallMs(), changed });
    return { ...store, admin };
  }

  /** What another program has, which tells nobody of its changes. */
  async admin(options: Partial<StationStoreOptions> = {}): Promise<StationAdmin> {
    const database = await this.database(options);
    const { clock = serviceClock } = options;
    return new StationAdmin({ database, wallMs: () => clock.wallMs() });
  }

  async database(options: Partial<StationStoreOptions> = {}): Promise<Database> {
    const database = await openDatabase({ url: this.url, ...options });
    this.#closers.push(() => database.close());
    return database;
  }

  /** The same database, behind a server. */
  async server(token: string | null = null): Promise<LibsqlServer> {
    const server = await LibsqlServer.start(this.path, token);
    this.#closers.push(() => server.close());
    return server;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close();
    await rm(this.dir, { recursive: true });
  }
}
