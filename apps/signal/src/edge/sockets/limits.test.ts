import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { limits as protocolLimits } from '@mauzin/shared';
import { afterEach, describe, expect, it } from 'vitest';

import type { Refusal } from '../../observe/contracts.ts';
import { exact } from '../../testing/exact-request.ts';
import {
  broadcasterHello,
  HeldClock,
  listenerHello,
  type RawPeer,
  Scene,
  until,
} from '../../testing/harness.ts';

const scene = new Scene();
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await scene.close();
});

type Options = NonNullable<Parameters<Scene['service']>[0]>;

/** A service that tells what it refused; a proxy before it says where visitors are. */
async function serviceWith(limits: NonNullable<Options['limits']>, { isBehindProxy = true } = {}) {
  const refused: Refusal[] = [];
  const observers = [{ refused: (reason: Refusal) => refused.push(reason) }];
  const proxy = isBehindProxy ? { addressHeader: 'x-real-ip' } : {};
  const running = await scene.service({ ...proxy, observers, limits });
  const { url } = running;
  const page = (address: string): Promise<RawPeer> =>
    scene.raw(url, { origin: url, headers: { 'x-real-ip': address } });
  const program = (address: string): Promise<RawPeer> =>
    scene.raw(url, { headers: { 'x-real-ip': address } });
  return { ...running, refused, page, program };
}

/** What a request to become a socket is answered in plain HTTP. */
const upgrade = {
  connection: 'upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

async function welcomed(peer: RawPeer, hello: object = listenerHello): Promise<RawPeer> {
  peer.say(hello);
  await peer.seen('welcome');
  return peer;
}

/** An open TCP connection, and all that comes over it. */
async function tcp(port: number) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, text: () => text };
}

