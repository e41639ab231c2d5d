import type { NetworkInterfaceInfo } from 'node:os';

import type { Station } from '@mauzin/shared';
import { createSignalService, generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';
import { afterEach, describe, expect, test } from 'vitest';

import { NodeListener } from '../testing/node-listener.ts';
import { type EngineWithWindow, startEngine } from '../testing/start-engine.ts';
import type { EngineConfig } from './contract.ts';
import { signalSocketUrl } from './web-socket.ts';

const station: Station = { slug: 'noor', name: 'Noor', language: 'ar' };
const key = generateBroadcasterKey();
const inside: EngineConfig = {
  station,
  server: { kind: 'inside', port: 0, key },
  accessCode: null,
  recordTo: null,
};

/** Everything opened, to be closed in the opposite order. */
const opened: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

function broadcastWith(config: EngineConfig): EngineWithWindow {
  const broadcast = startEngine();
  opened.push(() => broadcast.close());
  broadcast.engine.configure(config);
  return broadcast;
}

async function online({ engine }: EngineWithWindow): Promise<string> {
  await expect.poll(() => engine.state.service.name, { timeout: 10_000 }).toBe('online');
  return new URL(engine.state.link ?? '').origin;
}

function listen(serviceUrl: string, code: string | null = null): NodeListener {
  const listener = new NodeListener(signalSocketUrl(serviceUrl), station.slug, code);
  opened.push(() => listener.close());
  return listener;
}

/** Packets that were heard must be those that were sent, bit for bit, in order and without a hole. */
function expectUnbroken(heard: readonly string[], sent: readonly string[]): void {
  const start = sent.indexOf(heard[0] ?? '');
  expect(start).toBeGreaterThanOrEqual(0);
  expect(heard).toEqual(sent.slice(start, start + heard.length));
}
const hears = (listener: NodeListener, packets: number) =>
  expect.poll(() => listener.heard.length, { timeout: 10_000 }).toBeGreaterThan(packets);

/** A broadcast with the service inside, and somebody who hears it. */
async function heardOnAir() {
  const broadcast = broadcastWith(inside);
  const url = await online(broadcast);
  broadcast.engine.setLive(true);
  const window = await broadcast.sendMix();
  const listener = listen(url);
  await hears(listener, 10);
  return { broadcast, listener, url, window };
}

describe('with the service inside', () => {
  test('the link names the network that the admin fixed, also one of IPv6 alone, and leads to the station', async () => {
    const address = (ip: string, family: 'IPv4' | 'IPv6') =>
      ({ address: ip, family, internal: false, mac: '02:00:00:00:00:01' }) as NetworkInterfaceInfo;
    const interfaces = { eth0: [address('127.0.0.2', 'IPv4')], eth1: [address('::1', 'IPv6')] };
    const broadcast = startEngine({
      interfaces: () => interfaces,
      readDefaultRoutes: () => Promise.resolve(['eth0']),
    });
    opened.push(() => broadcast.close());
    const { engine } = broadcast;
    engine.configure(inside);
    expect(new URL(await online(broadcast)).hostname).toBe('127.0.0.2');
    const networks = [
      { adapter: 'eth0', address: '127.0.0.2' },
      { adapter: 'eth1', address: '::1' },
    ];
    expect(engine.state.networks).toEqual(networks);
    engine.configure({ ...inside, network: networks[1] });
    await expect.poll(() => new URL(engine.state.link ?? '').hostname).toBe('[::1]');
    engine.setLive(true);
    await broadcast.sendMix();
    await hears(listen(await online(broadcast)), 10);
  });

  test('a listener hears the window’s packets as they are, whenever it came', async () => {
    const broadcast = broadcastWith(inside);
    const url = await online(broadcast);
    const early = listen(url);
    await expect.poll(() => early.state).toBe('online');
    expect(early.live).toBe(false);

    broadcast.engine.setLive(true);
    expect(broadcast.engine.state.air).toEqual({ name: 'starting' });
    const window = await broadcast.sendMix();
    await hears(early, 20);
    const late = listen(url);
    await hears(late, 20);
    expectUnbroken(early.heard, window.sent);
    expectUnbroken(late.heard, window.sent);
    await expect
      .poll(() => broadcast.engine.state)
      .toMatchObject({
        mix: 'flowing',
        air: { name: 'live' },
        audience: expect.objectContaining({ open: 2, hearing: 2, peak: 2 }) as unknown,
        link: `${url}/s/noor`,
        notices: [{ name: 'no-network' }],
      });

    broadcast.engine.setLive(false);
    await expect.poll(() => early.live).toBe(false);
    expect(broadcast.engine.state).toMatchObject({ air: { name: 'off' }, mix: 'none' });
  });

  test('a new name restarts the service, and no packet is missed', async () => {
    const { broadcast, listener, url, window } = await heardOnAir();

    const connections = listener.connections.length;
    const port = Number(new URL(url).port);
    broadcast.engine.configure({
      station: { ...station, name: 'An-Noor' },
      server: { kind: 'inside', port, key },
      accessCode: null,
      recordTo: null,
    });
    const nameOf = async (): Promise<unknown> => {
      const answer = await fetch(`${url}/api/stations/noor`).catch(() => null);
      return answer?.json();
    };
    await expect
      .poll(nameOf, { timeout: 10_000 })
      .toMatchObject({ name: 'An-Noor', live: true, listeners: 1 });
    const heard = listener.heard.length;
    await hears(listener, heard + 10);
    expectUnbroken(listener.heard, window.sent);
    expect(listener.connections).toHaveLength(connections);
  });

  test('a private station lets in who has its code; made so while people listen, it takes no sound from them', async () => {
    const { broadcast, listener, url, window } = await heardOnAir();

    const server = { kind: 'inside', port: Number(new URL(url).port), key } as const;
    broadcast.engine.configure({ ...inside, server, accessCode: '471 108' });
    // Nobody is let in by the token of a station that was open.
    await expect.poll(() => listener.failure, { timeout: 10_000 }).toBe('code-needed');
    const since = listener.heard.length;
    await hears(listener, since + 50);
    expectUnbroken(listener.heard, window.sent);

    const stranger = listen(url);
    await expect.poll(() => stranger.failure, { timeout: 10_000 }).toBe('code-needed');
    const guest = listen(url, '471108');
    await hears(guest, 20);
    expect(stranger.heard).toEqual([]);
    expect(await (await fetch(`${url}/api/stations/noor`)).json()).toMatchObject({ private: true });

    // Started anew with the same code it knows its guests, and keeps their connections.
    const connections = guest.connections.length;
    broadcast.engine.configure({
      ...inside,
      server,
      station: { ...station, name: 'An-Noor' },
      accessCode: '471108',
    });
    const status = async (): Promise<unknown> =>
      (await fetch(`${url}/api/stations/noor`).catch(() => null))?.json();
    await expect.poll(status, { timeout: 10_000 }).toMatchObject({ name: 'An-Noor' });
    await expect.poll(() => broadcast.engine.state.audience.open, { timeout: 10_000 }).toBe(1);
    const heard = guest.heard.length;
    await hears(guest, heard + 10);
    expect([guest.failure, guest.connections.length]).toEqual([null, connections]);
  });

  test('a new code ends whoever hears, if the operator wants it so; who has the code hears again', async () => {
    const { broadcast, listener, url } = await heardOnAir();
    const server = { kind: 'inside', port: Number(new URL(url).port), key } as const;
    // The choice alone disturbs nobody.
    broadcast.engine.configure({ ...inside, newCodeEnds: true });
    const before = listener.heard.length;
    await hears(listener, before + 10);
    broadcast.engine.configure({ ...inside, server, accessCode: '471108', newCodeEnds: true });
    await expect.poll(() => listener.failure, { timeout: 10_000 }).toBe('code-needed');
    await expect.poll(() => broadcast.engine.state.audience.hearing, { timeout: 10_000 }).toBe(0);
    const guest = listen(url, '471108');
    const after = listener.heard.length;
    await hears(guest, 20);
    expect(listener.heard).toHaveLength(after);
  });

  test('a window that crashed and came back is heard on the same connection', async () => {
    const broadcast = broadcastWith(inside);
    const url = await online(broadcast);
    // Since when is known from the engine before this one.
    broadcast.engine.setLive(true, 1_000);
    await broadcast.sendMix();
    const listener = listen(url);
    await hears(listener, 10);
    const onAirMs = (): number => {
      const { air } = broadcast.engine.state;
      return air.name === 'live' ? air.onAirMs : 0;
    };
    const before = onAirMs();
    expect(before).toBeGreaterThanOrEqual(1_000);

    const connections = listener.connections.length;
    await broadcast.crashWindow();
    const window = await broadcast.sendMix();
    const mark = `${window.ssrc}:`;
    await expect.poll(() => listener.heard.at(-1), { timeout: 10_000 }).toContain(mark);
    const since = listener.heard.findIndex((packet) => packet.includes(mark));
    expectUnbroken(listener.heard.slice(since), window.sent);
    expect(listener.connections).toHaveLength(connections);
    expect(onAirMs()).toBeGreaterThan(before);
  });
});

describe('with a service elsewhere', () => {
  async function startService(port = 0) {
    const service = createSignalService({
      stations: [{ ...station, keyHashes: [hashBroadcasterKey(key)] }],
      port,
      host: '127.0.0.1',
    });
    opened.push(() => service.close());
    return { service, address: await service.listen() };
  }
  const remote = (url: string, with_ = key): EngineConfig => ({
    station: { ...station, slug: 'mosque' },
    server: { kind: 'remote', url, station: station.slug, key: with_ },
    accessCode: null,
    recordTo: null,
  });

  test('listeners hear, also while that service is away and comes back', async () => {
    const { address, service } = await startService();
    const broadcast = broadcastWith(remote(address.url));
    await online(broadcast);
    expect(broadcast.engine.state.link).toBe(`${address.url}/s/noor`);
    broadcast.engine.setLive(true);
    const window = await broadcast.sendMix();
    const listener = listen(address.url);
    await hears(listener, 10);

    const connections = listener.connections.length;
    await service.close();
    await expect.poll(() => broadcast.engine.state.service.name).toBe('connecting');
    await hears(listener, listener.heard.length + 10);
    await startService(address.port);
    await expect.poll(() => broadcast.engine.state.service.name, { timeout: 10_000 }).toBe('online');
    await expect.poll(() => listener.state, { timeout: 10_000 }).toBe('online');
    await hears(listener, listener.heard.length + 10);
    expectUnbroken(listener.heard, window.sent);
    expect(listener.connections).toHaveLength(connections);
  });

  test('a wrong key is said, and mended by the right one', async () => {
    const { address } = await startService();
    const broadcast = broadcastWith(remote(address.url, generateBroadcasterKey()));
    await expect
      .poll(() => broadcast.engine.state.service, { timeout: 10_000 })
      .toEqual({ name: 'failed', failure: 'wrong-key' });
    broadcast.engine.configure(remote(address.url));
    await online(broadcast);
  });

  test('a taken station is said, and taken over on purpose', async () => {
    const { address } = await startService();
    const first = broadcastWith(remote(address.url));
    await online(first);
    const second = broadcastWith(remote(address.url));
    await expect
      .poll(() => second.engine.state.service, { timeout: 10_000 })
      .toEqual({ name: 'failed', failure: 'station-taken' });
    second.engine.takeOver();
    await online(second);
    await expect
      .poll(() => first.engine.state.service, { timeout: 10_000 })
      .toEqual({ name: 'failed', failure: 'taken-over' });

    second.engine.takeOver(); // of what it has: means nothing, now and later
    first.engine.takeOver();
    await expect
      .poll(() => second.engine.state.service, { timeout: 10_000 })
      .toMatchObject({ failure: 'taken-over' });

    second.engine.setLive(true); // asks again, but takes nothing
    await second.sendMix();
    await expect
      .poll(() => second.engine.state.service, { timeout: 10_000 })
      .toMatchObject({ failure: 'station-taken' });
    second.engine.setLive(false);
    await first.engine.close();
    second.engine.setLive(true);
    await second.sendMix();
    await online(second);
  });
});
