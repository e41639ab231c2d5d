import { failureCodes, failures } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

describe('before the tap', () => {
  it('connects, then waits or is ready, and sends nothing but hello', () => {
    const rig = new Rig();
    rig.session.start();
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: false });
    rig.welcome('off');
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: false });
    rig.deliver({ type: 'live', onAirMs: 0 });
    expect(rig.state).toBe('ready');
    rig.deliver({ type: 'off', reason: 'stopped' });
    expect(rig.state).toBe('waiting');
    expect(rig.socket.sent).toEqual([
      {
        type: 'hello',
        role: 'listener',
        version: 1,
        station: 'noor',
        listening: false,
        connection: null,
        rendition: 'normal',
        features: ['retry', 'ticket', 'dismiss'],
      },
    ]);
    expect(rig.audio.on).toBe('nothing');
  });

  it('refuses an offer that nobody wants', () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.offer('one');
    expect(rig.peers).toHaveLength(0);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'one' }]);
  });

  it('says what it lacks: a browser that can, a station that exists', () => {
    const old = new Rig({ supported: false });
    old.session.start();
    expect(old.session.state).toEqual({ name: 'unsupported' });
    const lost = new Rig({ station: null });
    lost.session.start();
    expect(lost.session.state).toEqual({ name: 'gone', failure: 'unknown-station' });
    lost.session.listen();
    expect([...old.sockets, ...lost.sockets]).toEqual([]);
  });
});

describe('joining', () => {
  it('plays after a tap while live', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    expect(rig.audio.on).toBe('silence'); // unlocked in the tap itself
    expect(rig.socket.of('listen')).toEqual([{ type: 'listen', connection: null, rendition: 'normal' }]);
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: true });

    rig.offer('one');
    expect(rig.peer.options.iceServers).toEqual([{ urls: ['stun:mosque.test'] }]);
    rig.peer.options.onCandidate({ candidate: 'mine', sdpMid: '0' });
    rig.deliver({ type: 'candidate', connection: 'one', candidate: { candidate: 'theirs', sdpMid: '0' } });
    rig.peer.answer();
    expect(rig.audio.on).toBe('sdp one'); // before the first packet: nothing else could be heard
    expect(rig.state).toBe('connecting');

    rig.peer.flow();
    await rig.clock.pass(200);
    expect(rig.session.state).toMatchObject({
      name: 'playing',
      connection: 'one',
      route: 'direct',
      online: true,
      figures: null,
    });
    expect(rig.peer.candidates).toEqual([{ candidate: 'theirs', sdpMid: '0' }]);
    expect(rig.socket.of('candidate')).toHaveLength(1);
    expect(rig.socket.of('answer')).toEqual([
      { type: 'answer', connection: 'one', sdp: 'answer to sdp one' },
    ]);
    expect(rig.session.level()).toBe(0.5);
  });

  it('starts by itself when the station goes live after the tap', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('off');
    rig.session.listen();
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
    await rig.clock.pass(3_600_000);
    expect(rig.audio.on).toBe('silence');
    expect(rig.socket.of('listen')).toHaveLength(1);

    rig.deliver({ type: 'live', onAirMs: 0 });
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(200);
    expect(rig.state).toBe('playing');
    expect(rig.audio.on).toBe('sdp one');
    expect(rig.socket.of('listen')).toHaveLength(1);
  });

  it('asks when the offer that was due does not come', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('off');
    rig.session.listen();
    rig.deliver({ type: 'live', onAirMs: 0 });
    await rig.clock.pass(6_000);
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('takes a tap before the service has answered: hello tells it', () => {
    const rig = new Rig();
    rig.session.start();
    rig.session.listen();
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: true });
    rig.welcome('live');
    expect(rig.socket.of('hello')[0]?.listening).toBe(true);
    expect(rig.socket.of('listen')).toHaveLength(0); // the service offers by itself
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: true });
  });

  it('drops an offer that cannot be used, and asks again', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    rig.deliver({ type: 'offer', connection: 'bad', route: 'direct', sdp: 'unusable' });
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'bad' }]);
    expect(rig.errors).toHaveLength(1);
    await rig.clock.pass(1_000);
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('sends no more candidates than the protocol allows', () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    rig.offer('one');
    for (let n = 0; n < 70; n += 1) rig.peer.options.onCandidate({ candidate: `c${n}`, sdpMid: '0' });
    expect(rig.socket.of('candidate')).toHaveLength(50);
  });
});

