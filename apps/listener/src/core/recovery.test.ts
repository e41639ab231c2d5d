import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

describe('the socket is lost while sound plays', () => {
  it('plays on, and comes back with the connection that it holds', async () => {
    const rig = new Rig();
    await rig.play();
    rig.socket.lose();
    await rig.clock.pass(50);
    expect(rig.session.state).toMatchObject({ name: 'playing', online: false, connection: 'one' });
    await rig.clock.pass(1_000);
    expect(rig.sockets).toHaveLength(2);
    rig.welcome('live');
    expect(rig.socket.sent).toEqual([
      {
        type: 'hello',
        role: 'listener',
        version: 1,
        station: 'noor',
        resume: 'resume-token-0001',
        listening: true,
        connection: 'one',
        rendition: 'normal',
        features: ['retry', 'ticket', 'dismiss'],
      },
    ]);
    await rig.clock.pass(4_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', online: true, connection: 'one' });
    expect(rig.peers).toHaveLength(1);
    expect(rig.socket.of('listen')).toHaveLength(0);
  });

  it('believes the packets when a restarted service does not know of the broadcast yet', async () => {
    const rig = new Rig();
    await rig.play();
    rig.socket.lose();
    await rig.clock.pass(1_000);
    rig.welcome('off');
    await rig.clock.pass(10_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    rig.peer.dry();
    await rig.clock.pass(3_000);
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
    expect(rig.peer.destroyed).toBe(true);
  });

  it('says that it holds none when the packets have ceased meanwhile', async () => {
    const rig = new Rig();
    await rig.play();
    rig.socket.lose();
    rig.peer.dry();
    await rig.clock.pass(2_600);
    expect(rig.state).toBe('reconnecting');
    rig.welcome('live');
    expect(rig.socket.of('hello')[0]?.connection).toBeNull();
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(500);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
    expect(rig.socket.of('listen')).toHaveLength(0);
  });

  it('comes back at once when the network does', async () => {
    const rig = new Rig();
    await rig.play();
    rig.socket.lose();
    rig.session.wake();
    expect(rig.sockets).toHaveLength(2);
    rig.session.wake();
    expect(rig.sockets).toHaveLength(2);
  });

  it('tries for ever, and shows it where nothing plays', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.socket.lose();
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', unlocked: false, failure: null });
    await rig.clock.pass(600_000);
    expect(rig.sockets.length).toBeGreaterThan(20);
    rig.session.wake();
    rig.welcome('live');
    expect(rig.state).toBe('ready');
  });
});

describe('the packets cease while the station is live', () => {
  async function lostSound(): Promise<Rig> {
    const rig = new Rig();
    await rig.play();
    rig.peer.dry();
    await rig.clock.pass(2_600);
    return rig;
  }

  it('asks for a new connection beside the old one, within about 2 s', async () => {
    const rig = await lostSound();
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', unlocked: true, failure: null });
    expect(rig.socket.of('listen')).toEqual([
      { type: 'listen', connection: null, rendition: 'normal' },
      { type: 'listen', connection: null, rendition: 'normal' },
    ]);
    expect(rig.peers[0]?.destroyed).toBe(false);
  });

  it('does so, too, when the old one does not answer any more', async () => {
    const rig = new Rig();
    await rig.play();
    const old = rig.peer;
    old.answers = false;
    await rig.clock.pass(4_000);
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: true });
    expect(rig.socket.of('listen')).toHaveLength(2);
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(500);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
    expect(old.destroyed).toBe(true);
    rig.session.close();
    expect(rig.clock.pending).toBe(0);
  });

  it('swaps once 200 ms of the new one have come', async () => {
    const rig = await lostSound();
    rig.offer('two');
    rig.peer.answer();
    rig.peer.flow();
    await rig.clock.pass(150);
    expect(rig.audio.on).not.toBe('sdp two');
    await rig.clock.pass(150);
    expect(rig.audio.on).toBe('sdp two');
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
    expect(rig.peers[0]?.destroyed).toBe(true);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'one' }]);
  });

  it('keeps the old one when that heals first: nothing is swapped', async () => {
    const rig = await lostSound();
    rig.offer('two');
    rig.peer.answer();
    rig.peers[0]?.flow();
    rig.peers[1]?.flow(); // both come back at the same moment, as after a pause of the source
    await rig.clock.pass(1_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    expect(rig.audio.on).toBe('sdp one');
    expect(rig.peers[1]?.destroyed).toBe(true);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'two' }]);
    await rig.clock.pass(60_000);
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('asks again with backoff while nothing comes', async () => {
    const rig = await lostSound();
    const askedAt: number[] = [];
    let seen = rig.socket.of('listen').length;
    for (let at = 0; at < 60_000; at += 100) {
      await rig.clock.pass(100);
      const now = rig.socket.of('listen').length;
      if (now > seen) askedAt.push(rig.clock.now());
      seen = now;
    }
    const waits = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    // 5 s for an offer to come, and ¾ (random is ½) of 2 s: it was heard before
    expect(waits.slice(0, 4)).toEqual([6_500, 6_500, 6_500, 6_500]);
    expect(rig.state).toBe('reconnecting');
  });

  it('gives up a new connection that carries nothing, and tells so', async () => {
    const rig = await lostSound();
    rig.offer('two');
    rig.peer.answer();
    await rig.clock.pass(10_000);
    expect(rig.peers[1]?.destroyed).toBe(true);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'two' }]);
    expect(rig.peers[0]?.destroyed).toBe(false);
  });

  it('gives up the old one after half a minute', async () => {
    const rig = await lostSound();
    await rig.clock.pass(30_000);
    expect(rig.peers[0]?.destroyed).toBe(true);
    expect(rig.state).toBe('reconnecting');
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(200);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
  });

  it('notices after a sleep soon after the page is looked at, and sounds no alarm before packets could come', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.dry();
    await rig.clock.pass(600);
    rig.clock.stall(600_000);
    rig.session.wake();
    await rig.clock.pass(400);
    expect(rig.audio.on).toBe('sdp one');
    await rig.clock.pass(200);
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: true });
    await rig.clock.pass(250);
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('is not fooled by a sleep through which the sound went on', async () => {
    const rig = new Rig();
    await rig.play();
    rig.clock.stall(600_000);
    rig.session.wake();
    await rig.settled();
    expect(rig.state).toBe('playing');
    expect(rig.socket.of('listen')).toHaveLength(1);
  });
});

