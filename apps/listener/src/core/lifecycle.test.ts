import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

describe('what the drawn page said', () => {
  it('is believed until the service says more', () => {
    const live = new Rig({ believedLive: true });
    live.session.start();
    expect(live.state).toBe('ready');
    live.welcome('off');
    expect(live.state).toBe('waiting');
    const off = new Rig({ believedLive: false });
    off.session.start();
    expect(off.session.state).toEqual({ name: 'waiting', unlocked: false });
    off.welcome('live');
    expect(off.state).toBe('ready');
  });

  it('takes a tap, which is served the moment the socket is welcomed', () => {
    const rig = new Rig({ believedLive: true });
    rig.session.start();
    rig.session.listen();
    expect(rig.audio.on).toBe('silence'); // unlocked in the tap itself
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: true });
    rig.welcome('live');
    expect(rig.socket.of('hello')[0]?.listening).toBe(true);
    rig.offer('one');
    rig.peer.answer();
    expect(rig.audio.on).toBe('sdp one');
  });

  it('takes a tap on a slow network, whose first attempt is not begun anew for it', async () => {
    const rig = new Rig({ believedLive: true });
    rig.session.start();
    await rig.clock.pass(2_500);
    rig.session.listen();
    await rig.clock.pass(1_000);
    expect(rig.sockets).toHaveLength(1);
    rig.welcome('live');
    expect(rig.socket.of('hello')[0]?.listening).toBe(true);
  });

  it('is no longer believed once the service proves out of reach', async () => {
    const rig = new Rig({ believedLive: true });
    rig.session.start();
    rig.socket.lose();
    expect(rig.state).toBe('reconnecting');
    await rig.clock.pass(1_000);
    expect(rig.state).toBe('reconnecting');
  });
});

describe('a page that slept', () => {
  it('finds a dead socket within about a second, and asks anew over another', async () => {
    const rig = new Rig();
    await rig.play();
    rig.socket.alive = false;
    rig.peer.dry();
    rig.clock.stall(3_600_000);
    rig.session.wake();
    await rig.clock.pass(1_300);
    expect(rig.sockets).toHaveLength(2);
    rig.welcome('live');
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(400);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
  });

  it('plays on, with its socket, where both lived through it', async () => {
    const rig = new Rig();
    await rig.play();
    rig.clock.stall(3_600_000);
    rig.session.wake();
    await rig.clock.pass(5_000);
    expect(rig.sockets).toHaveLength(1);
    expect(rig.peers).toHaveLength(1);
    expect(rig.states.filter(({ name }) => name === 'reconnecting')).toEqual([]);
    expect(rig.audio.on).toBe('sdp one');
  });

  it('leaves a socket on a slow network the time that it needs', async () => {
    const rig = new Rig();
    rig.session.start();
    await rig.clock.pass(2_000);
    rig.welcome('live');
    rig.socket.alive = false;
    rig.session.wake();
    await rig.clock.pass(1_900);
    expect(rig.socket.closed).toBe(false);
    await rig.clock.pass(200);
    expect(rig.sockets[0]?.closed).toBe(true);
  });

  it('starts a hanging attempt anew when the network is another', async () => {
    const rig = new Rig();
    rig.session.start();
    await rig.clock.pass(500);
    rig.session.wake(true);
    expect(rig.sockets).toHaveLength(1); // it has hardly begun
    await rig.clock.pass(600);
    rig.session.wake();
    expect(rig.sockets).toHaveLength(1); // looked at only
    rig.session.wake(true);
    expect(rig.sockets).toHaveLength(2);
  });
});

describe('a phone call', () => {
  it('takes the sound, which comes back by itself, every few seconds and at once when the page is shown', async () => {
    const rig = new Rig();
    await rig.play();
    rig.audio.allows = 'blocked';
    rig.audio.onInterrupted?.(true);
    expect(rig.session.state).toEqual({ name: 'blocked', connection: 'one' });
    const { plays } = rig.audio;
    await rig.clock.pass(10_000);
    expect(rig.audio.plays - plays).toBeGreaterThanOrEqual(3);
    expect(rig.state).toBe('blocked');
    rig.audio.allows = 'playing';
    rig.session.wake();
    await rig.settled();
    expect(rig.state).toBe('playing');
    expect(rig.peers).toHaveLength(1);
  });

  it('during which the sound was lost, rings no tone over it and comes back', async () => {
    const rig = new Rig();
    await rig.play();
    rig.audio.allows = 'blocked';
    rig.audio.onInterrupted?.(true);
    rig.peer.dry();
    await rig.clock.pass(2_600);
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(500);
    expect(rig.session.state).toEqual({ name: 'blocked', connection: 'two' });
    rig.audio.allows = 'playing';
    await rig.clock.pass(5_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
  });
});

describe('what throws', () => {
  it('in the element: wants a tap, and is tried again', async () => {
    const rig = new Rig();
    rig.audio.throws = true;
    await rig.play();
    expect(rig.state).toBe('blocked');
    expect(rig.errors.length).toBeGreaterThan(0);
    rig.audio.throws = false;
    rig.session.listen();
    await rig.settled();
    expect(rig.state).toBe('playing');
  });

  it('in what the browser cannot play: wants a tap', async () => {
    const rig = new Rig();
    rig.audio.allows = 'failed';
    await rig.play();
    expect(rig.state).toBe('blocked');
  });

  it('in the peer: a candidate, its end, its level', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.throws = true;
    rig.deliver({ type: 'candidate', connection: 'one', candidate: { candidate: 'x', sdpMid: '0' } });
    expect(rig.session.level()).toBe(0);
    rig.session.stop();
    expect(rig.state).toBe('ready');
    expect(rig.audio.on).toBe('nothing');
  });

  it('in the making of a socket: tried again', async () => {
    const rig = new Rig();
    rig.onSocket = () => {
      throw new Error('no more sockets');
    };
    rig.session.start();
    expect(rig.state).toBe('reconnecting');
    rig.onSocket = null;
    await rig.clock.pass(1_000);
    rig.welcome('live');
    expect(rig.state).toBe('ready');
  });
});
