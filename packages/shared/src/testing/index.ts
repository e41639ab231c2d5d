/** The door for tests: time and sockets that a test holds in its hand, what the service says first, and what must hold of texts. */
export * from './fake-clock.ts';
export * from './fake-socket.ts';
export * from './text-cases.ts';
export * from './welcomes.ts';
