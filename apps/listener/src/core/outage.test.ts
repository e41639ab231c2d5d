import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';
import { World } from './testing/world.ts';

/** Moments of the outage's end, against which attempts may be unlucky. */
const moments = Array.from({ length: 40 }, (_, index) => index * 97);

describe('the network goes away without a word, and comes back', () => {
  it.each([
    [3_000, 0.01],
    [10_000, 0.5],
    [10_000, 0.99],
    [20_000, 0.5],
  ])('after %d ms: sound is back within 3 s (random %d)', async (outageMs, random) => {
    for (const moment of moments) {
      const world = new World(random);
      await world.listen();
      world.cut();
      await world.clock.pass(outageMs + moment);
      world.restore();
      expect(await world.untilHeard(60_000)).toBeLessThanOrEqual(3_000);
      world.session.close();
    }
  });

  it('with another address, where the socket and the connection are dead and nobody says so', async () => {
    for (const moment of moments) {
      const world = new World();
      await world.listen();
      await world.clock.pass(moment);
      world.cut();
      world.restore({ newAddress: true });
      // From the moment of the change on: noticing is part of it.
      await world.clock.pass(3_000);
      expect(world.session.state).toMatchObject({ name: 'playing', connection: 'c2', online: true });
      world.session.close();
    }
  });

  it('with another address after 10 s', async () => {
    for (const moment of moments) {
      const world = new World();
      await world.listen();
      world.cut();
      await world.clock.pass(10_000 + moment);
      world.restore({ newAddress: true });
      expect(await world.untilHeard(60_000)).toBeLessThanOrEqual(3_000);
      world.session.close();
    }
  });

  it('after 5 min, when the browser knew that there was no network: within 3 s', async () => {
    for (const moment of moments) {
      const world = new World(0.9);
      await world.listen();
      world.cut({ told: true });
      await world.clock.pass(300_000 + moment);
      world.restore();
      expect(await world.untilHeard(60_000)).toBeLessThanOrEqual(3_000);
      world.session.close();
    }
  });

  it('after minutes, when nobody says anything: as soon as the browser lets it try, within 8 s', async () => {
    const times: number[] = [];
    for (const moment of moments) {
      const world = new World();
      await world.listen();
      world.cut();
      await world.clock.pass(300_000 + moment * 3);
      world.restore();
      times.push(await world.untilHeard(60_000));
      world.session.close();
    }
    expect(Math.max(...times)).toBeLessThanOrEqual(8_000);
    expect(times.reduce((sum, time) => sum + time) / times.length).toBeLessThanOrEqual(3_000);
  });

  it('does not wait for a network where the service was heard without one: on the machine that serves it', async () => {
    const rig = new Rig({ networkThere: () => false });
    await rig.play();
    rig.peer.dry();
    rig.socket.lose();
    const attempts = rig.sockets.length;
    for (let n = 0; n < 10; n += 1) {
      await rig.clock.pass(1_000);
      if (!rig.socket.closed) rig.socket.lose();
    }
    expect(rig.sockets.length - attempts).toBeGreaterThanOrEqual(8);
  });

  it('keeps the connection that heals by itself: nothing is swapped', async () => {
    const world = new World();
    await world.listen();
    const { plays } = world.audio;
    world.cut();
    await world.clock.pass(1_500);
    world.restore();
    await world.clock.pass(20_000);
    expect(world.session.state).toMatchObject({ name: 'playing', connection: 'c1', online: true });
    expect(world.audio.plays).toBe(plays);
    expect(world.peers).toHaveLength(1);
  });

  it('asks the socket for a sign of life before the sound counts as lost', async () => {
    const world = new World();
    await world.listen();
    world.cut();
    await world.clock.pass(900);
    expect(world.state).toBe('playing');
    expect(world.socket.of('ping')).toHaveLength(1);
    await world.clock.pass(1_200);
    expect(world.sockets[0]?.closed).toBe(true);
  });

  it('leaves a socket alone that answers: only the packets are missing', async () => {
    const world = new World();
    await world.listen();
    world.peer.dry();
    await world.clock.pass(2_600);
    expect(world.sockets).toHaveLength(1);
    expect(world.socket.of('listen')).toHaveLength(1);
    expect(await world.untilHeard(3_000)).toBeLessThanOrEqual(1_000);
    expect(world.session.state).toMatchObject({ connection: 'c2' });
  });

  it('tries for ever, less and less often, and quickly again once somebody looks', async () => {
    const world = new World();
    await world.listen();
    world.cut();
    const opened = async (ms: number): Promise<number> => {
      const before = world.attempts;
      await world.clock.pass(ms);
      return world.attempts - before;
    };
    expect(await opened(20_000)).toBeGreaterThanOrEqual(7);
    await opened(600_000);
    const tired = await opened(60_000);
    expect(tired).toBeGreaterThanOrEqual(3);
    expect(tired).toBeLessThanOrEqual(5);
    world.session.wake();
    expect(await opened(60_000)).toBeGreaterThan(tired);
    world.session.close();
    expect(world.clock.pending).toBeLessThanOrEqual(40); // the world's own
  });
});

/** Browsers count against a page the sockets of its last minutes that failed, and for it those that did not. */
const longAgoMs = 300_000;

describe('the service is ended and started anew', () => {
  it.each([
    [300, 0.01],
    [1_000, 0.5],
    [2_000, 0.99],
    [4_000, 0.5],
    [4_000, 0.99],
    [8_000, 0.01],
    [8_000, 0.5],
    [8_000, 0.99],
    [12_000, 0.5],
    [12_000, 0.99],
    [20_000, 0.5],
    [20_000, 0.99],
  ])(
    'relayed sound is back within 3 s of the start, %d ms after the end (random %d)',
    async (downMs, random) => {
      let worst = 0;
      for (const moment of moments.filter((_, index) => index % 5 === 0)) {
        const world = new World(random, 'relay');
        await world.listen();
        await world.clock.pass(longAgoMs);
        world.endService();
        await world.clock.pass(downMs + moment);
        world.startService(500);
        worst = Math.max(worst, await world.untilHeard(60_000));
        world.session.close();
      }
      expect(worst).toBeLessThanOrEqual(3_000);
    },
  );
});
