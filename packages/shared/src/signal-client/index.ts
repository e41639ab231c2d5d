export * from './backoff.ts';
export * from './clock-of.ts';
export * from './ordered-queues.ts';
export * from './ports.ts';
export * from './signal-client.ts';
