export * from './language.ts';
export * from './page-areas.ts';
