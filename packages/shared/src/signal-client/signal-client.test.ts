import { describe, expect, onTestFinished, test } from 'vitest';

import {
  type Feature,
  features,
  laterMessages,
  protocolVersion,
  serviceToListenerSchema,
} from '../protocol/index.ts';
import { FakeClock, FakeSocket, listenerWelcome } from '../testing/index.ts';
import type { Patience } from './backoff.ts';
import { type Received, SignalClient, type SignalState } from './signal-client.ts';

function setUp(
  onMessage: (message: Received<'listener'>) => void | Promise<void> = () => undefined,
  patience?: () => Patience,
) {
  const sockets: FakeSocket<'listener'>[] = [];
  const states: SignalState<'listener'>[] = [];
  const errors: unknown[] = [];
  const clock = new FakeClock();
  const client = new SignalClient<'listener'>({
    openSocket: () => {
      const socket = new FakeSocket('listener');
      sockets.push(socket);
      return socket;
    },
    clock,
    random: () => 0.5,
    ...(patience ? { patience } : {}),
    schema: serviceToListenerSchema,
    hello: () => ({
      type: 'hello',
      role: 'listener',
      version: protocolVersion,
      station: 'noor',
      listening: true,
      connection: null,
    }),
    orderKey: () => 'me',
    onMessage,
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error),
  });
  const last = (): FakeSocket<'listener'> => sockets.at(-1)!;
  const welcome = (resume = 'token-of-sixteen-or-more', known?: readonly string[]): void => {
    last().open();
    last().deliverText(JSON.stringify({ ...listenerWelcome, resume, pingEveryMs: 1000, features: known }));
  };
  return { client, clock, sockets, states, errors, last, welcome };
}

