import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PeerServer } from 'peer';

import { serve } from '../remote.ts';
import type { PeerJsServerCalls } from './server-calls.ts';

type Listening = Pick<Server, 'listening' | 'address'> & NodeJS.EventEmitter;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const calls: PeerJsServerCalls = {
  async open(dir) {
    const port = await portOf(await openPeerServer());
    return { port, pagePort: await portOf(await openPageServer(dir)) };
  },
};
serve(calls);

const openPeerServer = (): Promise<Listening> =>
  new Promise((done) => {
    PeerServer({ port: 0, path: '/' }, (server) => done(server));
  });

/** As a careful web server: everything compressed, and for ever in the cache but for the page itself. */
async function openPageServer(dir: string): Promise<Server> {
  const files = new Map<string, { readonly type: string; readonly body: Buffer }>();
  for (const name of await readdir(dir, { recursive: true })) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const body = await promisify(gzip)(await readFile(join(dir, name)), { level: 9 });
    files.set(name === 'index.html' ? '/' : `/${name}`, { type, body });
  }
  files.set('/blank', {
    type: types['.html'] ?? '',
    body: await promisify(gzip)('<!doctype html><p>Station'),
  });
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://page').pathname);
    if (!file) return void response.writeHead(404).end();
    const headers = { 'content-type': file.type, 'content-encoding': 'gzip' };
    return void response.writeHead(200, headers).end(file.body);
  });
  server.listen(0);
  return server;
}

async function portOf(server: Listening): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
