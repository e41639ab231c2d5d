import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';

import { generateBroadcasterKey } from '@mauzin/signal';
import { afterEach, expect, test } from 'vitest';

import { type InsideService, portsToTry, startInsideService } from './inside-service.ts';

let occupier: Server | null = null;
let started: InsideService | null = null;

afterEach(async () => {
  await started?.service.close();
  occupier?.close();
  started = null;
  occupier = null;
});

async function occupy(): Promise<number> {
  occupier = createServer().listen(0);
  await once(occupier, 'listening');
  const address = occupier.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const start = (port: number): Promise<InsideService> =>
  startInsideService({
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    key: generateBroadcasterKey(),
    accessCode: null,
    port,
    pagesDir: tmpdir(),
    liveStreams: { route: 'direct', available: () => false, open: () => null } as const,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });

test('tries the wanted port, its neighbours, and then any', () => {
  expect(portsToTry(8080)).toEqual([8080, 8081, 8082, 8083, 8084, 8085, 8086, 8087, 8088, 8089, 0]);
  expect(portsToTry(65_534)).toEqual([65_534, 65_535, 0]);
  expect(portsToTry(0)).toEqual([0]);
});

test('takes the next free port when the wanted one is taken', async () => {
  const taken = await occupy();
  started = await start(taken);
  expect(started.port).not.toBe(taken);
  const answer = await fetch(`http://127.0.0.1:${started.port}/api/stations/noor`);
  expect(await answer.json()).toMatchObject({ slug: 'noor', live: false });
});
