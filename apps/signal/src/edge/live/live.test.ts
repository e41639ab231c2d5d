import { once } from 'node:events';
import { get, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';

import type { LiveReader, LiveSink } from '@mauzin/media/light';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { hashAccessCode } from '../../access/access-code.ts';
import type { Refusal } from '../../observe/contracts.ts';
import type { LiveStreams, LiveWish } from '../../live-streams.ts';
import { HeldClock, huda, listenerHello, noor, type Running, Scene } from '../../testing/harness.ts';

const scene = new Scene();
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await scene.close();
});

interface Opened {
  readonly wish: LiveWish;
  readonly sink: LiveSink;
  closed: boolean;
  drains: number;
}

/** Streams that a test writes by hand. */
class FakeStreams implements LiveStreams {
  readonly route = 'direct';
  readonly opened: Opened[] = [];
  room = true;

  available(station: string): boolean {
    return station !== 'huda';
  }

  open(wish: LiveWish, sink: LiveSink): LiveReader | null {
    if (!this.room) return null;
    const opened: Opened = { wish, sink, closed: false, drains: 0 };
    this.opened.push(opened);
    sink.write(Buffer.from('head'));
    return { drained: () => (opened.drains += 1), close: () => (opened.closed = true) };
  }
}

async function onAir(options: Parameters<Scene['service']>[0] = {}) {
  const streams = new FakeStreams();
  const running = await scene.service({ liveStreams: streams, ...options });
  const broadcaster = scene.broadcaster(() => running.url, { onAirMs: 1_000 });
  await broadcaster.online();
  return { ...running, broadcaster, streams };
}

function ask({ port }: Pick<Running, 'port'>, path: string, options: object = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, ...options }, resolve)
      .on('error', reject)
      .end();
  });
}

async function welcome(url: string, hello: Parameters<Scene['listener']>[1] = {}) {
  const { welcomes } = await scene.listener(() => url, hello).online();
  const [first] = welcomes;
  if (first?.type !== 'welcome') throw new Error('not welcomed');
  return first;
}

/** Reads until so many bytes have come. */
async function read(response: IncomingMessage, bytes: number): Promise<string> {
  let text = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.length >= bytes) break;
  }
  return text;
}

const error = async (url: string): Promise<unknown> => {
  const response = await fetch(url);
  const { error: name } = (await response.json()) as { error: string };
  return [response.status, name, response.headers.get('retry-after'), response.headers.get('cache-control')];
};

describe('a live stream', () => {
  it('is endless WebM that nobody keeps, compresses or seeks in', async () => {
    const service = await onAir();
    const response = await ask(service, '/live/noor.webm', { headers: { 'Accept-Encoding': 'gzip, br' } });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'audio/webm; codecs=opus',
      'cache-control': 'no-store',
      'accept-ranges': 'none',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    for (const name of ['content-length', 'content-encoding', 'access-control-allow-origin']) {
      expect(response.headers).not.toHaveProperty(name);
    }
    const [stream] = service.streams.opened;
    stream?.sink.write(Buffer.from('then'));
    expect(await read(response, 8)).toBe('headthen');
    expect(stream?.wish).toEqual({ station: 'noor', rendition: 'normal', filled: false });
    response.destroy();
  });

  it('is all of it, whatever range a player asks for', async () => {
    const service = await onAir();
    const response = await ask(service, '/live/noor.webm', { headers: { Range: 'bytes=0-' } });
    expect([response.statusCode, response.headers['content-range']]).toEqual([200, undefined]);
    response.destroy();
  });

  it('comes in the rendition that is asked for, and filled up for players that read blocks', async () => {
    const service = await onAir();
    const response = await ask(service, '/live/noor.webm?rendition=saver&filled=1');
    expect(service.streams.opened[0]?.wish).toEqual({ station: 'noor', rendition: 'saver', filled: true });
    response.destroy();
  });

  it('can be asked about without being opened', async () => {
    const service = await onAir();
    const response = await ask(service, '/live/noor.webm', { method: 'HEAD' });
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'audio/webm; codecs=opus']);
    expect(service.streams.opened).toEqual([]);
  });

  it('is told of in the welcome of those who listen', async () => {
    const { url } = await onAir();
    expect((await welcome(url)).httpStream).toBe('direct');
    expect(await welcome(url, { station: 'huda' })).not.toHaveProperty('httpStream');
  });
});

