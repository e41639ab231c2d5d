/** The door of packages/shared: what every part of Mauzin agrees on. Pure: no I/O, runs in Node and in browsers. */
export * from './protocol/index.ts';
export * from './texts/index.ts';
export * from './opus/index.ts';
export * from './page/index.ts';
export * from './picture/index.ts';
export * from './signal-client/index.ts';
