import type { Rendition } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

const renditions: Rendition[] = ['normal', 'saver'];
const saver = { rendition: 'saver', pocket: false, tone: true } as const;

/** Hears the normal rendition of a station that has both. */
async function playing(): Promise<Rig> {
  const rig = new Rig();
  rig.session.start();
  rig.welcome('live', { renditions });
  rig.session.listen();
  rig.offer('one');
  rig.peer.connect();
  await rig.clock.pass(1_000);
  return rig;
}

describe('the wanted rendition', () => {
  it('is said with every hello and every listen', async () => {
    const rig = new Rig({ choices: saver });
    rig.session.start();
    rig.welcome('live', { renditions });
    expect(rig.socket.of('hello')[0]).toMatchObject({ rendition: 'saver' });
    rig.session.listen();
    expect(rig.socket.of('listen')).toEqual([{ type: 'listen', connection: null, rendition: 'saver' }]);
    await rig.clock.pass(6_000);
    expect(rig.socket.of('listen')[1]).toMatchObject({ rendition: 'saver' });
    rig.session.choose({ rendition: 'normal' });
    rig.socket.lose();
    await rig.clock.pass(1_000);
    rig.welcome('live', { renditions });
    expect(rig.socket.of('hello')[0]).toMatchObject({ rendition: 'normal' });
  });

  it('is not the one that plays, where the broadcaster has no other', async () => {
    const rig = new Rig({ choices: saver });
    await rig.play();
    expect(rig.session.state).toMatchObject({ name: 'playing', rendition: 'normal' });
    await rig.clock.pass(60_000);
    expect(rig.socket.of('listen')).toHaveLength(1);
  });
});

describe('another rendition, chosen while one plays', () => {
  it('comes beside it and takes its place, without a gap', async () => {
    const rig = await playing();
    rig.session.choose({ rendition: 'saver' });
    await rig.clock.pass(250);
    expect(rig.socket.of('listen')[1]).toEqual({ type: 'listen', connection: null, rendition: 'saver' });
    rig.offer('two', 'saver');
    rig.peer.packetMs = 60;
    rig.peer.connect();
    await rig.clock.pass(150);
    expect(rig.audio.on).toBe('sdp one');
    await rig.clock.pass(250); // four packets, 240 ms
    expect(rig.audio.on).toBe('sdp two');
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two', rendition: 'saver' });
    expect(rig.states.filter(({ name }) => name === 'reconnecting')).toEqual([]);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'one' }]);
    await rig.clock.pass(30_000);
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('is asked for again a few times, while the first one plays on', async () => {
    const rig = await playing();
    rig.session.choose({ rendition: 'saver' });
    await rig.clock.pass(60_000);
    expect(rig.socket.of('listen')).toHaveLength(1 + 3);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one', rendition: 'normal' });
    expect(rig.states.filter(({ name }) => name === 'reconnecting')).toEqual([]);
  });

  it('is asked for when the socket is back, or the station has it', async () => {
    const rig = new Rig();
    await rig.play();
    rig.session.choose({ rendition: 'saver' });
    await rig.clock.pass(1_000);
    expect(rig.socket.of('listen')).toHaveLength(1);
    rig.deliver({ type: 'live', onAirMs: 0, renditions });
    await rig.clock.pass(250);
    expect(rig.socket.of('listen')).toHaveLength(2);
    rig.socket.lose();
    await rig.clock.pass(1_000);
    rig.welcome('live', { renditions });
    await rig.clock.pass(250);
    expect(rig.socket.of('listen')).toEqual([{ type: 'listen', connection: null, rendition: 'saver' }]);
  });

  it('does not end what plays when the offered one fails', async () => {
    const rig = await playing();
    rig.session.choose({ rendition: 'saver' });
    await rig.clock.pass(250);
    rig.offer('two', 'saver');
    rig.peer.fail();
    await rig.clock.pass(1_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    rig.offer('three', 'saver');
    rig.peer.packetMs = 60;
    rig.peer.connect();
    await rig.clock.pass(500);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'three', rendition: 'saver' });
  });
});

describe('another rendition, chosen while nothing is heard', () => {
  it('takes the place of what was offered before the choice', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live', { renditions });
    rig.session.listen();
    rig.session.choose({ rendition: 'saver' });
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    expect(rig.socket.of('listen')[1]).toEqual({ type: 'listen', connection: null, rendition: 'saver' });
    rig.offer('two', 'saver');
    rig.peer.packetMs = 60;
    rig.peer.connect();
    await rig.clock.pass(1_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two', rendition: 'saver' });
  });

  it('is what the next broadcast is heard in, and no reason to ask for ever', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('off', { renditions });
    rig.session.listen();
    const before = rig.socket.of('listen').length;
    rig.session.choose({ rendition: 'saver' });
    rig.deliver({ type: 'live', onAirMs: 0, renditions });
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    expect(rig.socket.of('listen').slice(before)).toEqual([
      { type: 'listen', connection: null, rendition: 'saver' },
    ]);
    // The broadcaster gives the normal one all the same.
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(60_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two', rendition: 'normal' });
    expect(rig.socket.of('listen').slice(before)).toHaveLength(1);
  });
});
