import { defineConfig } from 'vitest/config';

/** Writes the pictures of the screens for docs/screens: `pnpm --filter @mauzin/e2e run pictures`. */
export default defineConfig({
  root: import.meta.dirname,
  test: { include: ['write-pictures.ts'], pool: 'forks', testTimeout: 120_000 },
});
