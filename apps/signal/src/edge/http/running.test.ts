import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { serviceClock } from '../../clock.ts';
import { exact } from '../../testing/exact-request.ts';
import { broadcasterHello, HeldClock, listenerHello, Scene, until } from '../../testing/harness.ts';

const scene = new Scene();
afterEach(() => scene.close());

const paths = [
  '/',
  '/s/noor',
  '/embed/noor',
  '/healthz',
  '/readyz',
  '/api/stations/noor',
  '/nowhere',
  '/live/noor.webm',
];

describe('every answer', () => {
  it('says what may be done with it, and nothing of what made it', async () => {
    const { port } = await scene.service();
    for (const path of paths) {
      const { headers } = await exact(port, path);
      expect([path, headers]).toEqual([
        path,
        expect.objectContaining({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }),
      ]);
      for (const told of ['server', 'x-powered-by', 'strict-transport-security'])
        expect([path, headers[told]]).toEqual([path, undefined]);
    }
    const { headers } = await exact(port, '/s/noor');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(headers['permissions-policy']).toContain('microphone=()');
  });

  it('behind TLS has HSTS: where a known proxy says so, or where the service is known by https', async () => {
    const hstsOf = async (options: Parameters<Scene['service']>[0], asked: Record<string, string> = {}) => {
      const { port } = await scene.service(options);
      const told = await Promise.all(
        paths.map(async (path) => (await exact(port, path, asked)).headers['strict-transport-security']),
      );
      return [...new Set(told)];
    };
    const byTls = { 'x-forwarded-proto': 'https' };
    expect(await hstsOf({}, byTls)).toEqual([undefined]);
    expect(await hstsOf({ addressHeader: 'x-real-ip' })).toEqual([undefined]);
    expect(await hstsOf({ addressHeader: 'x-real-ip' }, byTls)).toEqual(['max-age=15552000']);
    expect(await hstsOf({ publicUrl: 'https://radio.example' })).toEqual(['max-age=15552000']);
    expect(await hstsOf({ publicUrl: 'http://radio.example', addressHeader: 'x-real-ip' }, byTls)).toEqual([
      undefined,
    ]);
  });
});

describe('/readyz', () => {
  const ready = async (url: string) => {
    const response = await fetch(`${url}/readyz`);
    return [response.status, await response.json()];
  };

  it('names what is not there', async () => {
    let atMs = 0;
    const clock = { ...serviceClock, now: () => atMs };
    let database: () => boolean | Promise<void> = () => true;
    const { url } = await scene.service({
      clock,
      checks: { database: () => database(), other: () => true },
    });
    const of = (isThere: boolean) => ({
      ready: isThere,
      degraded: false,
      draining: false,
      needs: { database: isThere, other: true },
    });
    expect(await ready(url)).toEqual([200, of(true)]);
    database = () => Promise.reject(new Error('no answer'));
    // What was found out is told for a second: asking must cost nothing.
    expect(await ready(url)).toEqual([200, of(true)]);
    atMs += 1_000;
    expect(await ready(url)).toEqual([503, of(false)]);
    atMs += 1_000;
    database = () => false;
    expect(await ready(url)).toEqual([503, of(false)]);
    atMs += 1_000;
    database = () => true;
    expect(await ready(url)).toEqual([200, of(true)]);
  });

  it('does not wait for ever', async () => {
    const clock = new HeldClock([2_000]);
    const { url } = await scene.service({
      clock,
      checks: { database: () => new Promise<void>(() => undefined) },
    });
    const answer = ready(url);
    await until(() => clock.waiting(2_000) > 0);
    clock.fire(2_000);
    expect(await answer).toEqual([
      503,
      { ready: false, degraded: false, draining: false, needs: { database: false } },
    ]);
  });

  it('is degraded, but ready, without what it does without: also when that does not answer', async () => {
    const clock = new HeldClock([2_000]);
    const { url } = await scene.service({
      clock,
      checks: { database: () => new Promise<void>(() => undefined), other: () => true },
      doesWithout: ['database'],
    });
    const answer = ready(url);
    await until(() => clock.waiting(2_000) > 0);
    clock.fire(2_000);
    expect(await answer).toEqual([
      200,
      { ready: true, degraded: true, draining: false, needs: { database: false, other: true } },
    ]);
  });
});

describe('told to end', () => {
  it('is not ready at once, tells broadcasters first and everybody when to come back, and takes nobody new', async () => {
    const order: string[] = [];
    const { port, service, url } = await scene.service({ random: () => 0.5 });
    const join = async (name: string, hello: object) => {
      const peer = await scene.raw(url, { autoPong: false });
      peer.socket.on('message', (data: Buffer) => {
        if (data.toString().includes('restarting')) order.push(name);
      });
      peer.say(hello);
      await peer.seen('welcome');
      return peer;
    };
    const listeners = [await join('listener', listenerHello), await join('listener', listenerHello)];
    const broadcaster = await join('broadcaster', { ...broadcasterHello, onAirMs: 0 });
    // One that does not say goodbye keeps the service open for a while.
    const stubborn = await scene.raw(url);
    stubborn.socket.pause();
    // A connection from before: by the time that it asks, no new one is taken.
    const early = connect(port, '127.0.0.1');
    await once(early, 'connect');
    let answer = '';
    early.on('data', (chunk: Buffer) => (answer += chunk.toString()));

    const closed = service.close();
    expect(service.stats().draining).toBe(true);
    early.write('GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(early, 'close');
    expect(answer).toMatch(/^HTTP\/1.1 503 [^]*{"ready":false,"degraded":false,"draining":true,"needs":{}}/);
    const late = await exact(port, '/ws', {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    });
    expect([late.status, late.headers['retry-after']]).toEqual([503, '1']);

    const told = { type: 'error', code: 'restarting' };
    expect(await broadcaster.seen('error')).toEqual({ ...told, retryInMs: 250 });
    for (const listener of listeners)
      expect(await listener.seen('error')).toEqual({ ...told, retryInMs: 500 });
    for (const peer of [broadcaster, ...listeners])
      expect(await peer.gone()).toEqual({ code: 1012, reason: 'restarting' });
    expect(order).toEqual(['broadcaster', 'listener', 'listener']);
    await closed;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('each peer comes back to the next instance when it was told, and is who it was', async () => {
    const first = await scene.service({ random: () => 0 });
    const at = () => first.url;
    const broadcaster = await scene.broadcaster(at, { onAirMs: 0 }).online();
    const listener = await scene.listener(at).online();
    await first.service.close();
    for (const peer of [broadcaster, listener])
      await until(() => peer.client.state.name === 'waiting' || peer.client.state.name === 'connecting');
    await scene.service({ port: first.port });
    for (const peer of [broadcaster, listener]) {
      await peer.online(2);
      expect(peer.welcomes[1]).toMatchObject({ peer: (peer.welcomes[0] as { peer: string }).peer });
    }
  });
});
