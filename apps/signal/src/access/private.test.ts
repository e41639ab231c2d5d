import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { hashAccessCode } from './access-code.ts';
import { hashBroadcasterKey } from './broadcaster-key.ts';
import { serviceClock } from '../clock.ts';
import { silentLogger } from '../service-logger.ts';
import type { SignalServiceOptions } from '../options.ts';
import { createSignalService } from '../service.ts';
import {
  broadcasterHello,
  HeldClock,
  key,
  listenerHello,
  noor,
  type RawPeer,
  Scene,
  until,
} from '../testing/harness.ts';
import { quickStretch } from '../testing/quick-stretch.ts';

const scene = new Scene();
afterEach(() => scene.close());

const code = '471 108';
let accessCodeHash = '';
let otherHash = '';
const quickHash = (of: string): Promise<string> => hashAccessCode(of, undefined, quickStretch);
beforeAll(async () => {
  [accessCodeHash, otherHash] = await Promise.all([quickHash(code), quickHash('815 162')]);
});

const limits = { wrongCodeDelayMs: 1 };
const serve = (options: Partial<SignalServiceOptions> = {}, hash: string | null = accessCodeHash) =>
  scene.service({
    stations: [{ ...noor, ...(hash === null ? {} : { accessCodeHash: hash }) }],
    stretch: quickStretch,
    ...options,
    limits: { ...limits, ...options.limits },
  });

/** What a hello with this is answered with: `welcome`, or the failure that it is refused with. */
async function greet(url: string, hello: object, localAddress?: string): Promise<string> {
  const peer = await scene.raw(url, localAddress === undefined ? {} : { localAddress });
  peer.say({ ...listenerHello, ...hello });
  return await answered(peer);
}

async function answered(peer: RawPeer): Promise<string> {
  await until(() => peer.frames.some(({ type }) => type === 'welcome') || peer.closed !== null);
  return peer.closed === null ? 'welcome' : peer.closed.reason;
}

const wrongKey = 'aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa';

/** A clock that can be set forward; its timers are real. */
function movableClock() {
  let ahead = 0;
  const clock = { ...serviceClock, now: () => serviceClock.now() + ahead };
  return { clock, advance: (ms: number) => (ahead += ms) };
}

