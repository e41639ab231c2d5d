export * from './air-status.ts';
export * from './ipc.ts';
export * from './poster.ts';
export * from './recordings.ts';
export * from './settings.ts';
export * from './sound-report.ts';
export * from './state.ts';
