import { FanOut, IcePort } from '@mauzin/media';
import { type FailureCode, failures } from '@mauzin/shared';
import { broadcasterWelcome, FakeClock, FakeSocket } from '@mauzin/shared/testing';
import { describe, expect, onTestFinished, test } from 'vitest';

import { StationLink } from './station-link.ts';

async function setUp({
  resumes = false,
  onAirMs = (): number | null => 60_000,
  directCapacity = (): number | null => null,
} = {}) {
  const clock = new FakeClock();
  const ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
  const fanOut = new FanOut({ clock, random: () => 0.5, onEvent: () => undefined });
  const sockets: FakeSocket<'broadcaster'>[] = [];
  const left: string[] = [];
  const errors: unknown[] = [];
  const link: StationLink = new StationLink({
    station: 'noor',
    key: 'k',
    openSocket: () => {
      const socket = new FakeSocket('broadcaster');
      sockets.push(socket);
      return socket;
    },
    fanOut,
    ice,
    clock,
    random: () => 1,
    onAirMs,
    directCapacity,
    resumes: () => resumes,
    listenerEvents: {
      isUncounted: () => false,
      onHealth: () => undefined,
      onReach: () => undefined,
      onLeft: (listener) => left.push(listener),
    },
    onChange: () => undefined,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => {
    link.close();
    fanOut.close();
    ice.close();
    expect(errors).toEqual([]);
  });
  const last = (): FakeSocket<'broadcaster'> => sockets.at(-1)!;
  const refuse = (code: FailureCode): void => {
    last().open();
    last().deliver({ type: 'error', code });
    last().lose(failures[code].closeCode);
  };
  const greet = (): void => last().deliver(broadcasterWelcome);
  const welcome = (): void => {
    last().open();
    greet();
  };
  link.connect();
  return { clock, greet, last, left, link, refuse, sockets, welcome };
}

describe('after a power cut', () => {
  test('the seat that its own dead socket holds is asked for again, and never taken by force', async () => {
    const { clock, last, link, refuse, sockets, welcome } = await setUp({ resumes: true });
    // The service finds the old socket dead after 10 s.
    while (clock.now() < 11_000) {
      refuse('station-taken');
      expect(link.service).toMatchObject({ name: 'connecting' });
      const asked = sockets.length;
      clock.advance(3_000);
      expect(sockets).toHaveLength(asked + 1);
    }
    welcome();
    expect(link.service).toEqual({ name: 'online' });
    expect(
      sockets.every(({ sent }) => sent.every((message) => message.type !== 'hello' || !message.takeOver)),
    ).toBe(true);
    expect(last().sent[0]).toMatchObject({ type: 'hello', onAirMs: 60_000 });
  });

  test('a seat that somebody really holds is told after 30 s, and asked for no more', async () => {
    const { clock, link, refuse, sockets } = await setUp({ resumes: true });
    const startedAt = clock.now();
    while (link.service.name !== 'failed') {
      refuse('station-taken');
      clock.advance(3_000);
      expect(clock.now() - startedAt).toBeLessThan(40_000);
    }
    expect(clock.now() - startedAt).toBeGreaterThan(25_000);
    expect(link.service).toEqual({ name: 'failed', failure: 'station-taken' });
    const asked = sockets.length;
    clock.advance(600_000);
    expect(sockets).toHaveLength(asked);
  });

  test('without one, it is told at once; quietly it is still asked for, and had when it is free', async () => {
    const { clock, link, refuse, sockets, welcome } = await setUp();
    refuse('station-taken');
    expect(link.service).toEqual({ name: 'failed', failure: 'station-taken' });
    clock.advance(200);
    expect(sockets).toHaveLength(2);
    expect(link.service).toEqual({ name: 'failed', failure: 'station-taken' });
    welcome();
    expect(link.service).toEqual({ name: 'online' });
  });

  test('what only a person can mend is told at once', async () => {
    const { clock, link, refuse, sockets } = await setUp({ resumes: true });
    refuse('wrong-key');
    expect(link.service).toEqual({ name: 'failed', failure: 'wrong-key' });
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
  });
});

test('woken, it has another socket within 3 s of finding the old one dead, and keeps a living one', async () => {
  const { clock, last, link, sockets, welcome } = await setUp();
  welcome();
  link.poke();
  clock.advance(1);
  last().deliver({ type: 'pong', id: 0 });
  clock.advance(3_000);
  expect(sockets).toHaveLength(1);
  link.poke();
  clock.advance(2_200);
  expect(sockets).toHaveLength(2);
  welcome();
  expect(last().sent[0]).toMatchObject({ resume: 'token-of-sixteen-or-more' });
});

test('tells who has left or stopped listening', async () => {
  const { last, left, welcome } = await setUp();
  welcome();
  last().deliver({ type: 'listener-left', listener: 'listener-ann', reason: 'lost' });
  last().deliver({ type: 'unlisten', listener: 'listener-ben' });
  expect(left).toEqual(['listener-ann', 'listener-ben']);
});

test('what changes between hello and welcome is told with the welcome', async () => {
  const air: { ms: number | null } = { ms: null };
  const { greet, last, link } = await setUp({ onAirMs: () => air.ms });
  last().open();
  expect(last().sent).toMatchObject([{ type: 'hello', onAirMs: null }]);
  air.ms = 0;
  link.setLive(true);
  greet();
  expect(last().sent.slice(1)).toEqual([{ type: 'live' }]);
});

describe('how many listeners can be served directly', () => {
  const saidOf = (socket: FakeSocket<'broadcaster'>): unknown[] =>
    socket.of('capacity').map(({ direct }) => direct);

  test('is told with each welcome, and when it has changed', async () => {
    let direct = 600;
    const { clock, last, link, welcome } = await setUp({ directCapacity: () => direct });
    link.tellCapacity(); // nobody is there yet
    welcome();
    link.tellCapacity();
    expect(saidOf(last())).toEqual([600]);
    direct = 75;
    link.tellCapacity();
    link.tellCapacity();
    expect(saidOf(last())).toEqual([600, 75]);
    last().lose(1006);
    link.tellCapacity();
    clock.advance(300);
    welcome();
    expect(saidOf(last())).toEqual([75]);
  });

  test('is not told to a service that has no other route for them', async () => {
    const { last, link, welcome } = await setUp();
    welcome();
    link.tellCapacity();
    expect(last().sent.map(({ type }) => type)).not.toContain('capacity');
  });
});

test('knows whom the relay serves from the service alone, and after a new welcome only once it has said so again', async () => {
  const { clock, last, link, welcome } = await setUp();
  welcome();
  expect([link.relayed, link.overHttp]).toEqual([null, 0]);
  last().deliver({ type: 'presence', listeners: 9, relayed: 3, overHttp: 2 });
  expect([link.listeners, link.relayed, link.overHttp]).toEqual([9, 3, 2]);
  last().deliver({ type: 'presence', listeners: 8, relayed: 0 });
  expect([link.listeners, link.relayed, link.overHttp]).toEqual([8, 0, 0]);
  last().lose(1006);
  clock.advance(300);
  welcome();
  expect(link.relayed).toBeNull();
});

describe('while the service is away', () => {
  /** Lets every attempt fail at once, for so long; pauses between them, ms. */
  const refuseFor = (all: Awaited<ReturnType<typeof setUp>>, forMs: number): number[] => {
    const { clock, last, sockets } = all;
    const until = clock.now() + forMs;
    const pauses: number[] = [];
    do {
      const attempts = sockets.length;
      const failedAt = clock.now();
      last().lose(1006);
      while (sockets.length === attempts) clock.advance(10);
      pauses.push(clock.now() - failedAt);
    } while (clock.now() < until);
    return pauses;
  };

  test('on the air, it is looked for at least every second for minutes: whom a relay serves hears nothing until then', async () => {
    const all = await setUp();
    all.welcome();
    const pauses = refuseFor(all, 280_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1_000);
    all.welcome();
    expect(Math.max(...refuseFor(all, 280_000))).toBeLessThanOrEqual(1_000);
    expect(Math.max(...refuseFor(all, 600_000))).toBeGreaterThan(2_000);
  });

  test('off the air, it is looked for as patiently as ever', async () => {
    const all = await setUp({ onAirMs: () => null });
    all.welcome();
    expect(Math.max(...refuseFor(all, 60_000))).toBeGreaterThan(2_000);
  });

  test('an attempt that hangs at first makes room for the next one soon, and later has its time', async () => {
    const { clock, last, sockets, welcome } = await setUp();
    welcome();
    last().lose(1012);
    clock.advance(300);
    const attempts = sockets.length;
    clock.advance(3_500 + 500);
    expect(sockets).toHaveLength(attempts + 1);
    clock.advance(60_000);
    const later = sockets.length;
    clock.advance(16_000);
    expect(sockets.length - later).toBeLessThanOrEqual(2);
  });
});
