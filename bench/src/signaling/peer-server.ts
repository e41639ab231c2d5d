import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { PeerServer } from 'peer';

import { serve } from '../remote.ts';
import type { PeerServerCalls } from './server-calls.ts';

const calls: PeerServerCalls = {
  async open() {
    const server = await new Promise<Parameters<NonNullable<Parameters<typeof PeerServer>[1]>>[0]>((done) => {
      // More at once than anybody asks for; everything else as it comes.
      PeerServer({ port: 0, path: '/', concurrent_limit: 100_000 }, done);
    });
    if (!server.listening) await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  },
  collect: () => globalThis.gc?.(),
};
serve(calls);
