import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

async function lost(rig = new Rig()): Promise<Rig> {
  await rig.play();
  rig.peer.dry();
  await rig.clock.pass(2_300);
  return rig;
}

describe('lost sound', () => {
  it('is noticed after 2 s without packets, by a tone and a state of its own', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.dry();
    await rig.clock.pass(1_900);
    expect(rig.audio.on).toBe('sdp one');
    await rig.clock.pass(400);
    expect(rig.audio.on).toBe('tone');
    expect(rig.session.state).toEqual({ name: 'reconnecting', unlocked: true, failure: null, lost: true });
  });

  it('is not noticed by the level: pauses in a recitation are part of it', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.loudness = 0;
    await rig.clock.pass(60_000);
    expect(rig.audio.on).toBe('sdp one');
    expect(rig.state).toBe('playing');
  });

  it('is noticed whatever the states say: also of a peer that cannot be asked', async () => {
    const rig = new Rig();
    await rig.play();
    rig.peer.tells = false;
    await rig.clock.pass(2_600);
    expect(rig.audio.on).toBe('tone');
    expect(rig.socket.of('listen')).toHaveLength(2);
  });

  it('is noticed when the peer ends, too, and not before 2 s: a broadcast ends so as well', async () => {
    const rig = new Rig();
    await rig.play();
    rig.deliver({ type: 'closed', connection: 'one' });
    await rig.clock.pass(1_500);
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: false });
    expect(rig.audio.on).toBe('silence');
    await rig.clock.pass(700);
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: true });
    expect(rig.audio.on).toBe('tone');
  });

  it('makes no tone where nothing was heard in this broadcast', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.welcome('live');
    rig.session.listen();
    rig.offer('one');
    rig.peer.answer();
    await rig.clock.pass(60_000);
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: false });
    expect(rig.audio.on).not.toBe('tone');
  });

  it('can do without the tone, which can be switched while it sounds', async () => {
    const rig = await lost();
    rig.session.choose({ tone: false });
    expect(rig.audio.on).toBe('sdp one');
    expect(rig.session.state).toMatchObject({ lost: true });
    rig.session.choose({ tone: true });
    expect(rig.audio.on).toBe('tone');
  });
});

describe('the tone ends at once', () => {
  it('when packets flow again, of the old connection', async () => {
    const rig = await lost();
    rig.peer.flow();
    await rig.clock.pass(150);
    expect(rig.audio.on).toBe('sdp one');
    expect(rig.state).toBe('playing');
  });

  it('when a new connection carries sound', async () => {
    const rig = await lost();
    await rig.clock.pass(300);
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(350);
    expect(rig.audio.on).toBe('sdp two');
  });

  it.each(['stopped', 'lost'] as const)('when the station goes off (%s)', async (reason) => {
    const rig = await lost();
    rig.deliver({ type: 'off', reason });
    expect(rig.audio.on).not.toBe('tone');
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
    await rig.clock.pass(60_000);
    expect(rig.audio.on).toBe('silence');
    rig.socket.lose();
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: false });
    expect(rig.audio.on).toBe('silence');
  });

  it('when the service comes back and says that the station is off', async () => {
    const rig = await lost();
    rig.socket.lose();
    await rig.clock.pass(1_000);
    expect(rig.audio.on).toBe('tone');
    rig.welcome('off');
    expect(rig.audio.on).not.toBe('tone');
  });

  it('when the person stops', async () => {
    const rig = await lost();
    rig.session.stop();
    expect(rig.audio.on).toBe('nothing');
    await rig.clock.pass(60_000);
    expect(rig.audio.on).toBe('nothing');
  });

  it('when only a person can mend it', async () => {
    const rig = await lost();
    rig.socket.lose(4426);
    expect(rig.state).toBe('gone');
    expect(rig.audio.on).toBe('nothing');
  });

  it('after a quarter of an hour, though the sound is still missing', async () => {
    const rig = await lost();
    await rig.clock.pass(14 * 60_000);
    expect(rig.audio.on).toBe('tone');
    await rig.clock.pass(2 * 60_000);
    expect(rig.audio.on).toBe('silence');
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: true });
  });
});
