import { describe, expect, test } from 'vitest';

import { setUpBroadcaster, setUpHearing } from '../testing/broadcaster-rig.ts';
import { FakeSource } from '../testing/fake-source.ts';

describe('an uplink', () => {
  test('is always admitted, and takes nobody’s place', async () => {
    const { broadcaster, listen, news, outlets, uplink } = await setUpBroadcaster({ maxOutlets: 1 });
    broadcaster.goLive();
    uplink();
    listen('ann');
    uplink(null, 'saver');
    expect(outlets).toHaveLength(3);
    expect(news().map(({ type }) => type)).not.toContain('refuse');
    listen('ben');
    expect(news()).toEqual([{ type: 'refuse', listener: 'ben', code: 'station-full' }]);
  });

  test('is no listener: neither counted, nor judged by how it hears or whether it is reached', async () => {
    const { broadcaster, clock, listen, news, open, reaches, reports, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    listen('ann');
    broadcaster.receive({ type: 'answer', listener: 'relay-normal', connection: 'c1', sdp: 'answer' });
    clock.advance(8_000);
    news();
    open(1);
    open(2);
    expect(news().filter(({ type }) => type === 'reached')).toEqual([
      { type: 'reached', listener: 'relay-normal', connection: 'c1' },
      { type: 'reached', listener: 'ann', connection: 'c2' },
    ]);
    expect(broadcaster.hearing).toBe(1);
    expect(reaches.map(([peer]) => peer)).toEqual(['ann']);
    for (const listener of ['relay-normal', 'ann']) broadcaster.receive(health(listener, 'c1', 0));
    expect(reports).toEqual(['ann']);
  });

  test('is upload as any other, also once it is gone, and keeps its rendition encoded', async () => {
    const { broadcaster, listen, open, outlet, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink(null, 'saver');
    listen('ann');
    open(1);
    open(2);
    outlet(1).bytesSent = 500;
    outlet(2).bytesSent = 300;
    expect([broadcaster.bytesSent, broadcaster.wants('saver'), broadcaster.wants('normal')]).toEqual([
      800, 1, 1,
    ]);
    broadcaster.receive({ type: 'unlisten', listener: 'relay-saver' });
    expect([broadcaster.bytesSent, broadcaster.wants('saver')]).toEqual([800, 0]);
  });

  test('is sent RED once it loses much', async () => {
    const { broadcaster, listen, open, outlet, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    listen('ann');
    open(1);
    broadcaster.receive(health('relay-normal', 'c1', 0.05));
    expect([outlet(1).redundant, outlet(2).redundant]).toEqual([true, false]);
  });

  test('that holds its connection keeps it over a lost socket, without an offer', async () => {
    const { broadcaster, clock, news, open, outlet, outlets, signal, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    open(1);
    signal.online = false;
    clock.advance(20_000);
    signal.online = true;
    news();
    const held = { listener: 'relay-normal', connection: 'c1', uplink: true } as const;
    broadcaster.welcomed({ iceServers: [], listening: [held] });
    clock.advance(100);
    expect([outlets.length, outlet(1).state.name, broadcaster.hearing]).toEqual([1, 'open', 0]);
    expect(news()).toEqual([{ type: 'reached', listener: 'relay-normal', connection: 'c1' }]);
  });

  test('that asks anew has one connection again as soon as it says that the new one carries its sound', async () => {
    const { broadcaster, open, sentTo, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    open(1);
    uplink();
    uplink();
    expect(sentTo().normal).toEqual(['c1', 'c3']); // one in the making at most
    open(3);
    broadcaster.receive({ type: 'closed', listener: 'relay-normal', connection: 'c1' });
    expect(sentTo().normal).toEqual(['c3']);
  });
});

describe('a relay that does not come up', () => {
  const names = ({ towards }: { towards: { namesAddresses: boolean } }): boolean => towards.namesAddresses;
  const candidate = { candidate: 'candidate:1 1 UDP 1 192.168.1.2 5000 typ host', sdpMid: 'audio' };

  test('is told this side’s addresses the next time, until one has come up', async () => {
    const { broadcaster, listen, open, outlets, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    uplink(); // the one before it is given up
    uplink(null, 'saver'); // another connection, another path
    open(2);
    uplink();
    listen('ann');
    expect(outlets.map(names)).toEqual([false, true, false, false, true]);
    expect(outlets.map(({ towards }) => towards.toRelay)).toEqual([true, true, true, true, false]);
  });

  test('is so too where it did not in time, also when nothing is left of the connection', async () => {
    const { broadcaster, outlet, outlets, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    outlet(1).become({ name: 'failed', reason: 'timeout' });
    expect(broadcaster.connected).toBe(0);
    uplink();
    expect(outlets.map(names)).toEqual([false, true]);
  });

  test('is told them once its answer is stored', async () => {
    const { broadcaster, news, outlet, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    uplink();
    news();
    const told = { type: 'candidate', listener: 'relay-normal', connection: 'c2', candidate };
    outlet(2).events.candidate(candidate);
    expect(news()).toEqual([]);
    broadcaster.receive({ type: 'answer', listener: 'relay-normal', connection: 'c2', sdp: 'answer' });
    expect(news()).toEqual([told]);
    outlet(2).events.candidate(candidate);
    expect(news()).toEqual([told]);
  });

  test('begins anew once it wants nothing any more', async () => {
    const { broadcaster, outlets, uplink } = await setUpBroadcaster();
    broadcaster.goLive();
    uplink();
    uplink();
    broadcaster.receive({ type: 'unlisten', listener: 'relay-normal' });
    uplink();
    expect(outlets.map(names)).toEqual([false, true, false]);
  });
});

test('nothing goes out to the relay but while it asks for it, and then one copy of each packet', async () => {
  const { broadcaster, fanOut, open, outlet, outlets, uplink } = await setUpBroadcaster();
  const source = new FakeSource();
  fanOut.setSource(source);
  let sequence = 0;
  const second = (): void => {
    for (let packets = 0; packets < 50; packets += 1) source.packet(sequence++);
  };
  broadcaster.goLive();
  second();
  expect([outlets.length, fanOut.outlets.size]).toEqual([0, 0]);
  uplink();
  open(1);
  second();
  expect(outlet(1).packets).toBe(50);
  broadcaster.receive({ type: 'unlisten', listener: 'relay-normal' });
  second();
  expect([outlet(1).packets, outlet(1).state.name, fanOut.outlets.size]).toEqual([50, 'closed', 0]);
});

describe('that sound goes out', () => {
  test('is told of each connection, and again to a service that asks for one which is there', async () => {
    const { broadcaster, listen, news, open } = await setUpHearing();
    listen('ann');
    open(2);
    expect(news()).toEqual([{ type: 'reached', listener: 'ann', connection: 'c2' }]);
    broadcaster.welcomed({ iceServers: [], listening: [] });
    listen('ann', 'c2');
    expect(news()).toEqual([{ type: 'reached', listener: 'ann', connection: 'c2' }]);
  });

  test('is not told of one that is still being made', async () => {
    const { listen, news } = await setUpHearing();
    listen('ann');
    listen('ann', 'c2');
    expect(news()).toEqual([]);
  });

  test('is asked no more of a listener that took another route before', async () => {
    const { broadcaster, clock, listen, reaches } = await setUpBroadcaster();
    broadcaster.goLive();
    for (const listener of ['ann', 'ben']) listen(listener);
    broadcaster.receive({ type: 'answer', listener: 'ann', connection: 'c1', sdp: 'answer' });
    broadcaster.receive({ type: 'answer', listener: 'ben', connection: 'c2', sdp: 'answer' });
    clock.advance(4_000);
    broadcaster.receive({ type: 'closed', listener: 'ann', connection: 'c1' });
    broadcaster.receive({ type: 'unlisten', listener: 'ben' });
    clock.advance(60_000);
    expect(reaches).toEqual([]);
  });
});

const health = (listener: string, connection: string, lossShare: number) =>
  ({
    type: 'health',
    listener,
    report: { connection, route: 'direct', lossShare, jitterMs: 0, concealedShare: 0, bufferMs: 0 },
  }) as const;
