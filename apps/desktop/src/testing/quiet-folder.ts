import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';

/** A new folder on a disk that nobody else keeps busy, where there is one: for what gives a slow disk up after seconds. */
export const quietFolder = (name: string): Promise<string> =>
  mkdtemp(join(existsSync(memory) ? memory : tmpdir(), `mauzin-${name}-`));