describe('no stream', () => {
  it.each([
    ['/live/nowhere.webm', [404, 'unknown-station', null, 'no-store']],
    ['/live/noor.webm?rendition=best', [400, 'bad-request', null, 'no-store']],
    ['/live/noor.webm?filled=yes', [400, 'bad-request', null, 'no-store']],
    ['/live/noor.webm', [503, 'off-air', '5', 'no-store']],
    ['/live/huda.webm', [503, 'no-stream', '60', 'no-store']],
  ])('%s: says why, and when to come back', async (path, expected) => {
    const { url } = await scene.service({ liveStreams: new FakeStreams() });
    expect(await error(`${url}${path}`)).toEqual(expected);
  });

  it('of a service that has no sound of its own', async () => {
    const { url } = await scene.service();
    expect(await error(`${url}/live/noor.webm`)).toEqual([503, 'no-stream', '60', 'no-store']);
  });

  it('when there is no room', async () => {
    const { streams, url } = await onAir();
    streams.room = false;
    expect(await error(`${url}/live/noor.webm`)).toEqual([503, 'full', '15', 'no-store']);
  });

  it('for more than so many at one address; one that goes makes room', async () => {
    const service = await onAir({ limits: { streamsPerAddress: 2 } });
    const first = await ask(service, '/live/noor.webm');
    const second = await ask(service, '/live/noor.webm');
    expect(await error(`${service.url}/live/noor.webm`)).toEqual([429, 'address-full', '15', 'no-store']);
    first.destroy();
    await expect.poll(() => service.streams.opened[0]?.closed).toBe(true);
    const third = await ask(service, '/live/noor.webm');
    expect(third.statusCode).toBe(200);
    for (const response of [second, third]) response.destroy();
  });

  it('for more of one address than are still free: whoever comes next finds room', async () => {
    const refused = vi.fn<(reason: Refusal) => void>();
    const service = await onAir({
      limits: { maxStreams: 6 },
      addressHeader: 'x-real-ip',
      observers: [{ refused }],
    });
    const statusOf = async (address: string): Promise<number | undefined> => {
      const response = await ask(service, '/live/noor.webm', { headers: { 'x-real-ip': address } });
      opened.push(response);
      return response.statusCode;
    };
    const opened: IncomingMessage[] = [];
    const statuses: (number | undefined)[] = [];
    for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.2'])
      statuses.push(await statusOf(address));
    // Half for the first, half of the rest for the second.
    expect(statuses).toEqual([200, 200, 200, 429, 200, 200]);
    expect([await statusOf('192.0.2.3'), await statusOf('192.0.2.4')]).toEqual([200, 503]);
    expect(refused.mock.calls.flat()).toEqual(['address-full', 'service-full']);
    expect(service.service.stats()).toMatchObject({ stations: [{ station: 'noor', overHttp: 6 }] });
    for (const response of opened) response.destroy();
    await expect.poll(() => service.service.stats().stations[0]?.overHttp).toBe(0);
  });

  it('by another method, and nothing strange breaks it', async () => {
    const { port, streams, url } = await onAir();
    const posted = await fetch(`${url}/live/noor.webm`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    for (const path of ['//', '/live/%.webm', '/live/a/b.webm', '/live/.webm', '/live/noor.webm/..']) {
      const { statusCode = 0 } = await ask({ port }, path);
      expect([path, statusCode < 500]).toEqual([path, true]);
    }
    expect(streams.opened).toEqual([]);
  });

  it('behind another on one connection, which would leave it open for ever', async () => {
    const service = await onAir();
    const socket = connect(service.port, '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    const asked = 'GET /live/noor.webm HTTP/1.1\r\nHost: x\r\n\r\n';
    socket.write(asked + asked);
    // The third comes after the second has been looked at.
    await expect.poll(() => service.streams.opened.length).toBe(1);
    await ask(service, '/live/noor.webm').then((response) => response.destroy());
    expect(service.streams.opened.length).toBe(2);
    socket.destroy();
    await expect.poll(() => service.streams.opened.every(({ closed }) => closed)).toBe(true);
  });

  it('of a private station without a ticket of its own', async () => {
    const accessCodeHash = await hashAccessCode('palm tree');
    const { url, ...service } = await onAir({ stations: [{ ...noor, accessCodeHash }, huda] });
    expect(await error(`${url}/live/noor.webm`)).toEqual([401, 'private', null, 'no-store']);
    expect(await error(`${url}/live/noor.webm?ticket=1.l.someone.x.y`)).toEqual([
      401,
      'private',
      null,
      'no-store',
    ]);
    const ticket = (await welcome(url, { code: 'palm tree' })).resume;
    const response = await ask(service, `/live/noor.webm?ticket=${encodeURIComponent(ticket)}`);
    expect(response.statusCode).toBe(200);
    response.destroy();
    const elsewhere = (await welcome(url, { station: 'huda' })).resume;
    expect(await error(`${url}/live/noor.webm?ticket=${elsewhere}`)).toEqual([
      401,
      'private',
      null,
      'no-store',
    ]);
  });
});

describe('the end of a stream', () => {
  it('of a player that goes is told at once', async () => {
    const service = await onAir();
    const response = await ask(service, '/live/noor.webm');
    response.destroy();
    await expect.poll(() => service.streams.opened[0]?.closed).toBe(true);
  });

  it('of the broadcast ends the response and its connection', async () => {
    const service = await onAir();
    const response = await ask(service, '/live/noor.webm');
    service.streams.opened[0]?.sink.end();
    expect(await read(response, Infinity)).toBe('head');
    expect(response.complete).toBe(true);
    await expect.poll(() => service.streams.opened[0]?.closed).toBe(true);
  });

  it('comes with that of the service, which waits for no player', async () => {
    const { service, ...rest } = await onAir({ limits: { goodbyeMs: 60_000 } });
    const response = await ask(rest, '/live/noor.webm');
    await service.close();
    expect(rest.streams.opened[0]?.closed).toBe(true);
    expect(await read(response, Infinity)).toBe('head');
  });

  it('comes to a player that never reads: it is told full, and cut', async () => {
    const service = await onAir();
    const socket = connect(service.port, '127.0.0.1');
    sockets.push(socket);
    socket.pause();
    await once(socket, 'connect');
    socket.write('GET /live/noor.webm HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => service.streams.opened.length).toBe(1);
    const [stream] = service.streams.opened;
    // What the system's own buffers take is not ours; then it is full, and stays so.
    const chunk = Buffer.alloc(64 * 1024);
    await expect
      .poll(() => stream?.sink.write(chunk) === false && stream.drains === 0, {
        interval: 5,
        timeout: 15_000,
      })
      .toBe(true);
    stream?.sink.end();
    await expect.poll(() => stream?.closed).toBe(true);
  });

  it('does not come in a pause of the sound, nor to a socket at which nobody speaks', async () => {
    const [answerIdleMs, answerWithinMs] = [200, 70_000];
    const adminApi = (): Promise<Response> => new Promise(() => undefined);
    const clock = new HeldClock([answerWithinMs]);
    const { port, streams, url } = await onAir({ adminApi, clock, limits: { answerIdleMs, answerWithinMs } });
    const response = await ask({ port }, '/live/noor.webm');
    const bytes: Buffer[] = [];
    response.on('data', (chunk: Buffer) => bytes.push(chunk));
    const quiet = await scene.raw(url);
    await quiet.greet(listenerHello);
    // An ordinary answer on which nothing moves has been ended meanwhile.
    const idle = connect(port, '127.0.0.1').resume();
    sockets.push(idle);
    const ended = once(idle, 'close');
    idle.write('GET /api/admin/x HTTP/1.1\r\nHost: x\r\n\r\n');
    await ended;
    // And the time in which an answer must be taken is none of a stream's.
    clock.fire(answerWithinMs);
    streams.opened[0]?.sink.write(Buffer.from('more'));
    await vi.waitUntil(() => Buffer.concat(bytes).toString() === 'headmore');
    expect([streams.opened[0]?.closed, quiet.closed]).toEqual([false, null]);
  });

  it('does not come to one that was full for a moment: it is told when it has room again', async () => {
    const service = await onAir();
    const response = await new Promise<IncomingMessage>((resolve) => {
      get({ host: '127.0.0.1', port: service.port, path: '/live/noor.webm' }, resolve);
    });
    const [stream] = service.streams.opened;
    while (stream?.sink.write(Buffer.alloc(256 * 1024)) === true)
      await new Promise((done) => setImmediate(done));
    response.resume();
    await expect.poll(() => stream?.drains).toBeGreaterThan(0);
    expect(stream?.closed).toBe(false);
    response.destroy();
  });
});
