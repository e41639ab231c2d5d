import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

const folders = [
  'packages/*/src',
  'apps/*/src',
  'apps/listener/build',
  'apps/desktop/packaging',
  'bench/src',
  'scripts',
];

/** The test files whose names end so. */
const ending = (end: string): string[] => folders.map((folder) => `${folder}/**/*${end}.{ts,tsx,mjs}`);

/** Tests beside their sources. What needs a browser and sound is in e2e/. */
export default defineConfig({
  test: {
    retry: 0,
    testTimeout: 20_000,
    // Set-ups start programs, also beside browsers that keep the machine busy.
    hookTimeout: 60_000,
    // What is waited for comes; how soon is the machine's affair, and not what a test may fail over.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
    maxWorkers: availableParallelism(),
    // These, unless others are asked for: what takes long does so once a night.
    project: ['unit', 'integration'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ending('.test'),
          exclude: [...ending('.integration.test'), ...ending('.long.test')],
          setupFiles: ['scripts/lib/plain-tests.mjs'],
          // Loading the same modules for each file anew would be half of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'integration', include: ending('.integration.test') } },
      { extends: true, test: { name: 'long', include: ending('.long.test'), testTimeout: 600_000 } },
    ],
  },
});