describe('connections come and go', () => {
  it('moves over when offered a new one unasked, make-before-break', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'offer', connection: 'relayed', route: 'relay', sdp: 'sdp relayed' });
    rig.peer.connect();
    await rig.clock.pass(100);
    expect(rig.audio.on).toBe('sdp one');
    await rig.clock.pass(400);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'relayed', route: 'relay' });
    expect(rig.states.filter(({ name }) => name === 'reconnecting')).toEqual([]);
  });

  it('stays where it is when the one offered unasked carries nothing', async () => {
    const rig = new Rig();
    await rig.play();
    rig.offer('two');
    rig.peer.answer();
    await rig.clock.pass(30_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    expect(rig.peers[1]?.destroyed).toBe(true);
    expect(rig.socket.of('listen')).toHaveLength(1);
  });

  it('keeps only the newest of two that are being made', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    rig.offer('one');
    rig.offer('two');
    expect(rig.peers[0]?.destroyed).toBe(true);
    rig.peers[0]?.connect(); // late events of the replaced one
    rig.peers[0]?.options.onCandidate({ candidate: 'late', sdpMid: '0' });
    rig.peers[0]?.fail();
    expect(rig.audio.on).toBe('silence');
    expect(rig.socket.of('answer')).toEqual([]);
    expect(rig.socket.of('candidate')).toEqual([]);
    rig.peers[1]?.connect();
    await rig.clock.pass(200);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
  });

  it('ignores messages about connections that it does not have', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'candidate', connection: 'older', candidate: { candidate: 'x', sdpMid: '0' } });
    rig.deliver({ type: 'closed', connection: 'older' });
    rig.offer('one'); // the same again
    await rig.clock.pass(10_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    expect(rig.peers).toHaveLength(1);
    expect(rig.peer.candidates).toEqual([]);
  });

  it('asks anew when the broadcaster closes the current one, or its peer fails', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'closed', connection: 'one' });
    expect(rig.state).toBe('reconnecting');
    await rig.clock.pass(1_000);
    expect(rig.socket.of('listen')).toHaveLength(2);
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(500);
    expect(rig.state).toBe('playing');
    rig.peer.fail();
    expect(rig.state).toBe('reconnecting');
    expect(rig.socket.of('listen')).toHaveLength(2); // a little later for each, not all at once
    await rig.clock.pass(250);
    expect(rig.socket.of('listen')).toHaveLength(3);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'two' }]);
  });
});
