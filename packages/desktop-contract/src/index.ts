/**
 * The door of packages/desktop-contract: what the desktop's processes agree on (calls, state, settings, words), for the app, its
 * tests and benches. Pure: no I/O, runs in Node and in browsers.
 */
export * from './air-status.ts';
export * from './ipc.ts';
export * from './poster.ts';
export * from './recordings.ts';
export * from './settings.ts';
export * from './sound-report.ts';
export * from './state.ts';
export * from './texts/index.ts';
