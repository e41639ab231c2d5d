import { describe, expect, test } from 'vitest';

import { setUpBroadcaster, setUpHearing } from '../testing/broadcaster-rig.ts';

describe('renditions', () => {
  test('each gets the one that it asks for, with its own media parameters, and is told', async () => {
    const { broadcaster, fanOut, listen, news, outlet, saver, sentTo } = await setUpBroadcaster();
    broadcaster.goLive();
    news();
    listen('ann', null, 'saver');
    listen('ben');
    outlet(1).events.offer('offer');
    outlet(2).events.offer('offer');
    expect(news()).toEqual([
      { type: 'offer', listener: 'ann', connection: 'c1', rendition: 'saver', sdp: 'offer' },
      { type: 'offer', listener: 'ben', connection: 'c2', sdp: 'offer' },
    ]);
    expect(sentTo()).toEqual({ normal: ['c2'], saver: ['c1'] });
    expect(outlet(1).media).toBe(saver.media);
    expect(outlet(2).media).toBe(fanOut.media);
    expect([broadcaster.wants('normal'), broadcaster.wants('saver')]).toEqual([1, 1]);
  });

  test('where there is no saver, who asks for it gets the normal one, and keeps it', async () => {
    const { broadcaster, listen, outlets, sentTo } = await setUpBroadcaster({ withoutSaver: true });
    broadcaster.goLive();
    listen('ann', null, 'saver');
    listen('ann', 'c1', 'saver');
    expect(outlets).toHaveLength(1);
    expect(sentTo()).toEqual({ normal: ['c1'], saver: [] });
    expect([broadcaster.wants('normal'), broadcaster.wants('saver')]).toEqual([1, 0]);
  });

  test('who holds a connection of another rendition than wanted hears it until the new one is open', async () => {
    const { broadcaster, clock, listen, open, outlet, sentTo } = await setUpHearing();
    listen('ann', 'c1', 'saver');
    expect(sentTo()).toEqual({ normal: ['c1'], saver: ['c2'] });
    open(2);
    expect(outlet(1).state.name).toBe('open');
    broadcaster.receive({ type: 'closed', listener: 'ann', connection: 'c1' });
    expect(sentTo()).toEqual({ normal: [], saver: ['c2'] });
    listen('ann', 'c2', 'saver');
    expect(sentTo()).toEqual({ normal: [], saver: ['c2'] });
    listen('ann', 'c2', 'normal');
    open(3);
    clock.advance(5_000);
    expect(sentTo()).toEqual({ normal: ['c3'], saver: [] });
    expect(broadcaster.hearing).toBe(1);
  });

  test('those who came before the broadcast, and who come back, are known by what they want', async () => {
    const { broadcaster, clock, sentTo } = await setUpBroadcaster();
    const listening = [
      { listener: 'ann', connection: null, rendition: 'saver' },
      { listener: 'ben', connection: null },
    ] as const;
    broadcaster.welcomed({ iceServers: [], listening: [...listening] });
    expect(broadcaster.wants('saver')).toBe(1);
    broadcaster.goLive();
    clock.advance(100);
    expect(sentTo()).toEqual({ normal: ['c2'], saver: ['c1'] });
    broadcaster.welcomed({ iceServers: [], listening: [{ ...listening[0], connection: 'c1' }] });
    clock.advance(100);
    expect(sentTo()).toEqual({ normal: ['c2'], saver: ['c1'] });
  });

  test('a failed handshake is made anew with the same one', async () => {
    const { broadcaster, clock, listen, outlet, sentTo } = await setUpBroadcaster();
    broadcaster.goLive();
    listen('ann', null, 'saver');
    outlet(1).become({ name: 'failed', reason: 'handshake' });
    clock.advance(10);
    expect(sentTo()).toEqual({ normal: [], saver: ['c2'] });
  });

  test('the saver is wanted as long as somebody hears it, also with a lost socket, counted or not', async () => {
    const { broadcaster, clock, listen, open, outlet } = await setUpBroadcaster({ isUncounted: () => true });
    broadcaster.goLive();
    expect(broadcaster.wants('saver')).toBe(0);
    listen('ann', null, 'saver');
    open(1);
    broadcaster.receive({ type: 'listener-left', listener: 'ann', reason: 'lost' });
    clock.advance(10_000);
    expect(broadcaster.wants('saver')).toBe(1);
    outlet(1).become({ name: 'failed', reason: 'path-lost' });
    expect(broadcaster.wants('saver')).toBe(0);
    listen('ben', null, 'saver');
    broadcaster.receive({ type: 'unlisten', listener: 'ben' });
    expect(broadcaster.wants('saver')).toBe(0);
  });

  test('off the air and closed, nothing goes out by either', async () => {
    const { broadcaster, listen, sentTo } = await setUpBroadcaster();
    broadcaster.goLive();
    listen('ann', null, 'saver');
    listen('ben');
    broadcaster.stop();
    expect(sentTo()).toEqual({ normal: [], saver: [] });
    expect(broadcaster.wants('saver')).toBe(1); // for the next time
    broadcaster.close();
    expect(broadcaster.wants('saver')).toBe(0);
  });
});

