import { failures } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

const station = { slug: 'noor', private: true } as const;

function refuse(rig: Rig, code: 'code-needed' | 'wrong-code' | 'too-many-tries'): void {
  rig.socket.open();
  rig.deliver({ type: 'error', code });
  rig.socket.lose(failures[code].closeCode);
}

describe('a private station', () => {
  it('asks at once where no code is kept, without asking the service', () => {
    const rig = new Rig({ station });
    rig.session.start();
    expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: false });
    rig.session.wake();
    expect(rig.sockets).toHaveLength(0);
  });

  it('takes the right code, and hands it over to be kept', () => {
    const rig = new Rig({ station });
    rig.session.start();
    rig.session.enterCode('1234');
    expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: true });
    rig.socket.open();
    expect(rig.socket.of('hello')[0]).toMatchObject({ code: '1234' });
    expect(rig.codes).toEqual([]);
    rig.welcome('live');
    expect(rig.codes).toEqual(['1234']);
    expect(rig.state).toBe('ready');
  });

  it('says that a code is wrong, keeps none of it, and takes another', () => {
    const rig = new Rig({ station });
    rig.session.start();
    rig.session.enterCode('0000');
    refuse(rig, 'wrong-code');
    expect(rig.session.state).toEqual({ name: 'code', wrong: true, checking: false });
    expect(rig.codes).toEqual([]);
    rig.session.enterCode('1234');
    expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: true });
    rig.welcome('off');
    expect(rig.socket.of('hello')[0]).toMatchObject({ code: '1234' });
    expect(rig.codes).toEqual(['1234']);
    expect(rig.state).toBe('waiting');
  });

  it('is opened with the kept code, without a question, also after a lost socket', async () => {
    const rig = new Rig({ station, code: '1234' });
    rig.session.start();
    rig.welcome('live');
    expect(rig.state).toBe('ready');
    expect(rig.codes).toEqual([]);
    rig.socket.lose();
    await rig.clock.pass(1_000);
    rig.socket.open();
    expect(rig.socket.of('hello')[0]).toMatchObject({ code: '1234' });
  });

  it('forgets a kept code that has become wrong, and asks', () => {
    const rig = new Rig({ station, code: '1234' });
    rig.session.start();
    refuse(rig, 'wrong-code');
    expect(rig.codes).toEqual([null]);
    expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: false });
  });

  it('asks though the drawn page did not know that it is private', () => {
    const rig = new Rig();
    rig.session.start();
    refuse(rig, 'code-needed');
    expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: false });
  });

  it('waits as it is told after too many tries, and then takes the code along', async () => {
    const rig = new Rig({ station });
    rig.session.start();
    rig.session.enterCode('0000');
    refuse(rig, 'too-many-tries');
    expect(rig.state).toBe('code');
    rig.session.enterCode('1234');
    rig.session.wake();
    await rig.clock.pass(14_000);
    expect(rig.sockets).toHaveLength(1);
    expect(rig.state).toBe('code');
    await rig.clock.pass(16_000);
    expect(rig.sockets).toHaveLength(2);
    rig.welcome('live');
    expect(rig.socket.of('hello')[0]).toMatchObject({ code: '1234' });
    expect(rig.state).toBe('ready');
  });

  it('remembers the tap while it asks', () => {
    const rig = new Rig({ station });
    rig.session.start();
    rig.session.listen();
    rig.session.enterCode('1234');
    rig.welcome('live');
    expect(rig.socket.of('hello')[0]).toMatchObject({ listening: true });
    expect(rig.session.state).toEqual({ name: 'connecting', unlocked: true });
  });

  it('never takes away what is heard', async () => {
    const rig = new Rig({ station, code: '1234' });
    await rig.play();
    rig.socket.lose();
    await rig.clock.pass(1_000);
    refuse(rig, 'wrong-code');
    await rig.clock.pass(10_000);
    expect(rig.state).toBe('playing');
    rig.peer.dry();
    await rig.clock.pass(3_000);
    expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: false });
    expect(rig.audio.on).not.toBe('tone');
  });
});
