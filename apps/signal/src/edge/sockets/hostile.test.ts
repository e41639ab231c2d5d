import { once } from 'node:events';
import { connect } from 'node:net';

import { limits } from '@mauzin/shared';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { silentLogger } from '../../service-logger.ts';
import {
  broadcasterHello,
  HeldClock,
  listenerHello,
  type RawPeer,
  Scene,
  until,
} from '../../testing/harness.ts';

const scene = new Scene();
afterEach(() => scene.close());

async function hostileListener(url: string): Promise<RawPeer> {
  const peer = await scene.raw(url);
  peer.say(listenerHello);
  await peer.seen('welcome');
  return peer;
}

/** Two well-behaved peers of a station, and the proof that their session goes on. */
async function neighbours(url: string) {
  const broadcaster = await scene.broadcaster(() => url, { onAirMs: 0 }).online();
  const listener = await scene.listener(() => url, { listening: true }).online();
  const { peer } = listener.welcomes[0] as { peer: string };
  let round = 0;
  return {
    broadcaster,
    talk: async (): Promise<void> => {
      const connection = `c${++round}`;
      broadcaster.client.send({ type: 'offer', listener: peer, connection, sdp: 'an offer' });
      await until(() => listener.of('offer').some((offer) => offer.connection === connection));
      listener.client.send({ type: 'answer', connection, sdp: 'an answer' });
      await until(() => broadcaster.of('answer').some((answer) => answer.connection === connection));
      expect([broadcaster.welcomes.length, listener.welcomes.length]).toEqual([1, 1]);
    },
  };
}