describe('SignalClient', () => {
  test('says hello first and is online after the welcome', () => {
    const { client, last, welcome } = setUp();
    client.connect();
    welcome();
    expect(last().sent[0]).toMatchObject({ type: 'hello', station: 'noor' });
    expect(last().sent[0]).not.toHaveProperty('resume');
    expect(client.state).toMatchObject({ name: 'online', resumed: false });
  });

  test('lists what it knows, and sends a service only what that has listed', () => {
    const { client, last, welcome } = setUp();
    const later = laterMessages as Record<string, Feature>;
    later['unlisten'] = 'retry';
    onTestFinished(() => void delete later['unlisten']);
    client.connect();
    welcome();
    expect(last().sent).toMatchObject([{ type: 'hello', features }]);
    expect(client.send({ type: 'unlisten' })).toBe(false);
    expect(client.send({ type: 'listen', connection: null })).toBe(true);
    last().lose();
    client.connect();
    welcome('token-of-sixteen-or-more', ['rooms', 'retry']);
    expect(client.send({ type: 'unlisten' })).toBe(true);
    expect(last().sent.map(({ type }) => type)).toEqual(['hello', 'unlisten']);
  });

  test('heeds whether to come back from a failure that it does not know', () => {
    const { client, last } = setUp();
    client.connect();
    last().open();
    last().deliverText(JSON.stringify({ type: 'error', code: 'gone-to-another-mosque', retry: 'no' }));
    last().lose(4499);
    expect(client.state).toEqual({ name: 'closed', failure: 'version-mismatch' });
    client.connect();
    last().open();
    last().deliverText(JSON.stringify({ type: 'error', code: 'asleep', retry: 'later', retryInMs: 7_000 }));
    last().lose(4498);
    expect(client.state).toMatchObject({ name: 'waiting', failure: 'bad-message', retryInMs: 7_000 });
  });

  test('sends nothing while it is away and says so', () => {
    const { client, last, welcome } = setUp();
    expect(client.send({ type: 'unlisten' })).toBe(false);
    client.connect();
    welcome();
    expect(client.send({ type: 'unlisten' })).toBe(true);
    last().lose();
    expect(client.send({ type: 'unlisten' })).toBe(false);
  });

  test('comes back when the service says, and after that as usual', () => {
    const { client, clock, sockets, last, welcome } = setUp();
    client.connect();
    welcome();
    last().deliver({ type: 'error', code: 'restarting', retryInMs: 4_321 });
    last().lose(1012);
    expect(client.state).toMatchObject({ name: 'waiting', retryInMs: 4_321, failure: 'restarting' });
    clock.advance(4_320);
    expect(sockets.length).toBe(1);
    clock.advance(1);
    expect(sockets.length).toBe(2);
    // Not back yet: it tries on, eagerly.
    last().lose(1006);
    expect(client.state).toMatchObject({ name: 'waiting', retryInMs: 300, failure: null });
    clock.advance(300);
    welcome();
    last().lose(1012);
    expect(client.state).toMatchObject({ name: 'waiting', retryInMs: 150, failure: 'restarting' });
  });

  test('minds no time that was told with another failure, nor one where only a person can help', () => {
    const { client, last, welcome } = setUp();
    client.connect();
    welcome();
    last().deliver({ type: 'error', code: 'bad-message', retryInMs: 50_000 });
    last().lose(1012);
    expect(client.state).toMatchObject({ name: 'waiting', retryInMs: 150 });
    client.connect();
    last().deliver({ type: 'error', code: 'unknown-station', retryInMs: 10 });
    last().lose(4404);
    expect(client.state).toEqual({ name: 'closed', failure: 'unknown-station' });
  });

  test('comes back with its resume token after a lost socket', () => {
    const { client, clock, sockets, last, welcome } = setUp();
    client.connect();
    welcome('first-resume-token-1');
    last().lose();
    expect(client.state).toMatchObject({ name: 'waiting', failure: null });
    clock.advance(1000);
    expect(sockets).toHaveLength(2);
    welcome('second-resume-token-2');
    expect(last().sent[0]).toMatchObject({ type: 'hello', resume: 'first-resume-token-1' });
    expect(client.state).toMatchObject({ name: 'online', resumed: true });
  });

  test('waits longer with each try in vain, and little again after a success', () => {
    const { client, clock, states, last, welcome } = setUp();
    client.connect();
    for (let tries = 0; tries < 3; tries += 1) {
      last().lose();
      clock.advance(3_000);
    }
    welcome();
    last().lose();
    const waits = states.flatMap((state) => (state.name === 'waiting' ? [state.retryInMs] : []));
    expect(waits).toEqual([150, 300, 600, 150]);
  });

  test('is back within 5 s of a service that was away for 10 s, and again for a minute', () => {
    const { client, clock, sockets, last } = setUp();
    client.connect();
    let opened = 0;
    while (clock.now() < 60_000) {
      last().lose();
      opened = sockets.length;
      clock.advance(3_000);
      expect(sockets.length).toBeGreaterThan(opened);
    }
  });

  test('stays away after a failure that only a person can mend', () => {
    const { client, clock, sockets, last } = setUp();
    client.connect();
    last().open();
    last().deliver({ type: 'error', code: 'unknown-station' });
    last().lose(4404);
    expect(client.state).toEqual({ name: 'closed', failure: 'unknown-station' });
    clock.advance(600_000);
    expect(sockets).toHaveLength(1);
    client.connect();
    expect(sockets).toHaveLength(2);
  });

  test('knows the failure from the error when the close code is lost on the way', () => {
    const { client, last } = setUp();
    client.connect();
    last().open();
    last().deliver({ type: 'error', code: 'version-mismatch' });
    last().lose(1006);
    expect(client.state).toEqual({ name: 'closed', failure: 'version-mismatch' });
  });

  test('does not take an error of long ago for the reason of a later loss', () => {
    const { client, last, welcome } = setUp();
    client.connect();
    welcome();
    last().deliver({ type: 'error', code: 'station-full' });
    last().deliver({ type: 'pong', id: 0 });
    last().lose();
    expect(client.state).toMatchObject({ name: 'waiting', failure: null });
  });

  test('ignores the late events of a replaced socket', () => {
    const seen: string[] = [];
    const { client, clock, sockets, welcome } = setUp((message) => void seen.push(message.type));
    client.connect();
    welcome();
    sockets[0]!.lose();
    clock.advance(1000);
    welcome();
    sockets[0]!.lose(4404);
    sockets[0]!.deliver({ type: 'error', code: 'wrong-key' });
    sockets[0]!.deliver({ type: 'live', onAirMs: 0 });
    sockets[1]!.deliver({ type: 'off', reason: 'stopped' });
    expect(client.state.name).toBe('online');
    expect(seen).toEqual(['off']);
  });

  test('gives up on a socket that falls silent', () => {
    const { client, clock, states, last, welcome } = setUp();
    client.connect();
    welcome();
    clock.advance(1000);
    expect(last().sent.at(-1)).toMatchObject({ type: 'ping' });
    last().deliver({ type: 'pong', id: 0 });
    clock.advance(2000);
    expect(client.state.name).toBe('online');
    clock.advance(2000);
    expect(states).toContainEqual(expect.objectContaining({ name: 'waiting', failure: 'heartbeat-lost' }));
  });

  test('poked, finds a dead socket long before its heartbeat does, and keeps a living one', () => {
    const { client, clock, sockets, states, last, welcome } = setUp();
    client.connect();
    welcome();
    client.poke();
    expect(last().sent.at(-1)).toMatchObject({ type: 'ping' });
    clock.advance(10);
    last().deliver({ type: 'pong', id: 0 });
    clock.advance(990);
    client.poke();
    client.poke();
    clock.advance(100);
    expect(sockets).toHaveLength(1);
    clock.advance(1_899);
    expect(client.state.name).toBe('online');
    clock.advance(1);
    expect(states.at(-1)).toMatchObject({ name: 'waiting', failure: 'heartbeat-lost' });
    client.poke();
    expect(sockets).toHaveLength(2);
    welcome();
    expect(last().sent[0]).toMatchObject({ type: 'hello', resume: 'token-of-sixteen-or-more' });
  });

  test('poked while it connects, begins anew; poked at rest, stays there', () => {
    const { client, clock, sockets } = setUp();
    client.poke();
    expect(sockets).toHaveLength(0);
    client.connect();
    client.poke();
    expect(sockets).toHaveLength(2);
    expect(sockets[0]!.closedWith).toBe(1000);
    client.close();
    client.poke();
    expect(sockets).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  test('gives up on a greeting that never comes', () => {
    const { client, clock } = setUp();
    client.connect();
    clock.advance(8_000);
    expect(client.state.name).toBe('waiting');
  });

  test('is as patient as it is told, at each attempt anew', () => {
    let patience: Patience = { greetingTimeoutMs: 1_000, maxPauseMs: 400 };
    const { client, clock, sockets, states } = setUp(undefined, () => patience);
    client.connect();
    for (let tries = 0; tries < 4; tries += 1) clock.advance(1_400);
    const waits = states.flatMap((state) => (state.name === 'waiting' ? [state.retryInMs] : []));
    expect(waits).toEqual([150, 300, 300, 300]);
    patience = { greetingTimeoutMs: 6_000 };
    clock.advance(1_000); // of the fifth
    const opened = sockets.length;
    clock.advance(5_999 + 3_000);
    expect(sockets).toHaveLength(opened + 1);
  });

  test('poked with a shorter time, gives up sooner, and takes an answer of the same moment', () => {
    const { client, clock, last, welcome } = setUp();
    client.connect();
    welcome();
    client.poke(500);
    last().deliver({ type: 'pong', id: 0 });
    clock.advance(600);
    expect(client.state.name).toBe('online');
    client.poke(500);
    clock.advance(400);
    client.poke(500); // no more time for that
    clock.advance(99);
    expect(client.state.name).toBe('online');
    clock.advance(1);
    expect(client.state.name).toBe('waiting');
  });

  test('reports a frame that it cannot read and goes on', () => {
    const { client, errors, last, welcome } = setUp();
    client.connect();
    welcome();
    last().deliverText('{');
    last().deliver({ type: 'offer', connection: '', route: 'direct', sdp: 'x' });
    expect(errors).toHaveLength(2);
    expect(client.state.name).toBe('online');
  });

  test('handles one peer’s messages in order, also where handling takes time', async () => {
    const seen: string[] = [];
    const { client, last, welcome } = setUp(async (message) => {
      if (message.type === 'offer') await Promise.resolve();
      seen.push(message.type);
    });
    client.connect();
    welcome();
    last().deliver({ type: 'offer', connection: 'a', route: 'direct', sdp: 'v=0' });
    last().deliver({ type: 'candidate', connection: 'a', candidate: { candidate: '', sdpMid: '0' } });
    await expect.poll(() => seen).toEqual(['offer', 'candidate']);
  });

  test('forgets what still waits for its turn when the socket is lost', async () => {
    const seen: string[] = [];
    let finish = (): void => undefined;
    const { client, last, welcome } = setUp(async (message) => {
      seen.push(message.type);
      await new Promise<void>((resolve) => (finish = resolve));
    });
    client.connect();
    welcome();
    last().deliver({ type: 'live', onAirMs: 0 });
    last().deliver({ type: 'off', reason: 'stopped' });
    last().lose();
    finish();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(seen).toEqual(['live']);
  });

  test('lets only so many messages wait for one peer, and says so', () => {
    const { client, errors, last, welcome } = setUp(() => new Promise(() => undefined));
    client.connect();
    welcome();
    for (let sent = 0; sent < 201; sent += 1) last().deliver({ type: 'live', onAirMs: 0 });
    expect(errors).toEqual([]);
    last().deliver({ type: 'live', onAirMs: 0 });
    expect(errors).toHaveLength(1);
  });

  test('says bye and leaves no timer behind when it is closed', () => {
    const { client, clock, last, welcome } = setUp();
    client.connect();
    welcome();
    const socket = last();
    client.close();
    client.close();
    expect(socket.sent.at(-1)).toEqual({ type: 'bye' });
    expect(socket.closedWith).toBe(1000);
    expect(clock.pending).toBe(0);
    expect(client.state).toEqual({ name: 'closed', failure: null });
  });
});
