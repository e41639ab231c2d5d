import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a small file whole to a temporary one beside it and moves it into place: a power cut leaves the old or the new one.
 * Throws the file system's error, and leaves the old one then.
 */
export function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.new`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flush: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true, recursive: true });
    throw error;
  }
}