describe('a hostile peer is ended, and disturbs nobody', () => {
  it('addresses that are not its own: nobody is told to call them', async () => {
    const { url } = await scene.service({ addressHeader: 'x-real-ip' });
    const broadcaster = await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    const at = (address: string): string => `candidate:1 1 udp 1 ${address} 50000 typ host`;
    const strange = ['internal.example', '169.254.169.254', '224.0.0.251', '127.0.0.1'];
    const says = async (address: string): Promise<void> => {
      const peer = await scene.raw(url, { headers: { 'x-real-ip': address } });
      const { peer: listener } = await peer.greet({ ...listenerHello, listening: true });
      const connection = `of-${address.replaceAll('.', '-')}`;
      broadcaster.client.send({ type: 'offer', listener: String(listener), connection, sdp: 'an offer' });
      await peer.seen('offer');
      const named = [...strange, '192.168.1.20'];
      for (const one of named)
        peer.say({ type: 'candidate', connection, candidate: { candidate: at(one), sdpMid: '0' } });
      peer.say({ type: 'answer', connection, sdp: named.map((one) => `a=${at(one)}\r\n`).join('') });
      await until(() => broadcaster.of('answer').some((answer) => answer.connection === connection));
    };
    await says('203.0.113.7');
    expect(broadcaster.of('candidate').map(({ candidate }) => candidate.candidate)).toEqual([
      at('192.168.1.20'),
    ]);
    expect(broadcaster.of('answer').map(({ sdp }) => sdp)).toEqual([`a=${at('192.168.1.20')}\r\n`]);
    await says('127.0.0.1');
    const here = [at('127.0.0.1'), at('192.168.1.20')];
    expect(
      broadcaster
        .of('candidate')
        .map(({ candidate }) => candidate.candidate)
        .slice(1),
    ).toEqual(here);
    expect(broadcaster.of('answer')[1]?.sdp).toBe(here.map((one) => `a=${one}\r\n`).join(''));
  });

  it.each(['ping', 'pong'] as const)('%s frames are messages like others: too many end it', async (kind) => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    const peer = await hostileListener(url);
    for (let sent = 0; sent < 2_000 && peer.socket.readyState === peer.socket.OPEN; sent += 1)
      peer.socket[kind]('x');
    expect(await peer.gone()).toEqual({ code: 4429, reason: 'too-many-messages' });
    await talk();
    const calm = await hostileListener(url);
    const answered = once(calm.socket, 'pong');
    calm.socket.ping('are you there');
    expect(String((await answered)[0])).toBe('are you there');
  });

  it('wrong keys: one warning a minute, however many there are, and each is told', async () => {
    const lines: object[] = [];
    const logger = {
      ...silentLogger,
      warn: (fields: object, event: string) => lines.push({ ...fields, event }),
    };
    const { url } = await scene.service({ logger });
    const { talk } = await neighbours(url);
    for (let guess = 0; guess < 20; guess += 1) {
      const guesser = await scene.raw(url);
      guesser.say({ ...broadcasterHello, key: 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa' });
      expect([4401, 4430]).toContain((await guesser.gone()).code);
    }
    expect(lines).toMatchObject([{ event: 'connection refused', failure: 'wrong-key' }]);
    await talk();
  });

  it('malformed frames: told twice, ended at the third', async () => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    const peer = await hostileListener(url);
    for (const frame of ['{', '{"type":"listen"}', '[]']) peer.say(frame);
    expect(await peer.gone()).toEqual({ code: 4400, reason: 'bad-message' });
    const errors = peer.frames.filter(({ type }) => type === 'error');
    expect(errors).toMatchObject([{ detail: 'not JSON' }, { code: 'bad-message' }, { code: 'bad-message' }]);
    await talk();
  });

  it.each([
    ['a binary frame', (peer: RawPeer) => peer.socket.send(Buffer.from('{"type":"unlisten"}'))],
    ['a broadcaster’s message', (peer: RawPeer) => peer.say({ type: 'live' })],
    ['a service’s message', (peer: RawPeer) => peer.say({ type: 'welcome' })],
    ['a second hello', (peer: RawPeer) => peer.say(listenerHello)],
  ] as const)('%s', async (_name, attack) => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    const peer = await hostileListener(url);
    attack(peer);
    expect(await peer.gone()).toEqual({ code: 4400, reason: 'bad-message' });
    await talk();
  });

  it('a frame over the limit', async () => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    const peer = await hostileListener(url);
    peer.say('x'.repeat(limits.frameBytes + 1));
    expect((await peer.gone()).code).toBe(1009);
    await talk();
  });

  it('an answer that would grow over the limit on its way, and cut the broadcaster off', async () => {
    const { url } = await scene.service();
    const { talk, broadcaster } = await neighbours(url);
    const peer = await hostileListener(url);
    const { peer: id } = await peer.seen('welcome');
    broadcaster.client.send({ type: 'offer', listener: String(id), connection: 'x', sdp: 'an offer' });
    await peer.seen('offer');
    const frame = (sdp: string) => JSON.stringify({ type: 'answer', connection: 'x', sdp });
    const room = limits.frameBytes - Buffer.byteLength(frame(''));
    const sdp = 'ﷺ'.repeat(Math.floor(room / 3));
    expect(Buffer.byteLength(frame(sdp))).toBeLessThanOrEqual(limits.frameBytes);
    peer.say(frame(sdp));
    peer.say({ type: 'ping', id: 7 });
    await peer.seen('pong');
    // As long as an answer may be; but each of its characters takes six in JSON, however they are written.
    peer.say({ type: 'answer', connection: 'x', sdp: '\u0001'.repeat(limits.answerBytes) });
    peer.say({ type: 'ping', id: 8 });
    await until(() => peer.frames.some(({ id: ping }) => ping === 8));
    expect(broadcaster.of('answer')).toEqual([]);
    await talk();
    expect(broadcaster.states).toEqual(['connecting', 'online']);
  });

  it('too many messages', async () => {
    const { url } = await scene.service({ limits: { framesPerSecond: { listener: 5, broadcaster: 1_000 } } });
    const peer = await hostileListener(url);
    for (let id = 0; id < 100; id++) peer.say({ type: 'ping', id });
    expect(await peer.gone()).toEqual({ code: 4429, reason: 'too-many-messages' });
    expect(peer.frames.filter(({ type }) => type === 'pong').length).toBeLessThan(100);
  });

  it('too many messages of types that are not known here', async () => {
    const { url } = await scene.service({ limits: { framesPerSecond: { listener: 5, broadcaster: 1_000 } } });
    const peer = await hostileListener(url);
    for (let said = 0; said < 100; said++) peer.say({ type: 'raise-hand' });
    expect(await peer.gone()).toEqual({ code: 4429, reason: 'too-many-messages' });
  });

  it('malformed frames among those of types that are not known here', async () => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    const peer = await hostileListener(url);
    for (const frame of ['{', '{"type":"raise-hand"}', '{"type":"rm -rf"}', '{"type":"listen"}'])
      peer.say(frame);
    expect(await peer.gone()).toEqual({ code: 4400, reason: 'bad-message' });
    await talk();
  });

  it('a peer that does not read', async () => {
    const failures: unknown[] = [];
    const debug = (fields: object) => failures.push('failure' in fields ? fields.failure : null);
    const { url } = await scene.service({
      logger: { ...silentLogger, debug },
      // A socket that is not read answers no ping either; that must not be what ends it here.
      limits: {
        bufferedBytes: { listener: 64 * 1024, broadcaster: 1024 * 1024 },
        goodbyeMs: 100,
        pingEveryMs: 600_000,
      },
    });
    const { talk, broadcaster } = await neighbours(url);
    const peer = await hostileListener(url);
    const listener = String((await peer.seen('welcome'))['peer']);
    peer.socket.pause();
    const sdp = 'x'.repeat(limits.sdpChars);
    const left = () => broadcaster.of('listener-left').some((one) => one.listener === listener);
    // More than any system keeps for a socket; sent until the service has had enough.
    for (let sent = 0; sent < 2_000 && !left(); sent++) {
      broadcaster.client.send({ type: 'offer', listener, connection: 'x', sdp });
      if (sent % 20 === 0) await talk();
    }
    await until(left);
    expect(failures).toContain('too-slow');
    await expect(talk()).resolves.toBe(undefined);
  });

  it('a peer that answers no ping', async () => {
    const { url, service } = await scene.service({ limits: { pingEveryMs: 100 } });
    const peer = await scene.raw(url, { autoPong: false });
    peer.say(listenerHello);
    await peer.seen('welcome');
    expect((await peer.gone()).code).toBe(1006);
    await until(() => service.status('noor')?.listeners === 0);
  });

  it('a peer that answers pings stays', async () => {
    const clock = new HeldClock([1_000]);
    const { url } = await scene.service({ clock, limits: { pingEveryMs: 1_000 } });
    const peer = await hostileListener(url);
    for (let beat = 0; beat < 4; beat++) {
      const pinged = once(peer.socket, 'ping');
      clock.fire(1_000);
      await pinged;
      // The pong is on its way before this request is, so it has come when this is answered.
      await (await fetch(`${url}/healthz`)).text();
    }
    expect(peer.closed).toBe(null);
  });

  it('a broadcaster’s answer to a sign of life tells what it has read', async () => {
    const clock = new HeldClock([1_000]);
    const { url } = await scene.service({ clock, limits: { pingEveryMs: 1_000 } });
    const peer = await scene.raw(url);
    const pings: string[] = [];
    peer.socket.on('ping', (data: Buffer) => pings.push(data.toString()));
    await peer.greet(broadcasterHello);
    // One comes behind the welcome.
    await until(() => pings.length === 1);
    clock.fire(1_000);
    await until(() => pings.length === 2);
    expect(pings).toEqual(['1', '2']);
  });

  it('bytes that are no WebSocket at all', async () => {
    const { url, port } = await scene.service();
    const { talk } = await neighbours(url);
    const socket = connect(port, '127.0.0.1');
    const upgrade =
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    socket.write(`${upgrade}\u00ff\u00ff\u00ff garbage`);
    await new Promise((resolve) => socket.once('close', resolve).resume());
    await expect(talk()).resolves.toBe(undefined);
  });

  it('words to peers of another station, or to nobody, reach nobody', async () => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    const other = await scene.listener(() => url, { station: 'huda', listening: true }).online();
    const { peer } = other.welcomes[0] as { peer: string };
    const raw = await scene.raw(url);
    raw.say({ ...broadcasterHello, takeOver: false, station: 'huda' });
    await raw.seen('welcome');
    raw.say({ type: 'offer', listener: 'nobody-at-all', connection: 'c', sdp: 'x' });
    raw.say({ type: 'ping', id: 1 });
    await raw.seen('pong');
    await talk();
    const noorBroadcaster = (await scene.broadcaster(() => url, { takeOver: true }).online()).client;
    noorBroadcaster.send({ type: 'offer', listener: peer, connection: 'c', sdp: 'x' });
    raw.say({ type: 'offer', listener: peer, connection: 'mine', sdp: 'x' });
    await until(() => other.of('offer').length > 0);
    expect(other.of('offer').map(({ connection }) => connection)).toEqual(['mine']);
  });
});

