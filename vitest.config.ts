import { defineConfig } from 'vitest/config';

/** Unit and integration tests, beside their sources. What needs a browser and sound is in e2e/. */
export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'apps/*/src/**/*.test.{ts,tsx}',
      'apps/desktop/packaging/**/*.test.ts',
      'bench/src/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    retry: 0,
    testTimeout: 20_000,
    // What is waited for comes; how soon is the machine's affair, and not what a test may fail over.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
  },
});
