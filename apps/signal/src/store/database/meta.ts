import type { InStatement, ResultSet } from '@libsql/client';

/** What the database says of itself, by name. */
export const metaQuery = (name: 'revision' | 'resume-secret'): InStatement => ({
  sql: 'SELECT value FROM meta WHERE name = ?',
  args: [name],
});

/** Null: it has not been written yet. */
export function metaOf(result: ResultSet | undefined): string | null {
  const value = result?.rows[0]?.['value'];
  return typeof value === 'string' ? value : null;
}
