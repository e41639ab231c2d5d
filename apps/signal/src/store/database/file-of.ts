import { resolve } from 'node:path';

/** The path of a database that is a file (`file:./mauzin.db`, `file:///data/mauzin.db`); null: it is a server's. */
export function fileOf(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  return resolve(decodeURI(url.replace(/^file:(?:\/\/(?=\/))?/, '').replace(/[?#].*$/s, '')));
}
