export * from './escape.ts';
export * from './page-data.ts';
export * from './page-document.ts';
export * from './page-texts.ts';
export * from './shells.ts';