describe('sockets', () => {
  it('of the whole service: one more is told 503, and when to come back', async () => {
    const { port, page, refused, url } = await serviceWith({ maxConnections: 2 });
    const first = await page('192.0.2.1');
    await page('192.0.2.2');
    const answer = await exact(port, '/ws', { ...upgrade, origin: url, 'x-real-ip': '192.0.2.3' });
    expect([answer.status, answer.headers['retry-after'], refused]).toEqual([503, '15', ['service-full']]);
    first.socket.terminate();
    await expect
      .poll(async () =>
        page('192.0.2.3').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });

  it('of one address: one more is told 429; others come in', async () => {
    const { port, page, refused, url } = await serviceWith({ connectionsPerAddress: 2 });
    const first = await page('192.0.2.1');
    await page('192.0.2.1');
    const answer = await exact(port, '/ws', { ...upgrade, origin: url, 'x-real-ip': '192.0.2.1' });
    expect([answer.status, answer.headers['retry-after'], refused]).toEqual([429, '15', ['address-full']]);
    await page('192.0.2.2');
    first.socket.terminate();
    await expect
      .poll(async () =>
        page('192.0.2.1').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });

  it('that greet too often from one address: later, and others come in', async () => {
    const { page, refused } = await serviceWith({ hellosPerAddress: 1, helloBurstPerAddress: 2 });
    await welcomed(await page('192.0.2.1'));
    await welcomed(await page('192.0.2.1'));
    const third = await page('192.0.2.1');
    third.say(listenerHello);
    expect(await third.gone()).toEqual({ code: 4429, reason: 'too-many-messages' });
    await welcomed(await page('192.0.2.2'));
    expect(refused).toEqual(['too-many-messages']);
  });

  it('that send too much together, each within its own measure', async () => {
    const { page, refused } = await serviceWith({ messagesPerAddress: 1, messageBurstPerAddress: 50 });
    const peers = await Promise.all([1, 2, 3].map(async () => welcomed(await page('192.0.2.1'))));
    const other = await welcomed(await page('192.0.2.2'));
    for (const peer of peers) for (let id = 0; id < 20; id++) peer.say({ type: 'ping', id });
    await until(() => refused.length > 0);
    expect(new Set(refused)).toEqual(new Set(['too-many-messages']));
    await until(() => peers.some(({ closed }) => closed?.code === 4429));
    other.say({ type: 'ping', id: 1 });
    await other.seen('pong');
  });

  it('that send too many bytes, in few messages', async () => {
    const { page, refused } = await serviceWith({
      bytesPerSecond: { listener: 16_000, broadcaster: 16_000 },
    });
    const peer = await welcomed(await page('192.0.2.1'));
    for (let sent = 0; sent < 10; sent++) peer.say({ type: 'ping', id: 1, more: 'x'.repeat(8_000) });
    expect(await peer.gone()).toEqual({ code: 4429, reason: 'too-many-messages' });
    expect(refused).toEqual(['too-many-messages']);
  });

  it('that send too many bytes together, each within its own measure', async () => {
    const { page, refused } = await serviceWith({ bytesPerAddress: 1_000, byteBurstPerAddress: 100_000 });
    const peers = await Promise.all([1, 2, 3].map(async () => welcomed(await page('192.0.2.1'))));
    const other = await welcomed(await page('192.0.2.2'));
    for (const peer of peers)
      for (let sent = 0; sent < 5; sent++) peer.say({ type: 'ping', id: 1, more: 'x'.repeat(8_000) });
    await until(() => refused.length > 0);
    expect(new Set(refused)).toEqual(new Set(['too-many-messages']));
    other.say({ type: 'ping', id: 1 });
    await other.seen('pong');
  });

  it('that send larger messages than are allowed', async () => {
    const { page } = await serviceWith({ messageBytes: 20_000 });
    const peer = await welcomed(await page('192.0.2.1'));
    peer.say({ type: 'answer', connection: 'c1', sdp: 'x'.repeat(20_000) });
    expect((await peer.gone()).code).toBe(1009);
    expect(protocolLimits.frameBytes).toBeGreaterThan(20_000);
  });
});

describe('a broadcaster with a right key comes in', () => {
  const wrongKey = 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa';

  it('when the service and its address are full of listeners, and theirs are too many messages', async () => {
    const { page, program } = await serviceWith({
      maxConnections: 2,
      connectionsPerAddress: 2,
      helloBurstPerAddress: 2,
      hellosPerAddress: 1,
      messagesPerAddress: 10,
      messageBurstPerAddress: 10,
    });
    await welcomed(await page('192.0.2.1'));
    await welcomed(await page('192.0.2.1'));
    await expect(page('192.0.2.1')).rejects.toThrow('503');
    const broadcaster = await welcomed(await program('192.0.2.1'), broadcasterHello);
    for (let id = 0; id < 100; id++) broadcaster.say({ type: 'ping', id });
    await until(() => broadcaster.frames.filter(({ type }) => type === 'pong').length === 100);
  });

  it('after any number of wrong ones, and takes no listener’s place', async () => {
    const { page, program } = await serviceWith({ maxConnections: 1 });
    for (let guess = 0; guess < 8; guess++) {
      const guesser = await program('192.0.2.1');
      guesser.say({ ...broadcasterHello, key: wrongKey });
      expect([4401, 4430]).toContain((await guesser.gone()).code);
    }
    await welcomed(await program('192.0.2.1'), broadcasterHello);
    await welcomed(await program('192.0.2.1'), { ...broadcasterHello, station: 'huda' });
    await welcomed(await page('192.0.2.1'));
  });

  it('and nobody else does so over its reserve', async () => {
    const { program, refused } = await serviceWith({ maxConnections: 1, broadcasterReserve: 1 });
    await welcomed(await program('192.0.2.1'));
    const listener = await program('192.0.2.1');
    // The reserve is full as well.
    await expect(program('192.0.2.1')).rejects.toThrow('503');
    listener.say(listenerHello);
    expect(await listener.gone()).toEqual({ code: 4503, reason: 'station-full' });
    const guesser = await program('192.0.2.1');
    guesser.say({ ...broadcasterHello, key: wrongKey });
    expect((await guesser.gone()).code).toBe(4401);
    expect(refused).toEqual(['service-full', 'station-full', 'wrong-key']);
  });

  it('though one address holds all of the reserve that it may', async () => {
    const { program } = await serviceWith({ maxConnections: 1, helloTimeoutMs: 60_000 });
    await program('192.0.2.1');
    for (let held = 0; held < 8; held++) await program('192.0.2.1');
    await expect(program('192.0.2.1')).rejects.toThrow('503');
    await welcomed(await program('192.0.2.2'), broadcasterHello);
  });
});

describe('plain requests', () => {
  it('of one address: too many are told 429, and when to come back', async () => {
    const { port, refused } = await serviceWith({ requestsPerAddress: 1, requestBurstPerAddress: 3 });
    const ask = async (address: string, path = '/api/stations/noor') =>
      exact(port, path, { 'x-real-ip': address });
    const statuses: number[] = [];
    for (let asked = 0; asked < 4; asked++) statuses.push((await ask('192.0.2.1')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const { headers, body } = await ask('192.0.2.1');
    expect([headers['retry-after'], body.toString()]).toEqual([
      '5',
      'Too many requests from this address. Try again in a moment.\n',
    ]);
    expect((await ask('192.0.2.2')).status).toBe(200);
    expect(refused).toEqual(['address-full', 'address-full']);
    // Behind a proxy all guests may be one address, and the one who watches the service too.
    for (const path of ['/healthz', '/readyz']) expect((await ask('192.0.2.1', path)).status).toBe(200);
  });

  it('that come slowly are answered 408 and cut', async () => {
    const { port } = await serviceWith({ headersTimeoutMs: 200 });
    const { socket, text } = await tcp(port);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    await once(socket, 'close');
    expect(text()).toContain('408 Request Timeout');
  });

  it('whose body does not come are cut', async () => {
    const { port } = await scene.service({
      limits: { headersTimeoutMs: 200, requestTimeoutMs: 300 },
      // Waits for all of it.
      adminApi: async (request) => new Response(await request.text()),
    });
    const { socket } = await tcp(port);
    socket.write('POST /api/admin/stations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx');
    await once(socket, 'close');
    expect(socket.readyState).toBe('closed');
  });

  it('on connections that do nothing after one: cut', async () => {
    const patient = await serviceWith({ keepAliveMs: 60_000 });
    const { headers } = await exact(patient.port, '/healthz', { connection: 'keep-alive' });
    expect(headers['keep-alive']).toBe('timeout=60');
    const { port } = await serviceWith({ keepAliveMs: 100 });
    const { socket, text } = await tcp(port);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'close');
    expect(text()).toContain('200 OK');
  });
});

describe('TCP connections', () => {
  // Eight more than sockets and requests may have: whoever is over a limit may still be a broadcaster.
  const few = { maxConnections: 2, connectionsPerAddress: 2, broadcasterReserve: 0 };

  it('of one address: more than it may have are told 429 and closed', async () => {
    const { port, refused } = await serviceWith(
      { ...few, maxConnections: 100, httpConnectionsPerAddress: 2 },
      { isBehindProxy: false },
    );
    await Promise.all(Array.from({ length: 12 }, () => tcp(port)));
    const over = await tcp(port);
    await once(over.socket, 'close');
    expect(over.text()).toMatch(/^HTTP\/1.1 429 [^]*Retry-After: 15/);
    expect(refused).toEqual(['address-full']);
  });

  it('of the whole service: more are told 503 and closed; one that goes makes room', async () => {
    const { port, refused } = await serviceWith({ ...few, maxHttpConnections: 3 });
    const held = await Promise.all(Array.from({ length: 5 }, () => tcp(port)));
    const over = await tcp(port);
    await once(over.socket, 'close');
    expect(over.text()).toMatch(/^HTTP\/1.1 503 [^]*Retry-After: 15/);
    expect(refused).toEqual(['service-full']);
    held[0]?.socket.destroy();
    await expect
      .poll(async () =>
        exact(port, '/healthz').then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});

describe('whoever takes no answer', () => {
  /** Asks for more than the system's buffers hold, and reads nothing of it. */
  async function stalled(port: number, path = '/api/admin/large') {
    const held = await tcp(port);
    held.socket.pause();
    held.socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Real-Ip: 192.0.2.1\r\n\r\n`);
    return held.socket;
  }
  const large = async (): Promise<Response> => new Response(new Uint8Array(30_000_000));
  /** Whether others find a place. */
  const holds = async (port: number): Promise<boolean> =>
    exact(port, '/api/stations/noor', { 'x-real-ip': '192.0.2.9' }).then(
      ({ status }) => status === 200,
      // One that is refused may be reset before its answer is read.
      () => false,
    );

  it('loses its place: nothing of it taken for a while', async () => {
    const { port } = await scene.service({
      addressHeader: 'x-real-ip',
      adminApi: large,
      // Long enough to see on a busy machine that the places are taken.
      limits: { maxHttpConnections: 2, answerIdleMs: 2_500 },
    });
    await stalled(port);
    await stalled(port);
    await until(async () => !(await holds(port)));
    await expect.poll(() => holds(port), { timeout: 10_000 }).toBe(true);
  });

  it('loses its place: a little of it taken again and again, too', async () => {
    const clock = new HeldClock([70_000]);
    const refused: Refusal[] = [];
    const { port } = await scene.service({
      addressHeader: 'x-real-ip',
      adminApi: large,
      clock,
      observers: [{ refused: (reason) => refused.push(reason) }],
      limits: { maxHttpConnections: 2, answerWithinMs: 70_000 },
    });
    await stalled(port);
    await stalled(port);
    await until(() => clock.waiting(70_000) === 2);
    expect(await holds(port)).toBe(false);
    clock.fire(70_000);
    await expect.poll(() => holds(port), { timeout: 10_000 }).toBe(true);
    expect(refused.filter((reason) => reason === 'too-slow')).toHaveLength(2);
    // An answer that was taken waits for nothing.
    await until(() => clock.waiting(70_000) === 0);
  });

  it('takes no place of sockets, and the service is not taken for dead', async () => {
    const running = await scene.service({
      addressHeader: 'x-real-ip',
      adminApi: large,
      limits: { maxConnections: 3, broadcasterReserve: 0, maxHttpConnections: 2 },
    });
    await stalled(running.port);
    await stalled(running.port);
    await until(async () => !(await holds(running.port)));
    const over = await exact(running.port, '/s/noor', { 'x-real-ip': '192.0.2.9' });
    expect([over.status, over.headers['retry-after'], over.headers['connection']]).toEqual([
      503,
      '15',
      'close',
    ]);
    expect((await exact(running.port, '/healthz')).status).toBe(200);
    for (let come = 0; come < 3; come += 1) await welcomed(await scene.raw(running.url));
  });

  it('gives its share back when it goes, however many requests it had sent', async () => {
    let asked = 0;
    const { port } = await scene.service({
      addressHeader: 'x-real-ip',
      adminApi: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
      limits: { httpConnectionsPerAddress: 3 },
    });
    const ask = async (): Promise<number> =>
      (await exact(port, '/api/stations/noor', { 'x-real-ip': '192.0.2.1' })).status;
    const { socket } = await tcp(port);
    socket.write('GET /api/admin/x HTTP/1.1\r\nHost: x\r\nX-Real-Ip: 192.0.2.1\r\n\r\n'.repeat(3));
    await until(() => asked === 3);
    expect(await ask()).toBe(429);
    socket.destroy();
    await expect.poll(ask).toBe(200);
  });

  it('from one address takes no more than its share', async () => {
    const { port } = await scene.service({
      addressHeader: 'x-real-ip',
      adminApi: large,
      limits: { maxHttpConnections: 100, httpConnectionsPerAddress: 2 },
    });
    await stalled(port);
    await stalled(port);
    const ask = async (address: string) =>
      (await exact(port, '/api/stations/noor', { 'x-real-ip': address })).status;
    await expect.poll(() => ask('192.0.2.1')).toBe(429);
    expect(await ask('192.0.2.9')).toBe(200);
  });
});

it('a connection that says nothing: one address never has more of them than are still free', async () => {
  const { port, refused } = await serviceWith(
    { maxConnections: 10, broadcasterReserve: 0, maxHttpConnections: 10, headersTimeoutMs: 60_000 },
    { isBehindProxy: false },
  );
  const held = await Promise.all(Array.from({ length: 10 }, () => tcp(port)));
  const over = await tcp(port);
  await once(over.socket, 'close');
  expect(over.text()).toMatch(/^HTTP\/1.1 429 /);
  expect(refused).toEqual(['address-full']);
  held[0]?.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => held[0]?.text().includes('200 OK'));
  // It has asked for something now.
  const next = await tcp(port);
  next.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => next.text().includes('200 OK'));
});

it('a page of another origin, or another path, is told to the observer', async () => {
  const { page, refused, url } = await serviceWith({});
  await expect(scene.raw(url, { origin: 'https://evil.example' })).rejects.toThrow('403');
  await expect(scene.raw(`${url}/elsewhere`)).rejects.toThrow('404');
  expect(refused).toEqual(['origin', 'path']);
  await page('192.0.2.1');
});

it('who greets in time is joined, with how long that took', async () => {
  const joined: object[] = [];
  const clock = new HeldClock([]);
  const { url } = await scene.service({ clock, observers: [{ joined: (one) => joined.push(one) }] });
  await welcomed(await scene.raw(url), broadcasterHello);
  await welcomed(await scene.raw(url));
  const second = await scene.raw(url);
  second.say(broadcasterHello);
  expect((await second.gone()).reason).toBe('station-taken');
  expect(joined).toEqual([
    { station: 'noor', role: 'broadcaster', tookMs: expect.any(Number) },
    { station: 'noor', role: 'listener', tookMs: expect.any(Number) },
  ]);
});

it('figures: sockets, stations and bytes', async () => {
  const { page, service } = await serviceWith({});
  expect(service.stats()).toEqual({
    connections: 0,
    stations: [],
    signalBytesOut: 0,
    httpBytesOut: 0,
    relay: [],
    draining: false,
  });
  const peer = await welcomed(await page('192.0.2.1'));
  const { signalBytesOut, ...stats } = service.stats();
  expect(stats).toMatchObject({
    connections: 1,
    stations: [{ station: 'noor', onAirMs: null, listeners: 1, relayed: 0, overHttp: 0 }],
  });
  const bytes = peer.frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0);
  expect(signalBytesOut).toBeGreaterThan(bytes);
  peer.socket.terminate();
  await until(() => service.stats().connections === 0);
  expect(service.stats().signalBytesOut).toBeGreaterThanOrEqual(signalBytesOut);
});
