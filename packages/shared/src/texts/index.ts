export * from './desktop-files.ts';
export * from './desktop-system.ts';
export * from './desktop.ts';
export * from './failures.ts';
export * from './language.ts';
export * from './listener.ts';
export * from './poster.ts';
