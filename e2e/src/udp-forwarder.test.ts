import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { startUdpForwarder, type UdpForwarder, type UdpForwarderOptions } from './udp-forwarder.ts';

const sockets: Socket[] = [];
const forwarders: UdpForwarder[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const forwarder of forwarders.splice(0)) await forwarder.close();
});

interface Endpoint {
  readonly socket: Socket;
  readonly port: number;
  readonly got: string[];
}

async function endpoint(): Promise<Endpoint> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const got: string[] = [];
  socket.on('message', (message) => got.push(message.toString()));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, port: socket.address().port, got };
}

async function between(
  options: Omit<UdpForwarderOptions, 'target'>,
): Promise<[Endpoint, UdpForwarder, Endpoint]> {
  const target = await endpoint();
  const forwarder = await startUdpForwarder({ ...options, target: { port: target.port } });
  forwarders.push(forwarder);
  return [await endpoint(), forwarder, target];
}

/** In small lots, each awaited: a receive buffer that overflows would be a loss of our own. */
async function sendMany(from: Endpoint, forwarder: UdpForwarder, count: number): Promise<void> {
  const seen = (): number => forwarder.counts.toTarget.forwarded + forwarder.counts.toTarget.dropped;
  const before = seen();
  for (let lot = 0; lot < count; lot += 50) {
    for (let i = lot; i < Math.min(count, lot + 50); i += 1)
      from.socket.send(String(i), forwarder.port, '127.0.0.1');
    await vi.waitFor(() => expect(seen()).toBe(before + Math.min(count, lot + 50)), { interval: 1 });
  }
}

test('carries packets both ways and keeps clients apart', async () => {
  const [client, forwarder, target] = await between({});
  const other = await endpoint();
  target.socket.on('message', (message, from) => target.socket.send(`re ${message.toString()}`, from.port));
  client.socket.send('one', forwarder.port);
  other.socket.send('two', forwarder.port);
  await vi.waitFor(() => expect([client.got, other.got]).toEqual([['re one'], ['re two']]));
});

test('loses about its share, and the same packets with the same seed', async () => {
  const runs: string[][] = [];
  for (let round = 0; round < 2; round += 1) {
    const [client, forwarder, target] = await between({ toTarget: { dropShare: 0.2 }, seed: 7 });
    await sendMany(client, forwarder, 2000);
    await vi.waitFor(() => expect(target.got.length).toBe(forwarder.counts.toTarget.forwarded));
    const share = forwarder.counts.toTarget.dropped / 2000;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    runs.push(target.got);
  }
  expect(runs[0]).toEqual(runs[1]);
});

test('delays, in order', async () => {
  const [client, forwarder, target] = await between({ toTarget: { delayMs: 80, jitterMs: 40 } });
  const began = performance.now();
  await sendMany(client, forwarder, 100);
  await vi.waitFor(() => expect(target.got).toHaveLength(100), { timeout: 5000 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(79);
  expect(target.got).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
});

test('lets nothing through during an outage, and everything after it', async () => {
  const [client, forwarder, target] = await between({ toTarget: { delayMs: 20 } });
  await sendMany(client, forwarder, 5);
  forwarder.setOutage(true);
  await sendMany(client, forwarder, 5);
  expect(forwarder.counts.toTarget.dropped).toBeGreaterThanOrEqual(5);
  forwarder.setOutage(false);
  const before = target.got.length;
  client.socket.send('back', forwarder.port);
  await vi.waitFor(() => expect(target.got).toHaveLength(before + 1));
  expect(target.got.at(-1)).toBe('back');
});

test('changes its faults while it runs, and closes twice without harm', async () => {
  const [client, forwarder, target] = await between({});
  forwarder.setFaults({ toTarget: { dropShare: 1 } });
  await sendMany(client, forwarder, 10);
  expect(forwarder.counts.toTarget.dropped).toBe(10);
  expect(target.got).toEqual([]);
  await forwarder.close();
  await forwarder.close();
});
