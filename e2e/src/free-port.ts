import { createServer } from 'node:net';

/** Ports that this process has given, none of them twice: whoever asks for two at once has not opened the first when asking for the second. */
const given = new Set<number>();

/** A TCP port that was free a moment ago, for a program that must find the same one again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await unusedPort();
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}

function unusedPort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
