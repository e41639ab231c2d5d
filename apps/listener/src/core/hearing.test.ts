import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

const reports = (rig: Rig) => rig.socket.of('health').map(({ report }) => report);

describe('health', () => {
  it('is reported every 5 s: what was heard since the last time', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.lossShare = 0.02;
    await rig.clock.pass(10_500);
    expect(reports(rig)).toHaveLength(2);
    const [, report] = reports(rig);
    expect(report).toMatchObject({ connection: 'one', route: 'direct', rendition: 'normal', jitterMs: 4 });
    expect(report?.lossShare).toBeCloseTo(0.02);
    expect(report?.concealedShare).toBeCloseTo(0.1);
    expect(report?.bufferMs).toBeCloseTo(60);
  });

  it('is not reported once the person has stopped', async () => {
    const rig = new Rig();
    await rig.play();
    rig.session.stop();
    await rig.clock.pass(20_000);
    expect(reports(rig)).toEqual([]);
  });

  it('tells within about a second that much is lost, of that second alone, and then as usual', async () => {
    const rig = new Rig();
    await rig.play();
    await rig.clock.pass(2_500);
    expect(reports(rig)).toEqual([]);
    rig.peer.lossShare = 0.1;
    await rig.clock.pass(2_000);
    expect(reports(rig)).toHaveLength(1);
    expect(reports(rig)[0]?.lossShare).toBeGreaterThan(0.03);
    await rig.clock.pass(10_000);
    expect(reports(rig)).toHaveLength(3);
    expect(reports(rig)[2]?.lossShare).toBeCloseTo(0.1);
  });

  it('is told once more, as soon, when it has been good in between', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.lossShare = 0.1;
    await rig.clock.pass(2_000);
    rig.peer.lossShare = 0;
    await rig.clock.pass(10_000);
    const before = reports(rig).length;
    expect(reports(rig)[before - 1]?.lossShare).toBe(0);
    rig.peer.lossShare = 0.1;
    await rig.clock.pass(2_000);
    expect(reports(rig)).toHaveLength(before + 1);
  });

  it('is never told more than once a second, whatever the network does', async () => {
    const rig = new Rig();
    await rig.play();
    for (let turn = 0; turn < 60; turn += 1) {
      rig.peer.lossShare = turn % 2 === 0 ? 0.3 : 0;
      const before = reports(rig).length;
      await rig.clock.pass(1_000);
      expect(reports(rig).length - before).toBeLessThanOrEqual(1);
    }
  });

  it('takes one lost packet for what it is', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    rig.offer('one', 'saver');
    rig.peer.packetMs = 60;
    rig.peer.lossShare = 0.05; // of 16 packets a second
    rig.peer.connect();
    await rig.clock.pass(5_000);
    expect(reports(rig)).toEqual([]);
    await rig.clock.pass(1_000);
    expect(reports(rig)[0]).toMatchObject({ rendition: 'saver' });
  });
});

describe('what it costs', () => {
  const figures = (rig: Rig) => (rig.session.state.name === 'playing' ? rig.session.state.figures : null);

  it('is told with every report: behind, bytes an hour, and in all', async () => {
    const rig = new Rig();
    await rig.play();
    expect(figures(rig)).toBeNull();
    await rig.clock.pass(9_000);
    expect(figures(rig)?.behindMs).toBeCloseTo(60 + 20 + 20);
    expect(figures(rig)?.bytesPerHour).toBeCloseTo(8_000 * 3_600, -6);
    expect(figures(rig)?.sessionBytes).toBeCloseTo(80_000, -4);
  });

  it('is summed over all connections of the session', async () => {
    const rig = new Rig();
    await rig.play();
    await rig.clock.pass(9_000);
    rig.deliver({ type: 'off', reason: 'stopped' });
    rig.deliver({ type: 'live', onAirMs: 0 });
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(10_000);
    expect(figures(rig)?.sessionBytes).toBeCloseTo(160_000, -4);
  });
});

describe('the saver', () => {
  const savers = { renditions: ['normal', 'saver'] as ('normal' | 'saver')[] };

  async function playing(): Promise<Rig> {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live', savers);
    rig.session.listen();
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    return rig;
  }

  it('is offered where the station has it, and not suggested on a good network', async () => {
    const rig = await playing();
    await rig.clock.pass(60_000);
    expect(rig.session.offers).toEqual({ saver: true, pocket: 'no-codec', suggestsSaver: false });
    expect(rig.offers).toHaveLength(1);
  });

  it('is not offered where the station has none', async () => {
    const rig = new Rig({ suggestsSaver: true });
    await rig.play();
    expect(rig.session.offers).toMatchObject({ saver: false, suggestsSaver: false });
    rig.deliver({ type: 'live', onAirMs: 0, ...savers });
    expect(rig.session.offers).toMatchObject({ saver: true, suggestsSaver: true });
  });

  it('is told of, with the HTTP stream, as soon as the service has said what it has', () => {
    const rig = new Rig();
    rig.session.start();
    expect(rig.offers).toEqual([]);
    rig.welcome('off');
    expect(rig.offers).toEqual([{ saver: false, pocket: 'no-codec', suggestsSaver: false }]);
  });

  it('is suggested when more than 5 % are lost over 15 s', async () => {
    const rig = await playing();
    rig.peer.lossShare = 0.04;
    await rig.clock.pass(30_000);
    expect(rig.session.offers.suggestsSaver).toBe(false);
    rig.peer.lossShare = 0.08;
    await rig.clock.pass(16_000);
    expect(rig.session.offers.suggestsSaver).toBe(true);
  });

  it('is suggested when the sound is lost twice within a minute', async () => {
    const rig = await playing();
    for (const suggested of [false, true]) {
      rig.peer.dry();
      await rig.clock.pass(3_000);
      expect(rig.session.offers.suggestsSaver).toBe(suggested);
      rig.peer.flow();
      await rig.clock.pass(10_000);
    }
  });
});
