import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answer, toAppUrl } from './custom-scheme.ts';

/**
 * Answers Chromium from the app's own protocol handlers, over loopback: whatever Chromium asks for comes here, the modules of
 * worklets and the parts of a sound file included, which the debugging protocol hides from whoever intercepts requests.
 */
export async function serveSchemes(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A player that has heard enough leaves in the middle.
      if (!response.destroyed) console.error('stand-in: the protocol handler failed for', request.url, error);
      response.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return { server, port: (server.address() as AddressInfo).port };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = toAppUrl(`http://${request.headers.host ?? ''}${request.url ?? '/'}`);
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const leaves = new AbortController();
  response.once('close', () => leaves.abort());
  const init = { method: request.method ?? 'GET', headers, signal: leaves.signal };
  const answered = await answer(new Request(url, init));
  if (!answered) return void response.destroy();
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body) await pipeline(Readable.fromWeb(answered.body as never), response);
  else response.end();
}
