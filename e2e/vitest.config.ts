import { configDefaults, defineConfig } from 'vitest/config';

const long = ['**/*.long.spec.ts'];
/** Of those beside the harness: they only compute. */
const computing = [
  'src/hear.test.ts',
  'src/tools.test.ts',
  'src/beyond-control.test.ts',
  'src/rules.test.ts',
];

const all = {
  pool: 'forks',
  retry: 0,
  testTimeout: 60_000,
  hookTimeout: 90_000,
  // What comes by itself is only waited for; how soon it comes is the machine's affair, and not what a test may fail over.
  expect: { poll: { timeout: 10_000 } },
} as const;

/** Real pages, real programs and real sound. Which project a spec belongs to is said by its folder and its name. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    // Once, whichever projects run: so it is none of theirs.
    globalSetup: './global-setup.ts',
    teardownTimeout: 20_000,
    projects: [
      {
        test: {
          ...all,
          // Nothing is heard here, and nothing measured that needs a quiet machine: it may run beside other tests.
          name: 'soundless',
          maxWorkers: 2,
          include: ['soundless/**/*.spec.ts', 'gallery/**/*.test.ts', ...computing],
          exclude: [...configDefaults.exclude, ...long],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...all,
          // Whether sound comes, from where, and what people see of it: three files at a time, since most of their time is waiting.
          name: 'heard',
          include: ['heard/**/*.spec.ts'],
          exclude: [...configDefaults.exclude, ...long],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...all,
          // How well it is heard: gaps, delays, times. One file at a time and nothing beside it, or it would disturb itself.
          name: 'measured',
          include: ['measured/**/*.spec.ts', 'src/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...long, ...computing],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...all,
          // What takes minutes, of either kind: each night, and before a larger step is called done.
          name: 'long',
          include: ['{heard,measured,soundless}/**/*.long.spec.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
