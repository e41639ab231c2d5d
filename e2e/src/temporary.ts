import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

/** A directory that is removed at the latest when this process ends. */
export async function makeTemporaryDir(name: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), `mauzin-${name}-`));
  made.add(dir);
  return dir;
}

/** Removes it with everything in it; harmless when repeated. */
export async function removeTemporaryDir(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  made.delete(dir);
}

process.once('exit', () => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});
