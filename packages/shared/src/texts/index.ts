export * from './document.ts';
export * from './failures.ts';
export * from './language.ts';
export * from './listener.ts';