describe('a private station', () => {
  it('asks who wants to listen for its code, and lets in who has it, however it is typed', async () => {
    // Stretched as it is for everybody.
    const stations = [{ ...noor, accessCodeHash: await hashAccessCode(code) }];
    const { url } = await scene.service({ stations, limits });
    expect(await greet(url, {})).toBe('code-needed');
    expect(await greet(url, { code: '471109' })).toBe('wrong-code');
    for (const typed of ['471108', '471-108', ' ٤٧١ ١٠٨ '])
      expect(await greet(url, { code: typed })).toBe('welcome');
  });

  it('says to everybody that it is private, and an open one does not', async () => {
    const { url, service } = await serve();
    const peer = await scene.listener(() => url, { code }).online();
    expect(peer.welcomes[0]).toMatchObject({ station: { slug: 'noor', private: true } });
    expect(service.status('noor')).toMatchObject({ private: true });
    const open = await scene.service();
    expect(open.service.status('noor')).not.toHaveProperty('private');
    expect(await greet(open.url, { code: 'whatever' })).toBe('welcome');
  });

  it('tells strangers its name and nothing else: not whether it is on the air, since when, nor how many listen', async () => {
    const { url } = await serve();
    const asked = async (): Promise<unknown> => (await fetch(`${url}/api/stations/noor`)).json();
    const name = { slug: 'noor', name: 'Masjid an-Noor', private: true };
    expect(await asked()).toEqual(name);
    const stream = await fetch(`${url}/live/noor.webm`);
    const offAir = [stream.status, await stream.text()];
    await scene.broadcaster(() => url, { onAirMs: 5_000 }).online();
    await scene.listener(() => url, { code }).online();
    expect(await asked()).toEqual(name);
    const live = await fetch(`${url}/live/noor.webm`);
    expect([live.status, await live.text()]).toEqual(offAir);
    const stranger = await scene.raw(url);
    stranger.say(listenerHello);
    await stranger.gone();
    expect(stranger.frames).toMatchObject([{ type: 'error', code: 'code-needed' }]);
    expect(JSON.stringify(stranger.frames)).not.toContain('Masjid');
  });

  it('knows whoever it let in by the token, without the code, also after a restart', async () => {
    const first = await serve();
    const peer = await scene.raw(first.url);
    const { peer: id, resume } = await peer.greet({ ...listenerHello, code });
    await first.service.close();
    const { url } = await serve({ port: first.port });
    const again = await scene.raw(url);
    expect(await again.greet({ ...listenerHello, resume })).toMatchObject({ peer: id });
  });

  it('asks everybody anew when its code is another one, or when it becomes private', async () => {
    for (const before of [null, otherHash]) {
      const first = await serve({}, before);
      const peer = await scene.raw(first.url);
      const { resume } = await peer.greet({ ...listenerHello, code: '815162' });
      await first.service.close();
      const { url } = await serve();
      expect(await greet(url, { resume })).toBe('code-needed');
      expect(await greet(url, { resume, code: '815162' })).toBe('wrong-code');
      expect(await greet(url, { resume, code })).toBe('welcome');
    }
  });

  it('lets its broadcaster listen by the key, and nobody by another', async () => {
    const { url } = await serve();
    expect(await greet(url, { key, uncounted: true })).toBe('welcome');
    expect(await greet(url, { key: wrongKey })).toBe('code-needed');
    expect(await greet(url, { key: wrongKey, code: '000000' })).toBe('wrong-code');
  });

  it.each([
    ['open', null],
    ['private', true],
  ])('%s, it leaves its own ears out of what it tells, by its key or theirs alone', async (_, isPrivate) => {
    const earKey = 'bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb';
    const stations = [
      {
        ...noor,
        earKeyHash: hashBroadcasterKey(earKey),
        ...(isPrivate === null ? {} : { accessCodeHash }),
      },
    ];
    const { url, service } = await scene.service({ stations, stretch: quickStretch, limits });
    const open = (): number | undefined => service.stats().stations[0]?.listeners;
    const arrives = async (hello: object): Promise<RawPeer> => {
      const peer = await scene.raw(url);
      await peer.greet({ ...listenerHello, ...hello });
      return peer;
    };
    await arrives({ key, uncounted: true });
    const ear = await arrives({ key: earKey, uncounted: true });
    expect(open()).toBe(0);
    await arrives({ code, uncounted: true });
    await arrives({ code, key: wrongKey, uncounted: true });
    expect(open()).toBe(2);
    // A token says who a peer was, not that it has the key.
    const token = String(ear.frames.find(({ type }) => type === 'welcome')?.['resume']);
    await arrives({ resume: token, uncounted: true });
    expect(open()).toBe(3);
    // And the ears' key is for ears.
    const thief = await scene.raw(url);
    thief.say({ ...broadcasterHello, key: earKey });
    expect((await thief.gone()).reason).toBe('wrong-key');
  });

  it('knows its broadcaster again, whatever became of the code', async () => {
    const first = await serve({}, null);
    const peer = await scene.raw(first.url);
    const { peer: id, resume } = await peer.greet(broadcasterHello);
    await first.service.close();
    const { url } = await serve();
    const again = await scene.raw(url);
    expect(await again.greet({ ...broadcasterHello, resume })).toMatchObject({ peer: id });
  });

  it('takes no token of a broadcaster, of another station or of nobody for a code', async () => {
    const { url } = await scene.service({
      stations: [
        { ...noor, accessCodeHash },
        { ...noor, slug: 'huda', accessCodeHash },
      ],
      stretch: quickStretch,
      limits,
    });
    const tokens: unknown[] = ['1.l.peer-1234.abc.AAAAAAAA'];
    for (const hello of [broadcasterHello, { ...listenerHello, station: 'huda', code }]) {
      const peer = await scene.raw(url);
      peer.say(hello);
      tokens.push((await peer.seen('welcome'))['resume']);
    }
    for (const resume of tokens) expect(await greet(url, { resume })).toBe('code-needed');
  });

  it('holds what a peer says while its code is looked at, in order, and no more of it than it may', async () => {
    let go: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { url } = await serve({
      stretch: async (normal, salt) => {
        await asked;
        return await quickStretch(normal, salt);
      },
    });
    const broadcaster = await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    const patient = await scene.raw(url);
    patient.say({ ...listenerHello, listening: false, code });
    patient.say({ type: 'listen', connection: null });
    patient.say({ type: 'ping', id: 1 });
    patient.say({ type: 'ping', id: 2 });
    const hasty = await scene.raw(url);
    hasty.say({ ...listenerHello, code });
    for (let id = 0; id < 40; id += 1) hasty.say({ type: 'ping', id });
    expect(await hasty.gone()).toMatchObject({ code: 4429 });
    // Others are served meanwhile.
    broadcaster.client.send({ type: 'off' });
    expect(await greet(url, {})).toBe('code-needed');
    expect([patient.frames, broadcaster.of('listen')]).toEqual([[], []]);
    go();
    await until(() => patient.frames.filter(({ type }) => type === 'pong').length === 2);
    expect(patient.frames.map(({ type }) => type)).toEqual(['welcome', 'pong', 'pong']);
    await until(() => broadcaster.of('listen').length === 1);
  });

  it('stretches one code once for three hundred phones that come at once', async () => {
    let stretched = 0;
    const { url, service } = await serve({
      stretch: (normal, salt) => {
        stretched += 1;
        return quickStretch(normal, salt);
      },
    });
    const phones = await Promise.all(Array.from({ length: 300 }, () => scene.raw(url)));
    for (const phone of phones) phone.say({ ...listenerHello, code });
    await Promise.all(phones.map((phone) => phone.seen('welcome')));
    expect([stretched, service.status('noor')?.listeners]).toEqual([1, 300]);
  });

  it('is refused a hash that is none', () => {
    const stations = [{ ...noor, accessCodeHash: code }];
    expect(() => createSignalService({ stations })).toThrow('accessCodeHash is not from hashAccessCode()');
  });
});

