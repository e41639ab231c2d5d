import { limits } from '@mauzin/shared';
import { describe, expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../clock.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { IcePort } from '../ice/ice-port.ts';
import { setUpBroadcaster, setUpHearing } from '../testing/broadcaster-rig.ts';
import { eventually } from '../testing/eventually.ts';
import { FakeSource } from '../testing/fake-source.ts';
import { TestReceiver } from '../testing/test-receiver.ts';
import { Broadcaster } from './broadcaster.ts';
import type { PathOutcome } from './contracts.ts';

describe('whoever asks', () => {
  test('is offered a connection of its own, with offer and candidates in order', async () => {
    const { broadcaster, fanOut, listen, news, outlet } = await setUpBroadcaster();
    broadcaster.goLive();
    listen('ann');
    listen('ben');
    outlet(1).events.offer('offer');
    outlet(1).events.candidate({ candidate: 'one', sdpMid: 'audio' });
    expect(news()).toEqual([
      { type: 'live' },
      { type: 'offer', listener: 'ann', connection: 'c1', sdp: 'offer' },
      {
        type: 'candidate',
        listener: 'ann',
        connection: 'c1',
        candidate: { candidate: 'one', sdpMid: 'audio' },
      },
    ]);
    broadcaster.receive({ type: 'answer', listener: 'ann', connection: 'c1', sdp: 'answer' });
    broadcaster.receive({
      type: 'candidate',
      listener: 'ann',
      connection: 'c1',
      candidate: { candidate: 'two', sdpMid: 'audio' },
    });
    expect(outlet(1).heard).toEqual(['answer', 'two']);
    expect(outlet(2).heard).toEqual([]);
    expect([...fanOut.outlets.keys()]).toEqual(['c1', 'c2']);
    expect([broadcaster.connected, broadcaster.hearing]).toEqual([2, 0]);
  });

  test('hears no more once all have to come in anew: whoever has no socket at once, everybody where the app says so', async () => {
    const { broadcaster, fanOut, listen, outlet } = await setUpBroadcaster();
    broadcaster.goLive();
    for (const listener of ['ann', 'ben', 'relay-normal']) listen(listener);
    for (const number of [1, 2, 3]) outlet(number).become({ name: 'open' });
    broadcaster.receive({ type: 'listener-left', listener: 'ann', reason: 'lost' });
    expect([...fanOut.outlets.keys()]).toEqual(['c1', 'c2', 'c3']);
    broadcaster.receive({ type: 'dismissed' });
    expect([...fanOut.outlets.keys()]).toEqual(['c2', 'c3']);
    broadcaster.endListeners();
    expect(broadcaster.knows('ben')).toBe(false);
  });

  test('before the broadcast is remembered, and offered when it begins', async () => {
    const { broadcaster, clock, listen, outlets } = await setUpBroadcaster();
    broadcaster.welcomed({ iceServers: [], listening: [{ listener: 'ann', connection: null }] });
    for (const listener of ['ben', 'cem', 'dua']) listen(listener);
    broadcaster.receive({ type: 'unlisten', listener: 'ben' });
    broadcaster.receive({ type: 'listener-left', listener: 'cem', reason: 'lost' });
    expect(outlets).toHaveLength(0);
    broadcaster.goLive();
    clock.advance(100);
    expect(outlets).toHaveLength(2);
    broadcaster.stop();
    broadcaster.goLive();
    clock.advance(100);
    expect(outlets).toHaveLength(4);
  });

  test('waits its turn when many ask at once, and none is asked for twice', async () => {
    const { broadcaster, clock, outlets } = await setUpBroadcaster();
    broadcaster.goLive();
    for (let number = 0; number < 50; number += 1) {
      broadcaster.receive({ type: 'listen', listener: `phone-${number}`, connection: null });
      broadcaster.receive({ type: 'listen', listener: `phone-${number}`, connection: null });
    }
    expect(outlets).toHaveLength(1);
    broadcaster.receive({ type: 'listener-left', listener: 'phone-49', reason: 'bye' });
    clock.advance(100);
    // the first was offered at once, and asked again after that
    expect(outlets).toHaveLength(50);
    expect(broadcaster.connected).toBe(49);
  });

  test('is refused when there is no room, and let in when there is', async () => {
    const { broadcaster, clock, listen, news, outlets } = await setUpBroadcaster({ maxOutlets: 1 });
    broadcaster.goLive();
    listen('ann');
    news();
    listen('ben');
    expect(news()).toEqual([{ type: 'refuse', listener: 'ben', code: 'station-full' }]);
    // Who was refused has to ask again.
    broadcaster.stop();
    broadcaster.goLive();
    clock.advance(0);
    expect(news().map(({ type }) => type)).not.toContain('refuse');
    expect(outlets).toHaveLength(2);
    broadcaster.receive({ type: 'listener-left', listener: 'ann', reason: 'bye' });
    listen('ben');
    expect(outlets).toHaveLength(3);
  });
});

describe('a listener that asks for a fresh connection', () => {
  test('hears the old one until it says that the new one does', async () => {
    const { broadcaster, listen, news, open, outlet } = await setUpHearing();
    listen('ann');
    expect(outlet(1).state.name).toBe('open');
    open(2);
    news();
    expect(outlet(1).state.name).toBe('open');
    expect(broadcaster.hearing).toBe(1);
    broadcaster.receive({ type: 'closed', listener: 'ann', connection: 'c1' });
    expect(outlet(1).state.name).toBe('closed');
    expect(outlet(2).state.name).toBe('open');
    expect(news()).toEqual([]);
  });

  test('or for 5 s after the new one is open', async () => {
    const { clock, fanOut, listen, news, open, outlet } = await setUpHearing();
    listen('ann');
    clock.advance(10_000);
    open(2);
    news();
    clock.advance(4_999);
    expect(outlet(1).state.name).toBe('open');
    clock.advance(1);
    expect(outlet(1).state.name).toBe('closed');
    expect(news()).toEqual([{ type: 'closed', listener: 'ann', connection: 'c1' }]);
    expect([...fanOut.outlets.keys()]).toEqual(['c2']);
    expect(clock.pending).toBe(0);
  });

  test('again and again has at most one in the making', async () => {
    const { fanOut, listen, outlets } = await setUpHearing();
    for (let round = 0; round < 20; round += 1) listen('ann');
    expect(outlets).toHaveLength(21);
    expect([...fanOut.outlets.keys()]).toEqual(['c1', 'c21']);
  });
});

describe('a lost socket', () => {
  test('costs no sound: what a returned listener still hears is kept', async () => {
    const { broadcaster, clock, listen, outlet, outlets, signal } = await setUpHearing();
    signal.online = false;
    clock.advance(60_000);
    expect(outlet(1).state.name).toBe('open');
    signal.online = true;
    broadcaster.welcomed({ iceServers: [], listening: [{ listener: 'ann', connection: 'c1' }] });
    broadcaster.receive({ type: 'listener-left', listener: 'ann', reason: 'lost' });
    listen('ann', 'c1');
    clock.advance(1_000);
    expect(outlets).toHaveLength(1);
    expect(broadcaster.hearing).toBe(1);
  });

  test('who comes back with a connection that is gone is offered a new one', async () => {
    const { broadcaster, clock, outlet, outlets } = await setUpHearing();
    outlet(1).become({ name: 'failed', reason: 'path-lost' });
    broadcaster.welcomed({
      iceServers: [],
      listening: [
        { listener: 'ann', connection: 'c1' },
        { listener: 'ben', connection: 'of-an-earlier-run' },
      ],
    });
    clock.advance(100);
    expect(outlets).toHaveLength(3);
  });

  test('going live and off meanwhile is told by the next hello; the connections obey at once', async () => {
    const { broadcaster, news, outlet, signal } = await setUpHearing();
    signal.online = false;
    broadcaster.stop();
    expect(outlet(1).state.name).toBe('closed');
    expect(news()).toEqual([]);
    expect(broadcaster.connected).toBe(0);
  });
});

describe('the end of a connection', () => {
  test.each([
    ['bye', { type: 'listener-left', listener: 'ann', reason: 'bye' } as const],
    ['no more sound wanted', { type: 'unlisten', listener: 'ann' } as const],
    ['closed by the page', { type: 'closed', listener: 'ann', connection: 'c1' } as const],
  ])('%s: nothing stays', async (_name, message) => {
    const { broadcaster, clock, fanOut, news, outlet } = await setUpHearing();
    broadcaster.receive(message);
    expect(outlet(1).state.name).toBe('closed');
    expect([broadcaster.connected, fanOut.outlets.size, clock.pending]).toEqual([0, 0, 0]);
    expect(news()).toEqual([]);
  });

  test('one that fails is taken out, and the page is told so that it asks anew', async () => {
    const { broadcaster, fanOut, news, outlet } = await setUpHearing();
    outlet(1).become({ name: 'failed', reason: 'timeout' });
    expect(news()).toEqual([{ type: 'closed', listener: 'ann', connection: 'c1' }]);
    expect([broadcaster.connected, fanOut.outlets.size]).toEqual([0, 0]);
  });

  test('one whose handshake fails is made anew without a word, once', async () => {
    const { broadcaster, clock, listen, news, open, outlet, outlets } = await setUpHearing();
    const fail = (number: number): void => {
      outlet(number).become({ name: 'failed', reason: 'handshake' });
      clock.advance(10);
    };
    listen('ben');
    fail(2);
    expect(outlets).toHaveLength(3);
    expect(news()).toEqual([]);
    fail(3);
    expect(outlets).toHaveLength(3);
    expect(news()).toEqual([{ type: 'closed', listener: 'ben', connection: 'c3' }]);
    expect(broadcaster.connected).toBe(1);
    listen('ben');
    open(4);
    listen('ben');
    fail(5);
    expect(outlets).toHaveLength(6);
  });

  test('off the air ends them all, and says so once', async () => {
    const { broadcaster, listen, news, outlets } = await setUpHearing();
    listen('ben');
    broadcaster.stop();
    broadcaster.stop();
    expect(news()).toEqual([{ type: 'off' }]);
    expect(outlets.map(({ state }) => state.name)).toEqual(['closed', 'closed']);
    listen('cem');
    expect(outlets).toHaveLength(2);
  });

  test('closing ends them all, and nothing is heard afterwards', async () => {
    const { broadcaster, clock, fanOut, listen, outlets } = await setUpHearing();
    broadcaster.close();
    broadcaster.close();
    broadcaster.goLive();
    listen('ben');
    broadcaster.welcomed({ iceServers: [], listening: [{ listener: 'cem', connection: null }] });
    clock.advance(10_000);
    expect(outlets).toHaveLength(1);
    expect([fanOut.outlets.size, clock.pending]).toEqual([0, 0]);
  });
});

describe('what goes wrong', () => {
  test('an answer that cannot be used ends its connection alone, and is told', async () => {
    const { broadcaster, errors, listen, news, outlet } = await setUpHearing();
    listen('ben');
    broadcaster.receive({ type: 'answer', listener: 'ben', connection: 'c2', sdp: 'malformed' });
    expect(outlet(2).state.name).toBe('closed');
    expect(outlet(1).state.name).toBe('open');
    expect(news()).toEqual([{ type: 'closed', listener: 'ben', connection: 'c2' }]);
    expect(errors).toHaveLength(1);
  });

  test('a candidate that cannot be used is reported and costs nothing', async () => {
    const { broadcaster, errors, outlet } = await setUpHearing();
    const candidate = { candidate: 'malformed', sdpMid: null };
    broadcaster.receive({ type: 'candidate', listener: 'ann', connection: 'c1', candidate });
    expect(errors).toHaveLength(1);
    expect(outlet(1).state.name).toBe('open');
  });

  test('an answer to a connection that is gone is told so; late candidates are ignored', async () => {
    const { broadcaster, errors, news } = await setUpHearing();
    const candidate = { candidate: 'x', sdpMid: null };
    for (const listener of ['ann', 'nobody']) {
      broadcaster.receive({ type: 'answer', listener, connection: 'gone', sdp: 'x' });
      broadcaster.receive({ type: 'candidate', listener, connection: 'gone', candidate });
      broadcaster.receive({ type: 'closed', listener, connection: 'gone' });
    }
    expect(news()).toEqual([
      { type: 'closed', listener: 'ann', connection: 'gone' },
      { type: 'closed', listener: 'nobody', connection: 'gone' },
    ]);
    expect(errors).toEqual([]);
    expect([broadcaster.connected, broadcaster.hearing]).toEqual([1, 1]);
  });
});

test('real connections, by messages alone: joins, swaps and leaves', async () => {
  const ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
  const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
  const source = new FakeSource();
  fanOut.setSource(source);
  const phones = new Map<string, TestReceiver>();
  const errors: unknown[] = [];
  const reaches: PathOutcome[] = [];
  const broadcaster: Broadcaster = new Broadcaster({
    clock: systemClock,
    fanOut,
    ice,
    onChange: () => undefined,
    onReach: (_listener, reach) => reaches.push(reach),
    onError: (error) => errors.push(error),
    signal: {
      send: (message) => {
        if (message.type === 'offer') answer(message.listener, message.connection, message.sdp);
        return true;
      },
    },
  });
  const answer = (listener: string, connection: string, offer: string): void => {
    const phone = new TestReceiver({
      answer: (sdp) => broadcaster.receive({ type: 'answer', listener, connection, sdp }),
      candidate: (candidate) => broadcaster.receive({ type: 'candidate', listener, connection, candidate }),
    });
    phones.set(connection, phone);
    phone.offer(offer);
  };
  onTestFinished(() => {
    broadcaster.close();
    fanOut.close();
    ice.close();
    for (const phone of phones.values()) phone.close();
  });

  broadcaster.goLive();
  for (const listener of ['ann', 'ben', 'cem']) {
    broadcaster.receive({ type: 'listen', listener, connection: null });
  }
  await eventually(() => broadcaster.hearing).toBe(3);
  source.packet(0);
  await eventually(() => [...phones.values()].map(({ datagrams }) => datagrams.length)).toEqual([1, 1, 1]);
  const received = [...phones.values()].flatMap(({ datagrams }) => datagrams).reduce(sumBytes, 0);
  expect(broadcaster.bytesSent).toBe(received);
  expect(reaches).toEqual(Array.from({ length: 3 }, () => ({ name: 'reached', address: '127.0.0.1' })));

  const [annsFirst] = phones.keys();
  broadcaster.receive({
    type: 'answer',
    listener: 'ann',
    connection: annsFirst!,
    sdp: 'x'.repeat(limits.sdpChars),
  });
  expect(errors).toEqual([expect.objectContaining({ name: 'MediaError' })]);
  await eventually(() => broadcaster.hearing).toBe(2);
  broadcaster.receive({ type: 'listen', listener: 'ann', connection: null });
  await eventually(() => broadcaster.hearing).toBe(3);
  source.packet(1);
  await eventually(() => [...phones.values()].map(({ datagrams }) => datagrams.length)).toEqual([1, 2, 2, 1]);

  for (const listener of ['ann', 'ben', 'cem']) {
    broadcaster.receive({ type: 'listener-left', listener, reason: 'bye' });
  }
  expect([broadcaster.connected, fanOut.outlets.size]).toEqual([0, 0]);
  // Who has left has been sent to all the same.
  expect(broadcaster.bytesSent).toBeGreaterThan(received);
});

const sumBytes = (sum: number, datagram: { readonly length: number }): number => sum + datagram.length;

describe('whether sound gets through', () => {
  test('is told of each connection that was answered: with its address, or with none after 8 s', async () => {
    const { broadcaster, clock, listen, open, outlet, reaches } = await setUpBroadcaster();
    broadcaster.goLive();
    for (const listener of ['ann', 'ben', 'cem', 'dan']) listen(listener);
    const answer = (listener: string, connection: string): void =>
      broadcaster.receive({ type: 'answer', listener, connection, sdp: 'answer' });
    answer('ann', 'c1');
    answer('ben', 'c2');
    broadcaster.receive({
      type: 'candidate',
      listener: 'ben',
      connection: 'c2',
      candidate: { candidate: 'candidate:1 1 udp 2122 192.168.1.31 5000 typ host', sdpMid: '0' },
    });
    answer('cem', 'c3'); // and dan says nothing: his page is frozen, which is no firewall's fault
    open(1);
    clock.advance(5_000);
    broadcaster.receive({ type: 'listener-left', listener: 'cem', reason: 'bye' });
    clock.advance(2_999);
    expect(reaches).toEqual([['ann', { name: 'reached', address: '192.168.1.30' }]]);
    clock.advance(1);
    expect(reaches.slice(1)).toEqual([['ben', { name: 'unreached', addresses: ['192.168.1.31'] }]]);
    outlet(2).become({ name: 'open' });
    clock.advance(60_000);
    expect(reaches.slice(2)).toEqual([['ben', { name: 'reached', address: '192.168.1.30' }]]);
  });

  test('is not tried by who listens on this machine before the answer is stored', async () => {
    const isUncounted = (peer: string): boolean => peer === 'ears';
    const { broadcaster, listen, news, outlet } = await setUpBroadcaster({ isUncounted });
    broadcaster.goLive();
    for (const listener of ['ears', 'ann']) listen(listener);
    const candidate = { candidate: 'here', sdpMid: 'audio' };
    for (const number of [1, 2]) outlet(number).events.candidate(candidate);
    const told = (): string[] =>
      news().flatMap((said) => (said.type === 'candidate' ? [`${said.listener} ${said.connection}`] : []));
    expect(told()).toEqual(['ann c2']);
    broadcaster.receive({ type: 'answer', listener: 'ears', connection: 'c1', sdp: 'malformed' });
    expect(told()).toEqual([]); // and it is over
    listen('ears');
    outlet(3).events.candidate(candidate);
    broadcaster.receive({ type: 'answer', listener: 'ears', connection: 'c3', sdp: 'answer' });
    expect(outlet(3).heard).toEqual(['answer']);
    outlet(3).events.candidate(candidate);
    expect(told()).toEqual(['ears c3', 'ears c3']);
  });

  test('is asked of nobody who listens for this machine itself, nor is such a one counted', async () => {
    const { broadcaster, clock, listen, open, outlet, reaches } = await setUpBroadcaster({
      isUncounted: (peer) => peer === 'ears',
    });
    broadcaster.goLive();
    listen('ears');
    listen('ann');
    broadcaster.receive({ type: 'answer', listener: 'ears', connection: 'c1', sdp: 'answer' });
    clock.advance(8_000);
    open(1);
    open(2);
    outlet(1).bytesSent = 500;
    outlet(2).bytesSent = 300;
    expect([broadcaster.hearing, broadcaster.bytesSent]).toEqual([1, 300]);
    expect(reaches.map(([peer]) => peer)).toEqual(['ann']);
    broadcaster.stop();
    expect([broadcaster.hearing, broadcaster.bytesSent]).toEqual([0, 300]);
  });
});
