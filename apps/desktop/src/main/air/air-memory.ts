import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseFrame } from '@mauzin/shared';
import * as v from 'valibot';

import { writeAtomically } from '../../common/write-atomically.ts';

const memorySchema = v.object({
  live: v.boolean(),
  /** When that began, ISO 8601: for whoever reads the file. */
  at: v.string(),
  /** The sound began it, so the sound may end it. */
  bySignal: v.optional(v.boolean(), false),
});
export type AirMemoryState = Pick<v.InferOutput<typeof memorySchema>, 'live' | 'bySignal'>;

export interface AirMemoryOptions {
  readonly folder: string;
  /** Epoch ms. */
  readonly wallMs: () => number;
  readonly log: (line: string) => void;
}

/**
 * Remembers on disk (`air.json`) whether the station is to be on the air, so that it can be again after the machine's restart. A
 * person's stop or quit forgets it; a crash, a power cut and the system's own goodbye do not.
 */
export class AirMemory {
  readonly #options: AirMemoryOptions;
  readonly #path: string;

  constructor(options: AirMemoryOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'air.json');
  }

  /** As the last run left it; off the air where that is not known. */
  read(): AirMemoryState {
    try {
      const parsed = parseFrame(memorySchema, readFileSync(this.#path, 'utf8'));
      if (parsed.ok) return parsed.value;
      this.#options.log(`air.json cannot be read: ${parsed.detail}`);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing) this.#options.log(`air.json cannot be read: ${String(error)}`);
    }
    return { live: false, bySignal: false };
  }

  write({ bySignal, live }: AirMemoryState): void {
    const at = new Date(this.#options.wallMs()).toISOString();
    try {
      writeAtomically(this.#path, `${JSON.stringify({ live, at, bySignal })}\n`);
    } catch (error) {
      // A full disk must not end a broadcast.
      this.#options.log(`air.json cannot be written: ${String(error)}`);
    }
  }
}
