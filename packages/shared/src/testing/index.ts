/** The door for tests: time and sockets that a test holds in its hand. */
export * from './fake-clock.ts';
export * from './fake-socket.ts';
