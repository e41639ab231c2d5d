import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { serve, type Serving } from './serve.ts';
import { exact } from './testing/exact-request.ts';
import { Scene } from './testing/harness.ts';

const scene = new Scene();
let dir = '';
let serving: Serving | null = null;
let taken: Server | null = null;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-serve-'));
});
afterEach(async () => {
  await scene.close();
  await serving?.close();
  serving = null;
  taken?.close();
  taken = null;
  await rm(dir, { recursive: true });
});

const own = () => ({
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'silent',
  MAUZIN_DATABASE: `file:${join(dir, 'mauzin.db')}`,
  MAUZIN_METRICS_PORT: '0',
});

async function started(env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const result = await serve({ ...own(), ...env }, { pagesBeside: dir });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  serving = result.serving;
  return serving;
}

async function portOf(server: Server): Promise<number> {
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const adminToken = 'a-token-of-24-characters-or-more';

describe('serve', () => {
  it('puts together what is configured', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const metricsPort = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const { port, url } = await started({
      MAUZIN_ADMIN_TOKEN: adminToken,
      MAUZIN_METRICS_PORT: String(metricsPort),
      MAUZIN_PUBLIC_URL: 'https://radio.example',
      MAUZIN_ADDRESS_HEADER: 'x-real-ip',
      MAUZIN_RELAY: 'on',
      MAUZIN_RELAY_ADDRESS: '203.0.113.7',
      MAUZIN_STUN_URLS: 'stun:stun.example',
      MAUZIN_TURN_URLS: 'turn:turn.example',
      MAUZIN_TURN_SECRET: 'a-secret-that-coturn-knows-as-well',
      MAUZIN_CONNECTIONS_PER_ADDRESS: '1',
    });
    const authorization = `Bearer ${adminToken}`;
    const added = await fetch(`${url}/api/admin/stations`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ slug: 'noor', name: 'Masjid an-Noor', languages: ['ar'] }),
    });
    expect(added.status).toBe(201);
    await expect.poll(async () => (await fetch(`${url}/api/stations/noor`)).status).toBe(200);
    const listener = await scene.listener(() => url).online();
    expect(listener.welcomes[0]).toMatchObject({
      iceServers: [{ urls: ['stun:stun.example'] }],
      httpStream: 'relay',
    });
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/^mauzin_joins_total\{[^}]*role="listener"[^}]*\} 1$/m);
    const { headers, status } = await exact(port, '/readyz');
    expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=15552000']);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
      needs: { database: true, relay: true },
    });
  });

  it('gives TURN passwords with an offer, and not before', async () => {
    const { url } = await started({
      MAUZIN_ADMIN_TOKEN: adminToken,
      MAUZIN_STUN_URLS: 'stun:stun.example',
      MAUZIN_TURN_URLS: 'turn:turn.example',
      MAUZIN_TURN_SECRET: 'a-secret-that-coturn-knows-as-well',
    });
    const added = await fetch(`${url}/api/admin/stations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ slug: 'noor', name: 'Masjid an-Noor', languages: ['ar'] }),
    });
    const { key } = (await added.json()) as { key: { key: string } };
    await expect.poll(async () => (await fetch(`${url}/api/stations/noor`)).status).toBe(200);
    const listener = await scene.listener(() => url, { listening: true }).online();
    const stun = { urls: ['stun:stun.example'] };
    const welcome = listener.welcomes.find((message) => message.type === 'welcome');
    expect(welcome?.iceServers).toEqual([stun]);
    const broadcaster = await scene.broadcaster(() => url, { key: key.key, onAirMs: 0 }).online();
    broadcaster.client.send({
      type: 'offer',
      listener: welcome?.peer ?? '',
      connection: 'c1',
      sdp: 'an offer',
    });
    await expect
      .poll(() => listener.of('offer'))
      .toMatchObject([
        {
          iceServers: [
            stun,
            { urls: ['turn:turn.example'], username: expect.stringMatching(/^\d+:[\w-]+$/) },
          ],
        },
      ]);
  });

  it('has no admin API and no relay where none is configured', async () => {
    const { url } = await started();
    expect((await fetch(`${url}/api/admin/stations`)).status).toBe(404);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ needs: { database: true } });
  });

  it('closes all that it opened, and leaves no handler on the process', async () => {
    const handlers = () =>
      process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    const before = handlers();
    const first = await started();
    expect(handlers()).toBe(before + 2);
    await Promise.all([first.close(), first.close()]);
    expect(handlers()).toBe(before);
    await expect(fetch(`${first.url}/healthz`)).rejects.toThrow('fetch failed');
    await started({ PORT: String(first.port) });
  });

  it('says in sentences why it does not start, and leaves nothing open', async () => {
    taken = createServer().listen(0, '127.0.0.1');
    const port = String(await portOf(taken));
    const problemsOf = async (env: Record<string, string>) => {
      const result = await serve({ ...own(), ...env }, { pagesBeside: dir });
      return result.ok ? [] : result.problems;
    };
    const before = process.listenerCount('uncaughtException');
    expect(await problemsOf({ PORT: 'x', MAUZIN_RELAY: 'perhaps' })).toHaveLength(2);
    expect(await problemsOf({ PORT: port })).toEqual([
      `Port ${port} of 127.0.0.1 is taken by another program.`,
    ]);
    expect(await problemsOf({ MAUZIN_METRICS_PORT: port })).toEqual([
      expect.stringMatching(/is taken by another program. .*MAUZIN_METRICS_PORT/),
    ]);
    expect(await problemsOf({ MAUZIN_DATABASE: 'file:/proc/none/mauzin.db' })).toEqual([
      expect.stringContaining('/proc/none/mauzin.db'),
    ]);
    expect(process.listenerCount('uncaughtException')).toBe(before);
  });
});
