import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { BuiltProgram } from './testing/built-program.ts';
import { listenerHello, Scene, until } from './testing/harness.ts';

const scene = new Scene();
let program: BuiltProgram;
beforeAll(async () => {
  program = await BuiltProgram.build();
}, 60_000);
afterAll(async () => {
  await scene.close();
  await program.close();
});

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
  await program.run(['station', 'add', 'noor', '--name', 'Noor', '--language', 'ar']).ended;
  const { child, output } = program.run(['serve'], variables);
  await until(() => output.out.includes('"listening"'));
  const line = output.out.split('\n').find((one) => one.includes('"listening"'));
  const { url } = JSON.parse(line ?? '') as { url: string };
  for (let crowd = 0; crowd < 10; crowd++) {
    const peers = await Promise.all(Array.from({ length: 100 }, () => scene.raw(url)));
    for (const peer of peers) peer.say(listenerHello);
    await Promise.all(peers.map((peer) => peer.seen('welcome')));
  }
  const status = (await (await fetch(`${url}/api/stations/noor`)).json()) as { listeners: number };
  expect(status.listeners).toBe(1_000);
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(child.pid)]);
  const rssMb = Number(stdout) / 1024;
  expect(rssMb).toBeGreaterThan(20);
  expect(rssMb).toBeLessThanOrEqual(120);
}, 60_000);
