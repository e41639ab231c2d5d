import { defineConfig } from 'vitest/config';

/** Real pages and real sound: one file at a time, since what is measured here must not disturb itself. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['specs/**/*.spec.ts', 'src/**/*.test.ts'],
    globalSetup: './global-setup.ts',
    fileParallelism: false,
    pool: 'forks',
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    teardownTimeout: 20_000,
  },
});
