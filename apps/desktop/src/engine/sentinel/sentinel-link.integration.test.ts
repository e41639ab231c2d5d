import type { SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import { FakeClock, FakeSocket, listenerWelcome } from '@mauzin/shared/testing';
import {
  createSignalService,
  generateBroadcasterKey,
  hashAccessCode,
  hashBroadcasterKey,
} from '@mauzin/signal';
import { describe, expect, onTestFinished, test } from 'vitest';

import { NodeEars } from '../../testing/node-ears.ts';
import { NodeListener } from '../../testing/node-listener.ts';
import { startEngine } from '../../testing/start-engine.ts';
import type { EngineConfig } from '../contract.ts';
import type { Interfaces } from '../network/lan-address.ts';
import { signalSocketUrl } from '../web-socket.ts';
import { meetingPlace } from './meeting-place.ts';
import { SentinelLink } from './sentinel-link.ts';

test('listens where pages do: the socket of the link', () => {
  expect(meetingPlace('http://192.168.1.5:8080/s/noor', {})).toEqual({
    socketUrl: 'ws://192.168.1.5:8080/ws',
    station: 'noor',
    pass: {},
  });
  expect(meetingPlace('https://radio.example/mosques/s/al-noor', { key: 'k' })).toEqual({
    socketUrl: 'wss://radio.example/mosques/ws',
    station: 'al-noor',
    pass: { key: 'k' },
  });
  expect(meetingPlace('https://radio.example/', {})).toBeNull();
});

describe('the link', () => {
  const here = { socketUrl: 'ws://192.168.1.5:8080/ws', station: 'noor', pass: {} };
  const there = { socketUrl: 'ws://192.168.1.9:8080/ws', station: 'noor', pass: {} };

  function setUp() {
    const sockets: FakeSocket<'listener'>[] = [];
    const urls: string[] = [];
    const heard: SentinelSignalToRenderer[] = [];
    const errors: unknown[] = [];
    const clock = new FakeClock();
    const link = new SentinelLink({
      clock,
      random: () => 1,
      openSocket: (url) => {
        urls.push(url);
        const socket = new FakeSocket('listener');
        sockets.push(socket);
        return socket;
      },
      onSignal: (signal) => heard.push(signal),
      onError: (error) => errors.push(error),
    });
    onTestFinished(() => expect(errors).toEqual([]));
    const last = (): FakeSocket<'listener'> => sockets.at(-1)!;
    const welcome = (peer = 'sentinel-1'): void => {
      last().open();
      const iceServers = [{ urls: ['stun:stun.example'] }];
      last().deliver({ ...listenerWelcome, peer, iceServers, onAirMs: 0 });
    };
    const offer = (connection: string): void =>
      last().deliver({ type: 'offer', connection, route: 'direct', sdp: 'v=0' });
    return { clock, heard, last, link, offer, sockets, urls, welcome };
  }

  test('is there only while there is something to hear and the window listens', () => {
    const { clock, last, link, sockets, welcome } = setUp();
    link.signal({ type: 'listen' }); // nothing to hear yet
    link.follow(here);
    expect(sockets).toHaveLength(0);
    link.signal({ type: 'listen' });
    link.follow(here);
    expect(sockets).toHaveLength(1);
    welcome();
    expect(last().sent[0]).toMatchObject({ role: 'listener', listening: true, uncounted: true });
    link.follow(null);
    expect(last().sent.at(-1)).toEqual({ type: 'bye' });
    expect([last().closedWith, clock.pending]).toEqual([1000, 0]);
    link.follow(here); // the window has not asked again
    link.close();
    expect(sockets).toHaveLength(1);
  });

  test('brings what opens a private station, and dials anew with another one', () => {
    const { last, link, sockets, welcome } = setUp();
    link.follow({ ...here, pass: { code: '4711' } });
    link.signal({ type: 'listen' });
    welcome();
    expect(last().sent[0]).toMatchObject({ code: '4711' });
    link.follow({ ...here, pass: { code: '4711' } });
    expect(sockets).toHaveLength(1);
    link.follow({ ...here, pass: { key: 'k' } });
    welcome();
    expect(last().sent[0]).toMatchObject({ key: 'k' });
    link.follow(here);
    welcome();
    expect(last().sent[0]).not.toHaveProperty('key');
    link.close();
  });

  test('takes another route when it is offered one, with servers of its own, and says what it holds', () => {
    const { clock, heard, last, link, offer, welcome } = setUp();
    link.follow(here);
    link.signal({ type: 'listen' });
    welcome();
    offer('c1');
    const iceServers = [{ urls: ['turn:turn.example'], username: 'u', credential: 'p' }];
    last().deliver({ type: 'offer', connection: 'r1', route: 'relay', sdp: 'v=0', iceServers });
    expect(heard.at(-1)).toEqual({ type: 'offer', connection: 'r1', by: 'relay', sdp: 'v=0', iceServers });
    expect(last().sent.at(-1)).toEqual({ type: 'closed', connection: 'c1' });
    last().lose(1006);
    clock.advance(3_000);
    last().open();
    expect(last().sent[0]).toMatchObject({ connection: 'r1', route: 'relay' });
    link.close();
  });

  test('asks for the relay when the window does, also on its next socket', () => {
    const { clock, last, link, offer, welcome } = setUp();
    link.follow(here);
    link.signal({ type: 'listen' });
    welcome();
    expect(last().sent[0]).not.toHaveProperty('by');
    offer('c1');
    link.signal({ type: 'listen', by: 'relay' });
    expect(last().sent.slice(-2)).toEqual([
      { type: 'closed', connection: 'c1' },
      { type: 'listen', connection: null, by: 'relay' },
    ]);
    last().lose(1006);
    clock.advance(3_000);
    last().open();
    expect(last().sent[0]).toMatchObject({ connection: null, uncounted: true, by: 'relay' });
    link.close();
  });

  test('passes offer, answer and candidates of one connection on, and of no other', () => {
    const { heard, last, link, offer, welcome } = setUp();
    link.follow(here);
    link.signal({ type: 'listen' });
    welcome();
    offer('c1');
    const candidate = { candidate: 'one', sdpMid: 'audio' };
    last().deliver({ type: 'candidate', connection: 'c1', candidate });
    last().deliver({ type: 'candidate', connection: 'c0', candidate });
    expect(heard).toEqual([
      { type: 'offer', connection: 'c1', sdp: 'v=0', iceServers: [{ urls: ['stun:stun.example'] }] },
      { type: 'candidate', connection: 'c1', candidate },
    ]);
    link.signal({ type: 'answer', connection: 'c0', sdp: 'late' });
    link.signal({ type: 'answer', connection: 'c1', sdp: 'answer' });
    link.signal({ type: 'candidate', connection: 'c1', candidate });
    expect(last().sent.slice(1)).toEqual([
      { type: 'answer', connection: 'c1', sdp: 'answer' },
      { type: 'candidate', connection: 'c1', candidate },
    ]);
    last().deliver({ type: 'closed', connection: 'c1' });
    expect(heard.at(-1)).toEqual({ type: 'closed', connection: 'c1' });
  });

  test('asked again, lets go of what it had and asks the service', () => {
    const { last, link, offer, welcome } = setUp();
    link.follow(here);
    link.signal({ type: 'listen' });
    welcome();
    offer('c1');
    link.signal({ type: 'listen' });
    expect(last().sent.slice(1)).toEqual([
      { type: 'closed', connection: 'c1' },
      { type: 'listen', connection: null },
    ]);
  });

  test('keeps its connection over a lost socket, and finds a dead one when woken', () => {
    const { clock, heard, last, link, offer, sockets, welcome } = setUp();
    link.follow(here);
    link.signal({ type: 'listen' });
    welcome();
    offer('c1');
    link.poke();
    clock.advance(2_200);
    expect(sockets).toHaveLength(2);
    welcome();
    expect(last().sent[0]).toMatchObject({ connection: 'c1', resume: 'token-of-sixteen-or-more' });
    expect(heard).toHaveLength(1);
  });

  test('follows the station to another address, and knows all its own names there', () => {
    const { heard, last, link, offer, sockets, urls, welcome } = setUp();
    link.follow(here);
    link.signal({ type: 'listen' });
    welcome('sentinel-1');
    offer('c1');
    link.follow(there);
    expect(sockets[0]!.closedWith).toBe(1000);
    expect(heard.at(-1)).toEqual({ type: 'closed', connection: 'c1' });
    expect(urls).toEqual([here.socketUrl, there.socketUrl]);
    welcome('sentinel-2');
    expect(last().sent[0]).toMatchObject({ connection: null });
    expect(['sentinel-1', 'sentinel-2', 'phone-1'].map((peer) => link.isSelf(peer))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('with the engine and its service', () => {
  const address = (ip: string): Interfaces => ({
    lo0: [{ address: ip, family: 'IPv4', internal: false, netmask: '', mac: '', cidr: null }],
  });

  async function setUp(config: Partial<EngineConfig> = {}) {
    let interfaces = address('127.0.0.2');
    const ears: NodeEars = new NodeEars((signal) => engine.sentinelSignal(signal));
    const peaks: number[] = [];
    const { close, engine, sendMix } = startEngine({
      interfaces: () => interfaces,
      onState: ({ audience }) => peaks.push(audience.peak, audience.open, audience.hearing),
      onSentinelSignal: (signal) => ears.receive(signal),
    });
    onTestFinished(async () => {
      ears.close();
      await close();
    });
    engine.configure({
      station: { slug: 'noor', name: 'Noor', language: 'ar' },
      server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
      accessCode: null,
      recordTo: null,
      ...config,
    });
    await expect.poll(() => engine.state.service.name, { timeout: 10_000 }).toBe('online');
    engine.setLive(true);
    await sendMix();
    const move = (ip: string): void => {
      interfaces = address(ip);
      engine.wake();
    };
    const serviceListeners = async (): Promise<unknown> => {
      const { origin } = new URL(engine.state.link ?? '');
      const answer = await fetch(`${origin}/api/stations/noor`);
      return ((await answer.json()) as { readonly listeners: number }).listeners;
    };
    return { ears, engine, move, peaks, serviceListeners };
  }

  test('it hears the mix through the public path, is counted nowhere, and is gone when the broadcast is over', async () => {
    const { ears, engine, peaks, serviceListeners } = await setUp();
    ears.listen();
    await expect.poll(() => ears.heard, { timeout: 10_000 }).toBeGreaterThan(60);
    expect(await serviceListeners()).toBe(0);
    expect(engine.state.audience).toMatchObject({ open: 0, hearing: 0, peak: 0, direct: 0, uploadBps: 0 });

    const { origin } = new URL(engine.state.link ?? '');
    const phone = new NodeListener(signalSocketUrl(origin), 'noor');
    onTestFinished(() => phone.close());
    const audience = { open: 1, hearing: 1, peak: 1, direct: 1 };
    await expect.poll(() => engine.state.audience, { timeout: 10_000 }).toMatchObject(audience);
    await expect.poll(() => engine.state.audience.uploadBps, { timeout: 10_000 }).toBeGreaterThan(0);

    engine.setLive(false);
    await expect.poll(() => ears.closed).toBeGreaterThan(0);
    await expect.poll(() => engine.state.audience.uploadBps, { timeout: 10_000 }).toBe(0);
    expect(Math.max(...peaks)).toBe(1);
    expect(await serviceListeners()).toBe(1);
  });

  test('it is let in to a private station, here by the code, at a server by the key alone', async () => {
    const here = await setUp({ accessCode: '471108' });
    here.ears.listen();
    await expect.poll(() => here.ears.heard, { timeout: 10_000 }).toBeGreaterThan(10);

    const key = generateBroadcasterKey();
    const accessCodeHash = await hashAccessCode('471108');
    const station = { slug: 'huda', name: 'Huda', language: 'en' };
    const service = createSignalService({
      stations: [{ ...station, keyHashes: [hashBroadcasterKey(key)], accessCodeHash }],
      host: '127.0.0.1',
      port: 0,
    });
    onTestFinished(() => service.close());
    const { url } = await service.listen();
    const there = await setUp({ server: { kind: 'remote', url, station: 'huda', key } });
    there.ears.listen();
    await expect.poll(() => there.ears.heard, { timeout: 10_000 }).toBeGreaterThan(10);
  });

  test('it follows the station when the network changes; the service keeps its port', async () => {
    const { ears, engine, move } = await setUp();
    ears.listen();
    await expect.poll(() => ears.heard, { timeout: 10_000 }).toBeGreaterThan(10);
    const before = new URL(engine.state.link ?? '');
    expect(before.hostname).toBe('127.0.0.2');
    move('127.0.0.3');
    expect(engine.state.link).toBe(`http://127.0.0.3:${before.port}/s/noor`);
    const { heard, offers } = ears;
    await expect.poll(() => ears.offers, { timeout: 10_000 }).toBeGreaterThan(offers);
    await expect.poll(() => ears.heard, { timeout: 10_000 }).toBeGreaterThan(heard + 10);
    expect(engine.state.service.name).toBe('online');
  });
});
