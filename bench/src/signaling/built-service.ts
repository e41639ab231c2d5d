import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { bundleForNode } from '../bundle-for-node.ts';
import { type Remote, startRemote } from '../remote.ts';
import type { MauzinPlace } from './mauzin-side.ts';
import type { CollectCalls } from './server-calls.ts';

const cli = new URL('../../../apps/signal/dist/cli.js', import.meta.url);
const station = 'noor';
const readyWithinMs = 15_000;

/** Limits set wide, none switched off: everything comes from one address here, thousands a second, and would be kept out otherwise. */
const wideLimits = {
  MAUZIN_MAX_LISTENERS: '100000',
  MAUZIN_MAX_CONNECTIONS: '100000',
  MAUZIN_DIRECT_CAPACITY: '100000',
  MAUZIN_CONNECTIONS_PER_ADDRESS: '100000',
  MAUZIN_HELLOS_PER_ADDRESS: '100000',
  MAUZIN_HELLO_BURST_PER_ADDRESS: '100000',
  // Each socket begins as a request.
  MAUZIN_REQUESTS_PER_ADDRESS: '100000',
  MAUZIN_REQUEST_BURST_PER_ADDRESS: '1000000',
  MAUZIN_HTTP_CONNECTIONS_PER_ADDRESS: '100000',
  MAUZIN_MESSAGES_PER_ADDRESS: '1000000',
  MAUZIN_MESSAGE_BURST_PER_ADDRESS: '1000000',
  MAUZIN_BYTES_PER_ADDRESS: '1000000000',
  MAUZIN_BYTE_BURST_PER_ADDRESS: '1000000000',
  MAUZIN_BROADCASTER_BYTES_PER_SECOND: '1000000000',
  MAUZIN_BROADCASTER_MESSAGES_PER_SECOND: '100000',
};

export interface BuiltService {
  readonly server: Remote<CollectCalls, object>;
  readonly place: MauzinPlace;
}

/** `mauzin serve`, as it is built, with a database of its own that holds one station and its key. */
export async function openBuiltService(defer: (close: () => unknown) => void): Promise<BuiltService> {
  const dir = await mkdtemp(join(tmpdir(), 'mauzin-bench-'));
  defer(() => rm(dir, { recursive: true, force: true }));
  const [port, metricsPort] = await twoFreePorts();
  const env = {
    ...wideLimits,
    HOST: '127.0.0.1',
    PORT: String(port),
    MAUZIN_DATABASE: `file:${join(dir, 'mauzin.db')}`,
    MAUZIN_RELAY: 'off',
    MAUZIN_METRICS_PORT: String(metricsPort),
    LOG_LEVEL: 'warn',
  };
  const key = await addStation(env);
  const collector = await bundleForNode(new URL('collect.ts', import.meta.url));
  defer(collector.remove);
  const server: Remote<CollectCalls, object> = startRemote('service', cli, {
    args: ['serve'],
    execArgv: [...(await ownOptions()), '--expose-gc', '--import', collector.url.href],
    env,
  });
  defer(() => server.close());
  await untilReady(port);
  return { server, place: { port, station, key } };
}

/** Options of Node that the program asks for in its first line, where it is started by its name. */
async function ownOptions(): Promise<string[]> {
  const [first = ''] = (await readFile(cli, 'utf8')).split('\n', 1);
  return first.startsWith('#!') ? first.split(' ').filter((word) => word.startsWith('--')) : [];
}

async function addStation(env: Readonly<Record<string, string>>): Promise<string> {
  const args = ['station', 'add', station, '--name', 'Masjid an-Noor', '--language', 'ar', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(cli), ...args], {
    env: { ...process.env, ...env },
  });
  const added = JSON.parse(stdout) as { readonly key: { readonly key: string } };
  return added.key.key;
}

async function untilReady(port: number): Promise<void> {
  for (const startMs = performance.now(); performance.now() - startMs < readyWithinMs;) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error('the service is not ready');
}

/** Both ports are held at the same time: of two that are asked for one after the other, the second is at times the first again. */
async function twoFreePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports as [number, number];
}