describe('whatever is sent', () => {
  const words = fc.constantFrom(
    'hello', 'listen', 'answer', 'offer', 'candidate', 'closed', 'health', 'refuse', 'live', 'off', 'ping', 'bye',
    'unlisten', '__proto__', 'constructor', 'listener', 'broadcaster', 'noor', 'c1',
  ); // prettier-ignore
  const value = fc.oneof(
    words,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.jsonValue(),
  );
  const almost = fc
    .dictionary(
      fc.oneof(fc.constantFrom('type', 'role', 'version', 'station', 'connection', 'sdp', 'key'), words),
      value,
    )
    .map((fields) => JSON.stringify(fields));
  const nearly = fc
    .record({ type: words, connection: value, sdp: value, candidate: value })
    .map((m) => JSON.stringify(m));
  const frame = fc.oneof(almost, nearly, fc.string(), fc.json(), fc.uint8Array({ maxLength: 200 }));
  const attack = fc.record({
    greets: fc.constantFrom('listener', 'broadcaster', 'nobody'),
    frames: fc.array(frame, { minLength: 1, maxLength: 8 }),
  });

  it('the service lives, and others talk on', async () => {
    const { url } = await scene.service();
    const { talk } = await neighbours(url);
    await fc.assert(
      fc.asyncProperty(attack, async ({ greets, frames }) => {
        const peer = await scene.raw(url);
        if (greets === 'listener') peer.say(listenerHello);
        if (greets === 'broadcaster') peer.say({ ...broadcasterHello, station: 'huda', takeOver: true });
        for (const one of frames) peer.socket.send(one);
        peer.socket.close();
        await peer.gone();
        await expect(talk()).resolves.toBe(undefined);
      }),
      { numRuns: 150 },
    );
  });
});
