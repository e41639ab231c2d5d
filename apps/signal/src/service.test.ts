import { failures, protocolVersion } from '@mauzin/shared';
import { afterEach, describe, expect, it } from 'vitest';

import { SignalServiceError } from './errors.ts';
import { createSignalService } from './service.ts';
import { broadcasterHello, HeldClock, key, listenerHello, noor, Scene, until } from './testing/harness.ts';

const scene = new Scene();
afterEach(() => scene.close());

const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0' };

/** Introduces both to each other, up to the answer, over connection `c1`. */
async function introduce(
  broadcaster: ReturnType<Scene['broadcaster']>,
  listener: ReturnType<Scene['listener']>,
): Promise<string> {
  const { peer } = (await listener.online()).welcomes[0] as { peer: string };
  broadcaster.client.send({ type: 'offer', listener: peer, connection: 'c1', sdp: 'an offer' });
  await until(() => listener.of('offer').length > 0);
  listener.client.send({ type: 'answer', connection: 'c1', sdp: 'an answer' });
  await until(() => broadcaster.of('answer').length > 0);
  return peer;
}

describe('a conversation', () => {
  it('brings offer, answer and candidates to the other side, stamped', async () => {
    const { url } = await scene.service();
    const broadcaster = await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    const listener = scene.listener(() => url, { listening: true });
    const peer = await introduce(broadcaster, listener);
    expect(broadcaster.of('listen')).toEqual([{ type: 'listen', listener: peer, connection: null }]);
    expect(listener.of('offer')).toEqual([
      { type: 'offer', connection: 'c1', route: 'direct', sdp: 'an offer' },
    ]);
    listener.client.send({ type: 'candidate', connection: 'c1', candidate });
    broadcaster.client.send({ type: 'candidate', listener: peer, connection: 'c1', candidate });
    await until(() => broadcaster.of('candidate').length > 0 && listener.of('candidate').length > 0);
    expect(broadcaster.of('candidate')).toEqual([
      { type: 'candidate', listener: peer, connection: 'c1', candidate },
    ]);
    listener.client.close();
    await until(() => broadcaster.of('listener-left').length > 0);
    expect(broadcaster.of('listener-left')).toEqual([
      { type: 'listener-left', listener: peer, reason: 'bye' },
    ]);
    expect([...listener.errors, ...broadcaster.errors]).toEqual([]);
  });

  it('lets listeners in before, during and after the broadcast', async () => {
    const { url, service } = await scene.service();
    const early = await scene.listener(() => url, { listening: true }).online();
    expect(early.welcomes[0]).toMatchObject({
      onAirMs: null,
      station: { slug: 'noor', name: noor.name, language: 'ar' },
    });
    const broadcaster = await scene.broadcaster(() => url).online();
    expect(broadcaster.welcomes[0]).toMatchObject({ listening: [{ connection: null }] });
    broadcaster.client.send({ type: 'live' });
    await until(() => early.of('live').length > 0);
    const during = await scene.listener(() => url).online();
    expect(during.welcomes[0]).toMatchObject({ onAirMs: expect.any(Number) });
    expect(service.status('noor')).toMatchObject({ live: true, listeners: 2 });
    broadcaster.client.send({ type: 'off' });
    await until(() => early.of('off').length > 0);
    const after = await scene.listener(() => url).online();
    expect(after.welcomes[0]).toMatchObject({ onAirMs: null });
    broadcaster.client.send({ type: 'live' });
    await until(() => after.of('live').length > 0);
  });

  it('keeps the station on the air for the grace period, and no longer', async () => {
    const clock = new HeldClock([30_000]);
    const { url, service } = await scene.service({ clock });
    const listener = await scene.listener(() => url).online();
    const broadcaster = await scene.raw(url);
    broadcaster.say({ ...broadcasterHello, onAirMs: 0 });
    await until(() => listener.of('live').length > 0);
    broadcaster.socket.terminate();
    await until(() => clock.waiting(30_000) === 1);
    expect(service.status('noor')).toMatchObject({ live: true });
    const again = await scene.raw(url);
    const { peer, resume } = await broadcaster.seen('welcome');
    expect(await again.greet({ ...broadcasterHello, onAirMs: 0, resume })).toMatchObject({ peer });
    expect(clock.waiting(30_000)).toBe(0);
    again.socket.terminate();
    await until(() => clock.waiting(30_000) === 1);
    expect(listener.of('off')).toEqual([]);
    clock.fire(30_000);
    await until(() => listener.of('off').length > 0);
    expect(service.status('noor')).toMatchObject({ live: false, onAirMs: null });
  });

  it('tells the broadcaster how many there are, seldom, and nobody else: a crowd costs one message', async () => {
    const clock = new HeldClock([1_000]);
    const { url } = await scene.service({ clock });
    const broadcaster = await scene.broadcaster(() => url).online();
    const crowd = await Promise.all(Array.from({ length: 30 }, () => scene.listener(() => url).online()));
    expect(clock.waiting(1_000)).toBe(1);
    clock.fire(1_000);
    await until(() => broadcaster.received.some(({ type }) => type === 'presence'));
    expect(broadcaster.received).toEqual([{ type: 'presence', listeners: 30 }]);
    for (const one of crowd) expect(one.received).toEqual([]);
  });
});

