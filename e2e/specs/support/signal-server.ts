import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';
import { vi } from 'vitest';

import { type Child, startChild } from '../../src/children.ts';
import { freePort } from '../../src/index.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'apps', 'signal', 'dist', 'cli.js');

/** The signaling service as a program of its own, as on a server. */
export interface SignalServer {
  readonly url: string;
  readonly station: string;
  readonly key: string;
  readonly link: string;
  /** The hard way, as when the power goes. */
  kill(): Promise<void>;
  /** Again, on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startSignalServer(): Promise<SignalServer> {
  const dir = await mkdtemp(join(tmpdir(), 'mauzin-server-'));
  const config = join(dir, 'stations.json');
  const key = generateBroadcasterKey();
  const station = { slug: 'noor', name: 'Masjid an-Noor', language: 'ar', keyHash: hashBroadcasterKey(key) };
  await writeFile(config, JSON.stringify({ stations: [station] }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: Child | null = null;

  const start = async (): Promise<void> => {
    const args = [program, 'serve', '--config', config, '--port', String(port), '--host', '127.0.0.1'];
    const started = startChild(process.execPath, args);
    child = started;
    await vi.waitFor(async () => {
      const response = await fetch(`${url}/healthz`).catch(() => null);
      if (response?.status !== 200) throw new Error(`The service does not answer: ${started.errors()}`);
    }, 10_000);
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    running?.process.kill('SIGKILL');
    await running?.exited;
  };
  await start();
  return {
    url,
    station: station.slug,
    key,
    link: `${url}/s/${station.slug}`,
    kill,
    start,
    async close() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