describe('ending', () => {
  it('stops: no peer, no sound, no timers; and the next tap joins anew', async () => {
    const rig = new Rig();
    await rig.play();
    rig.session.stop();
    expect(rig.state).toBe('ready');
    expect(rig.peer.destroyed).toBe(true);
    expect(rig.audio.on).toBe('nothing');
    expect(rig.socket.of('unlisten')).toHaveLength(1);
    expect(rig.clock.pending).toBe(1); // the heartbeat
    rig.session.listen();
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: true });
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('goes back to waiting, unlocked, when the broadcast ends', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'off', reason: 'stopped' });
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
    expect(rig.peer.destroyed).toBe(true);
    expect(rig.audio.on).toBe('silence');
    rig.deliver({ type: 'live', onAirMs: 0 });
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(200);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two' });
  });

  it('goes on playing when only the broadcaster’s socket is lost for long, until the packets cease', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'off', reason: 'lost' });
    await rig.clock.pass(60_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    rig.peer.dry();
    await rig.clock.pass(5_000);
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
  });

  it('does not ask when the broadcaster hangs up just before it goes off', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'closed', connection: 'one' });
    rig.deliver({ type: 'off', reason: 'stopped' });
    await rig.clock.pass(60_000);
    expect(rig.socket.of('listen')).toHaveLength(1);
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
  });

  it('says bye when the page goes, and leaves nothing behind', async () => {
    const rig = new Rig();
    await rig.play();
    rig.session.close();
    rig.session.close();
    expect(rig.socket.of('bye')).toHaveLength(1);
    expect(rig.socket.closed).toBe(true);
    expect(rig.peer.destroyed).toBe(true);
    expect(rig.clock.pending).toBe(0);
  });
});

describe('failures that only a person can mend', () => {
  const aboutTheCode = new Set(['code-needed', 'wrong-code']);
  const final = failureCodes.filter((code) => failures[code].retry === 'no' && !aboutTheCode.has(code));

  it.each(final)('%s: gone, and it stays so', async (code) => {
    const rig = new Rig();
    rig.session.start();
    rig.socket.open();
    rig.deliver({ type: 'error', code });
    rig.socket.lose(failures[code].closeCode);
    expect(rig.session.state).toEqual({ name: 'gone', failure: code });
    rig.session.wake();
    await rig.clock.pass(120_000);
    expect(rig.sockets).toHaveLength(1);
  });

  it('never take away what is heard: gone only once the packets cease', async () => {
    const rig = new Rig();
    await rig.play();
    rig.socket.lose(failures['version-mismatch'].closeCode);
    await rig.clock.pass(10_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', online: false });
    rig.peer.dry();
    await rig.clock.pass(3_000);
    expect(rig.session.state).toEqual({ name: 'gone', failure: 'version-mismatch' });
    expect(rig.peer.destroyed).toBe(true);
    expect(rig.audio.on).toBe('nothing');
  });
});

describe('the station is full', () => {
  it('says so and asks again after the long wait', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    rig.deliver({ type: 'error', code: 'station-full' });
    expect(rig.session.state).toMatchObject({
      name: 'reconnecting',
      unlocked: true,
      failure: 'station-full',
    });
    await rig.clock.pass(14_000);
    expect(rig.socket.of('listen')).toHaveLength(1);
    await rig.clock.pass(10_000);
    expect(rig.socket.of('listen')).toHaveLength(2);
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(200);
    expect(rig.state).toBe('playing');
  });

  it('also when the service itself shows the door', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.socket.open();
    rig.deliver({ type: 'error', code: 'station-full' });
    rig.socket.lose(failures['station-full'].closeCode);
    expect(rig.session.state).toMatchObject({
      name: 'reconnecting',
      unlocked: false,
      failure: 'station-full',
    });
    rig.session.wake();
    expect(rig.sockets).toHaveLength(1);
    await rig.clock.pass(30_000);
    expect(rig.sockets).toHaveLength(2);
  });
});

describe('the browser refuses to play', () => {
  it('asks for one more tap, on the same connection', async () => {
    const rig = new Rig();
    rig.audio.allows = 'blocked';
    await rig.play();
    expect(rig.session.state).toEqual({ name: 'blocked', connection: 'one' });
    rig.audio.allows = 'playing';
    rig.session.listen();
    await rig.settled();
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'one' });
    expect(rig.socket.of('listen')).toHaveLength(1);
  });

  it('plays on by itself after an interruption', async () => {
    const rig = new Rig();
    await rig.play();
    rig.audio.onInterrupted?.(true); // a phone call
    expect(rig.state).toBe('blocked');
    await rig.clock.pass(5_000);
    expect(rig.state).toBe('playing');
    rig.audio.onInterrupted?.(true);
    rig.session.wake();
    await rig.settled();
    expect(rig.state).toBe('playing');
  });

  it('does not take its own stop for an interruption', async () => {
    const rig = new Rig();
    await rig.play();
    rig.session.stop();
    rig.audio.onInterrupted?.(true);
    expect(rig.state).toBe('ready');
    await rig.clock.pass(10_000);
    expect(rig.audio.on).toBe('nothing');
  });
});