describe('a restart of the service', () => {
  it('keeps everybody who they were, and asks nobody for a new connection', async () => {
    const first = await scene.service();
    const at = () => first.url;
    const broadcaster = await scene.broadcaster(at, { onAirMs: 60_000 }).online();
    const listeners = [scene.listener(at, { listening: true }), scene.listener(at, { listening: true })];
    for (const listener of listeners) {
      await introduce(broadcaster, listener);
      listener.hello = { ...listener.hello, connection: 'c1' };
    }
    const everyone = [broadcaster, ...listeners];
    const before = everyone.map((peer) => peer.welcomes[0]);
    for (const peer of everyone) peer.received.length = 0;
    await first.service.close();
    for (const peer of everyone) await until(() => peer.client.state.name !== 'online');

    await scene.service({ port: first.port });
    for (const peer of everyone) await peer.online(2);
    expect(everyone.map((peer) => (peer.welcomes[1] as { peer: string }).peer)).toEqual(
      before.map((welcome) => (welcome as { peer: string }).peer),
    );
    const told = () => [
      ...(broadcaster.welcomes[1] as { listening: { connection: string | null }[] }).listening,
      ...broadcaster.of('listen'),
    ];
    await until(() => told().length === 2);
    expect(told().map(({ connection }) => connection)).toEqual(['c1', 'c1']);
    for (const listener of listeners) {
      expect(listener.welcomes[1]).toMatchObject({ onAirMs: expect.any(Number) });
      expect([...listener.of('offer'), ...listener.of('closed'), ...listener.of('off')]).toEqual([]);
    }
  });

  it('tells peers with 1012 that they may come back, and can be repeated', async () => {
    const { url, service } = await scene.service();
    const peer = await scene.raw(url);
    await peer.greet(listenerHello);
    await Promise.all([service.close(), service.close()]);
    expect(await peer.gone()).toEqual({ code: 1012, reason: 'restarting' });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    await expect(createAndClose()).rejects.toMatchObject({ reason: 'closed' });
  });

  it('leaves no timer behind, whatever was going on', async () => {
    const clock = new HeldClock([]);
    const { url, service } = await scene.service({ clock });
    const broadcaster = await scene.raw(url);
    await broadcaster.greet({ ...broadcasterHello, onAirMs: 0 });
    broadcaster.socket.terminate();
    await until(() => clock.waiting(30_000) === 1);
    const silent = await scene.raw(url);
    await scene.listener(() => url).online();
    expect(clock.waiting()).toBeGreaterThanOrEqual(4); // grace, presence, heartbeat, the silent one's hello
    await service.close();
    expect(clock.waiting()).toBe(0);
    expect(await silent.gone()).toMatchObject({ code: 1012 });
  });

  it('does not wait for peers that do not answer', async () => {
    const { url, service } = await scene.service({ limits: { goodbyeMs: 100 } });
    const peer = await scene.raw(url);
    peer.socket.pause();
    await expect(service.close()).resolves.toBe(undefined);
  });

  async function createAndClose() {
    const service = createSignalService({ stations: [noor], host: '127.0.0.1', port: 0 });
    await service.close();
    return service.listen();
  }
});

describe('a port', () => {
  it('that is taken is told as such', async () => {
    const { port } = await scene.service();
    const second = createSignalService({ stations: [noor], host: '127.0.0.1', port });
    const error = await second.listen().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SignalServiceError);
    expect(error).toMatchObject({
      reason: 'port-taken',
      message: `Port ${port} of 127.0.0.1 is taken by another program.`,
    });
    await second.close();
  });

  it('of an address that is not ours is told as such', async () => {
    const service = createSignalService({ stations: [noor], host: '192.0.2.1', port: 0 });
    await expect(service.listen()).rejects.toMatchObject({ reason: 'address-unavailable' });
  });
});

