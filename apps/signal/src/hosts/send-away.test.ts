import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { hashAccessCode } from '../access/access-code.ts';
import { generateBroadcasterKey, hashBroadcasterKey } from '../access/broadcaster-key.ts';
import { serviceClock } from '../clock.ts';
import type { LiveStreams } from '../live-streams.ts';
import type { StationConfig, StationDirectory } from '../store/stations/contracts.ts';
import {
  broadcasterHello,
  key,
  listenerHello,
  noor,
  type RawPeer,
  type Running,
  Scene,
  until,
} from '../testing/harness.ts';
import { quickStretch } from '../testing/quick-stretch.ts';

const codes = { old: '471108', new: '815162', newest: '234299' };
const hashes = { old: '', new: '', newest: '' };
const hall = { 'x-real-ip': '203.0.113.7' };
const elsewhere = { 'x-real-ip': '198.51.100.9' };
const knows = { ...listenerHello, features: ['retry', 'ticket', 'dismiss'] };
const desktopKnows = { ...broadcasterHello, features: ['retry', 'dismiss'] };

const scene = new Scene();
afterEach(() => scene.close());
beforeAll(async () => {
  for (const name of ['old', 'new', 'newest'] as const)
    hashes[name] = await hashAccessCode(codes[name], undefined, quickStretch);
});

/** One station, which changes when the test says so. */
class Changing implements StationDirectory {
  now: StationConfig;
  #tell: (slugs: readonly string[]) => void = () => undefined;

  constructor(first: StationConfig) {
    this.now = first;
  }

  all = () => [this.now];
  get = (slug: string) => (slug === this.now.slug ? this.now : null);
  onChange(told: (slugs: readonly string[]) => void) {
    this.#tell = told;
    return () => undefined;
  }

  becomes(change: Partial<StationConfig>): void {
    this.now = { ...this.now, ...change };
    this.#tell([this.now.slug]);
  }
}

/** Silent ones, that go on until they are ended. */
const endless: LiveStreams = {
  route: 'relay',
  available: () => true,
  open: (_wish, sink) => {
    sink.write(Buffer.from('head'));
    return { drained: () => undefined, close: () => undefined };
  },
};

let stations: Changing;
let running: Running;
let aheadMs = 0;
const clock = {
  ...serviceClock,
  now: () => serviceClock.now() + aheadMs,
  wallMs: () => serviceClock.wallMs() + aheadMs,
};
beforeEach(() => {
  aheadMs = 0;
});

async function serve(first: Partial<StationConfig> = {}): Promise<void> {
  stations = new Changing({ ...noor, ...first });
  running = await scene.service({
    stations,
    clock,
    addressHeader: 'x-real-ip',
    liveStreams: endless,
    stretch: quickStretch,
    limits: { wrongCodeDelayMs: 0 },
  });
}

async function come(hello: object, headers: Record<string, string> = elsewhere): Promise<RawPeer> {
  const peer = await scene.raw(running.url, { headers });
  peer.say(hello);
  await until(() => peer.frames.length > 0 || peer.closed !== null);
  return peer;
}
const welcomeOf = (peer: RawPeer) => peer.frames.find(({ type }) => type === 'welcome');
const told = (peer: RawPeer, field: 'peer' | 'resume' | 'ticket'): string => {
  const value = welcomeOf(peer)?.[field];
  return typeof value === 'string' ? value : `no ${field}`;
};
const idOf = (peer: RawPeer): string => told(peer, 'peer');
const refusalOf = async (hello: object, headers?: Record<string, string>) =>
  (await (await come(hello, headers)).gone()).reason;

/** A player of the HTTP stream; `ended` once the service has ended it. */
async function play(ticket: string | undefined, headers: Record<string, string> = elsewhere) {
  const query = ticket === undefined ? '' : `?ticket=${ticket}`;
  const response = await fetch(`${running.url}/live/noor.webm${query}`, { headers });
  if (!response.ok) return { status: response.status, ended: Promise.resolve() };
  return { status: response.status, ended: response.text().then(() => undefined) };
}

