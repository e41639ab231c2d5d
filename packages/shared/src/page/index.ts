export * from './page-data.ts';