describe('guesses', () => {
  it('are answered after a constant delay, which ends with the socket and the service', async () => {
    const clock = new HeldClock([800]);
    const { url, service } = await serve({ clock, limits: { wrongCodeDelayMs: 800 } });
    const guesser = await scene.raw(url);
    guesser.say({ ...listenerHello, code: '000000' });
    await until(() => clock.waiting(800) === 1);
    expect([guesser.frames, guesser.closed]).toEqual([[], null]);
    clock.fire(800);
    expect(await guesser.gone()).toEqual({ code: 4406, reason: 'wrong-code' });
    const other = await scene.raw(url);
    other.say({ ...listenerHello, code: '000001' });
    await until(() => clock.waiting(800) === 1);
    await service.close();
    expect(clock.waiting()).toBe(0);
  });

  it('wait after the fifth from one address, longer after each one more, and then are looked at again', async () => {
    const { clock, advance } = movableClock();
    const warned: object[] = [];
    const { url } = await serve({
      clock,
      logger: { ...silentLogger, warn: (fields) => warned.push(fields) },
    });
    for (let guess = 0; guess < 5; guess += 1)
      expect(await greet(url, { code: `00000${guess}` })).toBe('wrong-code');
    // The right one too, or guessing could go on.
    expect(await greet(url, { code })).toBe('too-many-tries');
    expect(await greet(url, { code }, '127.0.0.2')).toBe('welcome');
    advance(15_000);
    expect(await greet(url, { code: '000005' })).toBe('wrong-code');
    advance(29_000);
    expect(await greet(url, { code })).toBe('too-many-tries');
    advance(1_000);
    expect(await greet(url, { code })).toBe('welcome');
    expect(warned).toEqual([{ station: 'noor' }]);
    // One line a minute, however many guesses there are.
    advance(15_000);
    expect(await greet(url, { code: '000006' })).toBe('wrong-code');
    expect(warned).toEqual([{ station: 'noor' }, { station: 'noor', heldBack: 1 }]);
  });

  it('keep nobody out who was let in before', async () => {
    const { url } = await serve();
    const peer = await scene.raw(url);
    const { resume } = await peer.greet({ ...listenerHello, code });
    for (let guess = 0; guess < 6; guess += 1) await greet(url, { code: `00000${guess}` });
    expect(await greet(url, { code })).toBe('too-many-tries');
    expect(await greet(url, { resume })).toBe('welcome');
  });

  it('of one and the same code are no guesses: a changed code is still kept on many phones', async () => {
    const { url } = await serve();
    for (let phone = 0; phone < 12; phone += 1)
      expect(await greet(url, { code: '815162' })).toBe('wrong-code');
    expect(await greet(url, { code })).toBe('welcome');
  });

  it('from everywhere wait too, once they are many', async () => {
    const { clock, advance } = movableClock();
    const { url } = await serve({ clock });
    await greet(url, { code });
    for (let guess = 0; guess < 100; guess += 1) {
      const from = `127.0.1.${1 + Math.floor(guess / 4)}`;
      expect(await greet(url, { code: String(100_000 + guess) }, from)).toBe('wrong-code');
    }
    expect(await greet(url, { code }, '127.0.2.1')).toBe('too-many-tries');
    advance(1_000);
    expect(await greet(url, { code }, '127.0.2.1')).toBe('welcome');
  });

  it('keep no network out that got in lately, though its phone is a new one and the station is guessed from everywhere', async () => {
    const { clock } = movableClock();
    const { url } = await serve({ clock });
    expect(await greet(url, { code }, '127.0.3.1')).toBe('welcome');
    for (let guess = 0; guess < 100; guess += 1)
      await greet(url, { code: String(100_000 + guess) }, `127.0.1.${1 + Math.floor(guess / 4)}`);
    expect(await greet(url, { code }, '127.0.2.1')).toBe('too-many-tries');
    expect(await greet(url, { code }, '127.0.3.1')).toBe('welcome');
    // Not to guess on, though.
    for (let guess = 0; guess < 5; guess += 1) await greet(url, { code: `20000${guess}` }, '127.0.3.1');
    expect(await greet(url, { code }, '127.0.3.1')).toBe('too-many-tries');
  });

  it('from one IPv6 site count together, from however many of its networks they come', async () => {
    const { url } = await serve({ addressHeader: 'x-real-ip' });
    const from = async (address: string, typed: string): Promise<string> => {
      const peer = await scene.raw(url, { headers: { 'x-real-ip': address } });
      peer.say({ ...listenerHello, code: typed });
      return await answered(peer);
    };
    for (let guess = 0; guess < 25; guess += 1)
      expect(await from(`2001:db8:7:${guess}::1`, String(100_000 + guess))).toBe('wrong-code');
    expect(await from('2001:db8:7:ff::1', code)).toBe('too-many-tries');
    expect(await from('2001:db8:8::1', code)).toBe('welcome');
  });

  it('are told of in the log though they come so slowly that nobody waits', async () => {
    const { clock, advance } = movableClock();
    const warned: object[] = [];
    const { url } = await serve({
      clock,
      logger: { ...silentLogger, warn: (fields) => warned.push(fields) },
    });
    for (let guess = 0; guess < 25; guess += 1) {
      expect(warned).toEqual([]);
      await greet(url, { code: String(100_000 + guess) }, `127.0.4.${guess + 1}`);
      advance(30 * 60_000);
    }
    expect(warned).toEqual([{ station: 'noor' }]);
  });

  it('of keys wait as well, apart from those of codes; the right key always comes in', async () => {
    const { url } = await serve();
    const hello = { ...broadcasterHello, key: wrongKey };
    for (let guess = 0; guess < 5; guess += 1) expect(await greet(url, hello)).toBe('wrong-key');
    expect(await greet(url, hello)).toBe('too-many-tries');
    expect(await greet(url, { ...broadcasterHello, key })).toBe('welcome');
    expect(await greet(url, { code })).toBe('welcome');
  });
});

