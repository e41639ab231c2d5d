export * from './ipc.ts';
export * from './settings.ts';
export * from './state.ts';
