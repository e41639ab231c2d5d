import { fileOf } from './database/file-of.ts';

/**
 * Where the local copy of a database is kept; undefined: nowhere. Pure.
 * @param configured a path; null: where it is by default
 */
export function localCopyOf(configured: string | null, databaseUrl: string): string | undefined {
  if (configured !== null) return configured === 'off' ? undefined : configured;
  const file = fileOf(databaseUrl);
  return file === null ? 'mauzin.copy' : `${file}.copy`;
}