describe('who may not come in', () => {
  const wrongKey = 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa';
  it.each([
    ['wrong-key', { ...broadcasterHello, key: wrongKey }],
    ['wrong-key', { ...broadcasterHello, key: 'short' }],
    ['unknown-station', { ...listenerHello, station: 'nowhere' }],
    ['unknown-station', { ...broadcasterHello, station: 'nowhere' }],
    ['version-mismatch', { ...listenerHello, version: protocolVersion + 1 }],
    ['version-mismatch', { type: 'hello', version: 99, greeting: ['salam'] }],
    ['bad-message', { ...listenerHello, station: 'No Slug' }],
    ['bad-message', { type: 'live' }],
    ['bad-message', 'salam'],
    ['bad-message', 'null'],
  ] as const)('%s: %j', async (code, hello) => {
    const { url } = await scene.service();
    const peer = await scene.raw(url);
    peer.say(hello);
    expect(await peer.gone()).toEqual({ code: failures[code].closeCode, reason: code });
    expect(peer.frames).toMatchObject([{ type: 'error', code }]);
  });

  it('who is silent', async () => {
    const { url } = await scene.service({ limits: { helloTimeoutMs: 100 } });
    const peer = await scene.raw(url);
    expect(await peer.gone()).toEqual({ code: 4408, reason: 'hello-timeout' });
  });

  it('who finds the station full', async () => {
    const { url } = await scene.service({ limits: { maxListeners: 1 } });
    await scene.listener(() => url).online();
    const second = scene.listener(() => url);
    await until(() => second.failure === 'station-full');
    expect(second.client.state.name).toBe('waiting');
    await scene.listener(() => url, { station: 'huda' }).online();
  });

  it('a second broadcaster, until it takes over; then the first', async () => {
    const { url } = await scene.service();
    const first = await scene.broadcaster(() => url).online();
    const second = scene.broadcaster(() => url);
    await until(() => second.client.state.name === 'closed');
    expect(second.failure).toBe('station-taken');
    second.hello = { ...second.hello, takeOver: true };
    second.client.connect();
    await second.online();
    await until(() => first.client.state.name === 'closed');
    expect(first.failure).toBe('taken-over');
  });

  it('pages of other origins', async () => {
    const { url } = await scene.service({ allowedOrigins: ['https://mosque.example'] });
    await expect(scene.raw(url, { origin: 'https://evil.example' })).rejects.toThrow('403');
    await expect(scene.raw(url, { origin: 'null' })).rejects.toThrow('403');
    await scene.raw(url, { origin: url });
    await scene.raw(url, { origin: 'https://mosque.example' });
  });

  it('sockets at other paths, or more than there is room for', async () => {
    const { url } = await scene.service({ limits: { maxConnections: 1 } });
    await expect(scene.raw(`${url}/elsewhere`)).rejects.toThrow('404');
    // A page's: what is none may be a broadcaster, see `limits.test.ts`.
    await scene.raw(url, { origin: url });
    await expect(scene.raw(url, { origin: url })).rejects.toThrow('503');
  });

  it('with somebody else’s token: that gives a new id, of its own role and station', async () => {
    const { url } = await scene.service();
    const peer = await scene.raw(url);
    const { peer: id, resume } = await peer.greet(listenerHello);
    const forged = `${String(resume).slice(0, -8)}AAAAAAAA`;
    for (const hello of [
      { ...listenerHello, resume: forged },
      { ...listenerHello, station: 'huda', resume },
      { ...broadcasterHello, resume },
    ]) {
      const other = await scene.raw(url);
      other.say(hello);
      expect((await other.seen('welcome'))['peer']).not.toBe(id);
    }
    expect(peer.closed).toBe(null);
  });

  it('on a second socket with its own token replaces the first', async () => {
    const { url, service } = await scene.service();
    const first = await scene.raw(url);
    const { peer, resume } = await first.greet(listenerHello);
    const second = await scene.raw(url);
    expect(await second.greet({ ...listenerHello, resume })).toMatchObject({ peer });
    expect(await first.gone()).toEqual({ code: 4411, reason: 'replaced' });
    expect(service.status('noor')).toMatchObject({ listeners: 1 });
  });
});

it('a broadcaster key may be typed with capitals and without hyphens', async () => {
  const { url } = await scene.service();
  const broadcaster = await scene
    .broadcaster(() => url, { key: key.toUpperCase().replaceAll('-', ' ') })
    .online();
  expect(broadcaster.failure).toBe(null);
});
