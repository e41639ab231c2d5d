import { open, readFile, rename, rm } from 'node:fs/promises';

import * as v from 'valibot';

import type { ServiceLogger } from '../service-logger.ts';
import type { StationConfig } from './stations/contracts.ts';
import { stationCopySchema } from './stations/station-schemas.ts';

/** All that a service needs to start without its database. */
export interface Known {
  readonly resumeSecret: string;
  readonly stations: readonly StationConfig[];
}

export interface LocalCopyOptions {
  readonly file: string;
  /** The address of the database that is copied, without secrets: another one's copy is none. */
  readonly where: string;
  readonly logger: ServiceLogger;
}

/** Its shape; a file of another one is none that this program knows. */
const version = 1;
const copySchema = v.object({
  version: v.literal(version),
  database: v.string(),
  resumeSecret: v.pipe(v.string(), v.minLength(1)),
  stations: v.array(stationCopySchema),
});

/**
 * What a service last knew of its database, in a file on its own machine. Nobody but its owner may read it: it has the secret of the
 * resume tokens in it, and hashes of keys and codes.
 */
export class LocalCopy {
  readonly #options: LocalCopyOptions;
  #written = '';
  #next: Known | null = null;
  #writing: Promise<void> | null = null;
  #failed = false;

  constructor(options: LocalCopyOptions) {
    this.#options = options;
  }

  /** Null: there is none of this database, or it is not understood. */
  async read(): Promise<Known | null> {
    const { file, logger, where } = this.#options;
    try {
      const copy = v.parse(copySchema, JSON.parse(await readFile(file, 'utf8')));
      return copy.database === where ? { resumeSecret: copy.resumeSecret, stations: copy.stations } : null;
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing) logger.warn({ file, err: error }, 'the local copy of the stations cannot be read');
      return null;
    }
  }

  /** Keeps this instead of what is there; of several that come while one is written, the last one. Never rejects. */
  keep(known: Known): Promise<void> {
    this.#next = known;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  /** Resolves when what is to be kept has been written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    const { file, logger, where } = this.#options;
    for (let known = this.#next; known !== null; known = this.#next) {
      this.#next = null;
      const text = `${JSON.stringify({ version, database: where, ...known })}\n`;
      if (text === this.#written) continue;
      try {
        await replace(file, text);
        this.#written = text;
        this.#failed = false;
      } catch (error) {
        // Once: it is tried again with each change.
        if (!this.#failed)
          logger.warn({ file, err: error }, 'the local copy of the stations cannot be written');
        this.#failed = true;
      }
    }
  }
}

/** Whoever reads finds all of the old one or all of the new one, also after a power cut. */
async function replace(file: string, text: string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await rm(part, { force: true });
    const made = await open(part, 'wx', 0o600);
    try {
      await made.writeFile(text);
      await made.sync();
    } finally {
      await made.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}
