import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { listenerHello } from './testing/harness.ts';
import { urlOf, useBuiltProgram } from './testing/use-built-program.ts';

const { run, scene } = useBuiltProgram();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

it('with 1,000 idle listeners the whole service takes 120 MB at most', async () => {
  const variables = {
    HOST: '127.0.0.1',
    PORT: '0',
    MAUZIN_RELAY: 'on',
    MAUZIN_METRICS_PORT: String(await freePort()),
  };
  await run(['station', 'add', 'noor', '--name', 'Noor', '--language', 'ar']).ended;
  const serving = run(['serve'], variables);
  const url = await urlOf(serving);
  for (let crowd = 0; crowd < 10; crowd++) {
    const peers = await Promise.all(Array.from({ length: 100 }, () => scene.raw(url)));
    for (const peer of peers) peer.say(listenerHello);
    await Promise.all(peers.map((peer) => peer.seen('welcome')));
  }
  const status = (await (await fetch(`${url}/api/stations/noor`)).json()) as { listeners: number };
  expect(status.listeners).toBe(1_000);
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(serving.child.pid)]);
  const rssMb = Number(stdout) / 1024;
  expect(rssMb).toBeGreaterThan(20);
  expect(rssMb).toBeLessThanOrEqual(120);
}, 60_000);