describe('without the code', () => {
  /** What somebody may say who has no code; `hello` is the first of it. */
  const says = fc.array(
    fc.oneof(
      fc.constantFrom(
        { type: 'listen', connection: null },
        { type: 'listen', connection: 'c1' },
        { type: 'answer', connection: 'c1', sdp: 'an answer' },
        { type: 'closed', connection: 'c1' },
        { type: 'unlisten' },
        { type: 'ping', id: 1 },
        listenerHello,
      ),
      fc.json().map((json) => ({ type: 'listen', connection: json })),
    ),
    { maxLength: 6 },
  );
  const hello = fc.record(
    {
      code: fc.oneof(fc.constantFrom('471109', '', '4711', '0471108'), fc.string({ maxLength: 20 })),
      resume: fc.string({ unit: fc.constantFrom('a', '.', 'l', '1', '-'), minLength: 16, maxLength: 40 }),
      listening: fc.boolean(),
      uncounted: fc.constant(true),
      rendition: fc.constantFrom('normal', 'saver'),
    },
    { requiredKeys: [] },
  );

  it('nothing of the station reaches a socket, and nothing of it the station', async () => {
    const { url, service } = await serve();
    const broadcaster = await scene.broadcaster(() => url, { onAirMs: 0 }).online();
    const inside = await scene.listener(() => url, { code, listening: true }).online();
    await until(() => broadcaster.of('listen').length === 1);
    const { peer: insider } = inside.welcomes[0] as { peer: string };
    await fc.assert(
      fc.asyncProperty(hello, says, async (fields, messages) => {
        const peer = await scene.raw(url);
        peer.say({ ...listenerHello, ...fields });
        for (const message of messages) peer.say(message);
        broadcaster.client.send({ type: 'offer', listener: insider, connection: 'c1', sdp: 'an offer' });
        await peer.gone();
        expect(peer.frames.map(({ type }) => type)).toEqual(['error']);
        expect(service.status('noor')?.listeners).toBe(1);
      }),
      { numRuns: 60 },
    );
    const heard = broadcaster.received.filter(({ type }) => type !== 'presence');
    expect(heard).toEqual([{ type: 'listen', listener: insider, connection: null }]);
  });
});
