export * from './access-code.ts';
export * from './ascii-digits.ts';
export * from './failures.ts';
export * from './fields.ts';
export * from './limits.ts';
export * from './messages.ts';
export * from './parse.ts';