describe('a new access code', () => {
  it('lets everybody hear on, unless all are to come in anew: then they are ended, HTTP players too, but not who has the key', async () => {
    await serve({ accessCodeHash: hashes.old });
    const desk = await come({ ...desktopKnows, key, onAirMs: 0 }, hall);
    const phone = await come({ ...knows, listening: true, code: codes.old });
    const ear = await come({ ...knows, key }, hall);
    const player = await play(told(phone, 'ticket'));
    expect(player.status).toBe(200);
    let hasEnded = false;
    const ended = player.ended.then(() => (hasEnded = true));

    stations.becomes({ accessCodeHash: hashes.new });
    phone.say({ type: 'ping', id: 1 });
    await phone.seen('pong');
    expect([phone.closed, hasEnded]).toEqual([null, false]);

    // But who knew the old code gets no ticket for the new one.
    phone.say({ type: 'ticket' });
    phone.say({ type: 'ping', id: 2 });
    await until(() => phone.frames.some((frame) => frame['id'] === 2));
    expect(phone.frames.some(({ type }) => type === 'ticket')).toBe(false);

    stations.becomes({ accessCodeHash: hashes.newest, dismissals: 1 });
    expect(await phone.seen('error')).toMatchObject({ code: 'code-needed' });
    expect(await phone.gone()).toEqual({ code: 4402, reason: 'code-needed' });
    await ended;
    expect(await desk.seen('listener-left')).toMatchObject({ listener: idOf(phone), reason: 'bye' });
    await desk.seen('dismissed');
    ear.say({ type: 'ping', id: 1 });
    await ear.seen('pong');
    expect(await refusalOf({ ...knows, resume: welcomeOf(phone)?.['resume'] })).toBe('code-needed');
  });

  it('reaches also who only hears on, and a broadcaster that was away, once that is back', async () => {
    await serve({ accessCodeHash: hashes.old });
    const desk = await come({ ...desktopKnows, key, onAirMs: 0 }, hall);
    const phone = await come({ ...knows, listening: true, code: codes.old });
    phone.socket.terminate();
    expect(await desk.seen('listener-left')).toMatchObject({ reason: 'lost' });
    const other = await come({ ...knows, listening: true, code: codes.old });
    desk.socket.terminate();
    await until(() => running.service.stats().connections === 1);
    stations.becomes({ accessCodeHash: hashes.new, dismissals: 1 });
    await other.gone();
    const back = await come(
      { ...desktopKnows, key, onAirMs: 1_000, resume: welcomeOf(desk)?.['resume'] },
      hall,
    );
    await back.seen('dismissed');
    const left = back.frames.filter(({ type }) => type === 'listener-left');
    expect(new Set(left.map(({ listener, reason }) => `${String(listener)} ${String(reason)}`))).toEqual(
      new Set([`${idOf(phone)} bye`, `${idOf(other)} bye`]),
    );
    expect(back.frames[0]?.type).toBe('welcome');
  });

  it('says nothing new to a desktop that does not know of it', async () => {
    await serve({ accessCodeHash: hashes.old });
    const desk = await come({ ...broadcasterHello, key, onAirMs: 0 }, hall);
    const phone = await come({ ...knows, listening: true, code: codes.old });
    stations.becomes({ accessCodeHash: hashes.new, dismissals: 1 });
    await phone.gone();
    await desk.seen('listener-left');
    expect(desk.frames.some(({ type }) => type === 'dismissed')).toBe(false);
  });
});