describe('RED', () => {
  const report = (connection: string | null, lossShare: number) =>
    ({ connection, route: 'direct', lossShare, jitterMs: 0, concealedShare: 0, bufferMs: 0 }) as const;

  async function setUpLossy() {
    const all = await setUpHearing();
    all.listen('ben');
    all.open(2);
    const tell = (listener: string, connection: string | null, lossShare: number): void =>
      all.broadcaster.receive({ type: 'health', listener, report: report(connection, lossShare) });
    return { ...all, tell };
  }

  test('goes to whom loses more than 3 %, and to nobody else', async () => {
    const { outlet, tell } = await setUpLossy();
    expect([outlet(1).redundant, outlet(2).redundant]).toEqual([false, false]);
    tell('ann', 'c1', 0.05);
    tell('ben', 'c2', 0.02);
    expect([outlet(1).redundant, outlet(2).redundant]).toEqual([true, false]);
  });

  test('goes off once the loss has passed', async () => {
    const { clock, outlet, tell } = await setUpLossy();
    tell('ann', 'c1', 0.05);
    tell('ann', 'c1', 0);
    clock.advance(29_000);
    tell('ann', 'c1', 0);
    expect(outlet(1).redundant).toBe(true);
    clock.advance(1_000);
    tell('ann', 'c1', 0);
    expect(outlet(1).redundant).toBe(false);
  });

  test('stays with a listener whose connection is another one, also after a gap, until it leaves', async () => {
    const { broadcaster, listen, outlet, tell } = await setUpLossy();
    tell('ann', 'c1', 0.05);
    listen('ann', null, 'saver');
    expect(outlet(3).redundant).toBe(true);
    outlet(1).become({ name: 'failed', reason: 'path-lost' });
    outlet(3).become({ name: 'failed', reason: 'path-lost' });
    listen('ann');
    expect(outlet(4).redundant).toBe(true);
    broadcaster.receive({ type: 'unlisten', listener: 'ann' });
    listen('ann');
    expect(outlet(5).redundant).toBe(false);
  });

  test('is not moved by reports of connections that are not ours, or over HTTP', async () => {
    const { outlet, tell } = await setUpLossy();
    tell('ann', 'c2', 0.5);
    tell('ann', null, 0.5);
    tell('dua', 'c1', 0.5);
    expect([outlet(1).redundant, outlet(2).redundant]).toEqual([false, false]);
  });

  test('a listener that came back while the socket was away begins with what it had', async () => {
    const { broadcaster, clock, outlet, tell } = await setUpLossy();
    tell('ann', 'c1', 0.05);
    broadcaster.receive({ type: 'listener-left', listener: 'ann', reason: 'lost' });
    broadcaster.welcomed({ iceServers: [], listening: [{ listener: 'ann', connection: null }] });
    clock.advance(10);
    expect(outlet(3).redundant).toBe(true);
  });
});