describe('a listener that is sent away', () => {
  it('is ended with what it hears, and its token is worth nothing; who else is there hears on', async () => {
    await serve();
    const desk = await come({ ...broadcasterHello, key, onAirMs: 0 }, hall);
    const [one, other] = [
      await come({ ...knows, listening: true }),
      await come({ ...knows, listening: true }),
    ];
    expect(running.service.listenersOf('noor').map(({ peer }) => peer)).toEqual([idOf(one), idOf(other)]);
    expect(running.service.sendAway('noor', idOf(one), null)).toBe('done');
    expect(await one.gone()).toEqual({ code: 4403, reason: 'origin-refused' });
    expect(await desk.seen('listener-left')).toMatchObject({ listener: idOf(one), reason: 'bye' });
    const again = await come({ ...knows, resume: welcomeOf(one)?.['resume'] });
    expect(idOf(again)).not.toBe(idOf(one));
    other.say({ type: 'ping', id: 1 });
    await other.seen('pong');
    expect(running.service.sendAway('noor', 'nobody-here', null)).toBe('unknown-listener');
    expect(running.service.sendAway('nowhere', idOf(other), null)).toBe('unknown-listener');
  });

  it('has to bring the code of a private station again, and its player of the HTTP stream is ended, too', async () => {
    await serve({ accessCodeHash: hashes.old });
    await come({ ...broadcasterHello, key, onAirMs: 0 }, hall);
    const phone = await come({ ...knows, code: codes.old });
    const [resume, ticket] = [told(phone, 'resume'), told(phone, 'ticket')];
    const player = await play(ticket);
    expect(running.service.sendAway('noor', idOf(phone), null)).toBe('done');
    await player.ended;
    expect(await refusalOf({ ...knows, resume })).toBe('code-needed');
    expect((await play(ticket)).status).toBe(401);
    expect((await play(resume)).status).toBe(401);
  });

  it('with its network stays out for an hour, by whatever way, but never with the broadcaster’s own', async () => {
    await serve();
    const desk = await come({ ...broadcasterHello, key, onAirMs: 0 }, hall);
    const phone = await come(knows, hall);
    expect(running.service.sendAway('noor', idOf(phone), 3_600_000)).toBe('own-network');
    expect(phone.closed).toBeNull();
    // Its last one, too.
    desk.socket.terminate();
    await until(() => running.service.stats().connections === 1);
    expect(running.service.sendAway('noor', idOf(phone), 3_600_000)).toBe('own-network');
    await come({ ...broadcasterHello, key, onAirMs: 1_000 }, hall);

    const stranger = await come(knows);
    const player = await play(undefined);
    const neighbour = await play(undefined, hall);
    expect([player.status, neighbour.status]).toEqual([200, 200]);
    expect(running.service.sendAway('noor', idOf(stranger), 3_600_000)).toBe('done');
    await player.ended;
    expect(await refusalOf(knows)).toBe('origin-refused');
    expect((await play(undefined)).status).toBe(401);
    expect((await come(knows, hall)).closed).toBeNull();
    // A key comes in from everywhere; then it is the broadcaster's network, which is not kept out.
    aheadMs = 3_600_000;
    expect((await come(knows)).closed).toBeNull();
  });
});

describe('the ticket of the HTTP stream', () => {
  it('is renewed over the socket, lasts half an hour, is its station’s alone, and is none where the station is open', async () => {
    await serve({ accessCodeHash: hashes.old });
    await come({ ...broadcasterHello, key, onAirMs: 0 }, hall);
    const phone = await come({ ...knows, code: codes.old });
    const first = told(phone, 'ticket');
    aheadMs = 29 * 60_000;
    expect((await play(first)).status).toBe(200);
    aheadMs = 31 * 60_000;
    expect((await play(first)).status).toBe(401);
    // Another key changes nothing for who listens.
    stations.becomes({
      keyHashes: [...stations.now.keyHashes, hashBroadcasterKey(generateBroadcasterKey())],
    });
    phone.say({ type: 'ticket' });
    const { ticket } = (await phone.seen('ticket')) as unknown as { ticket: string };
    expect((await play(ticket)).status).toBe(200);
    // A ticket is no token: it lets nobody in to the station itself.
    expect(await refusalOf({ ...knows, resume: ticket })).toBe('code-needed');
    // A page of before is given none, and brings its token.
    const old = await come({ ...listenerHello, code: codes.old });
    expect(welcomeOf(old)).not.toHaveProperty('ticket');
    expect((await play(told(old, 'resume'))).status).toBe(200);

    stations = new Changing(noor);
    await serve();
    const open = await come(knows);
    open.say({ type: 'ticket' });
    open.say({ type: 'ping', id: 1 });
    await open.seen('pong');
    expect(welcomeOf(open)).not.toHaveProperty('ticket');
    expect(open.frames.some(({ type }) => type === 'ticket')).toBe(false);
  });
});
