import { failureCodes, failures } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';

const minuteMs = 60_000;
const final = failureCodes.filter((code) => failures[code].retry === 'no');
const aboutTheCode = new Set(['code-needed', 'wrong-code']);

describe('a receiver', () => {
  it.each(final.filter((code) => !aboutTheCode.has(code)))(
    'tries again about every minute after %s, for ever',
    async (code) => {
      const rig = new Rig({ persistent: true });
      rig.session.start();
      rig.session.listen();
      for (let minute = 1; minute <= 100; minute += 1) {
        rig.socket.open();
        rig.deliver({ type: 'error', code });
        rig.socket.lose(failures[code].closeCode);
        expect(rig.session.state).toMatchObject({ name: 'reconnecting', unlocked: true, failure: code });
        await rig.clock.pass(minuteMs);
        expect(rig.sockets).toHaveLength(minute + 1);
      }
      rig.welcome('live');
      rig.offer('one');
      rig.peer.connect();
      await rig.clock.pass(1_000);
      expect(rig.state).toBe('playing');
    },
  );

  it.each([...aboutTheCode])(
    'asks for the code after %s all the same, and goes on by itself once none is needed',
    async (code) => {
      const rig = new Rig({ persistent: true, code: 'qiblah-1' });
      rig.session.start();
      rig.session.listen();
      for (let minute = 1; minute <= 10; minute += 1) {
        rig.socket.open();
        rig.socket.lose(failures[minute === 1 ? (code as 'wrong-code') : 'code-needed'].closeCode);
        expect(rig.session.state).toEqual({ name: 'code', wrong: false, checking: false });
        await rig.clock.pass(minuteMs);
        expect(rig.sockets).toHaveLength(minute + 1);
        expect(rig.state).toBe('code');
      }
      rig.socket.open();
      // A wrong one that is said again and again would count as guessing.
      expect(rig.socket.of('hello')[0]).not.toHaveProperty('code');
      rig.welcome('live');
      rig.offer('one');
      rig.peer.connect();
      await rig.clock.pass(1_000);
      expect(rig.state).toBe('playing');
    },
  );

  it('keeps what plays meanwhile', async () => {
    const rig = new Rig({ persistent: true });
    await rig.play();
    rig.socket.lose(failures.replaced.closeCode);
    await rig.clock.pass(10 * minuteMs);
    expect(rig.session.state).toMatchObject({ name: 'playing', online: false });
    expect(rig.peer.destroyed).toBe(false);
  });

  it('plays each broadcast of many days, and nothing grows', async () => {
    const rig = new Rig({ persistent: true });
    rig.session.start();
    rig.session.listen();
    rig.welcome('off');
    const pending: number[] = [];
    for (let prayer = 0; prayer < 35; prayer += 1) {
      await rig.clock.pass(4 * 60 * minuteMs);
      expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
      expect(rig.audio.on).toBe('silence');
      pending.push(rig.clock.pending);
      rig.deliver({ type: 'live', onAirMs: 0 });
      rig.offer(`broadcast-${String(prayer)}`);
      rig.peer.connect();
      await rig.clock.pass(20 * minuteMs);
      expect(rig.state).toBe('playing');
      rig.deliver({ type: 'off', reason: 'stopped' });
      await rig.clock.pass(1_000);
      expect(rig.peer.destroyed).toBe(true);
    }
    expect(new Set(pending).size).toBe(1);
  });

  it('says that a tap is needed where the browser lets nothing sound after a reload, and goes on by itself when it does', async () => {
    const rig = new Rig({ persistent: true });
    rig.audio.allows = 'blocked';
    rig.session.start();
    rig.session.listen(); // as the receiver does, without a tap
    rig.welcome('off');
    await rig.clock.pass(1_000);
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: false });
    rig.deliver({ type: 'live', onAirMs: 0 });
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    expect(rig.state).toBe('blocked');
    rig.audio.allows = 'playing';
    await rig.clock.pass(6_000);
    expect(rig.state).toBe('playing');
  });

  it('leaves no timer behind', () => {
    const rig = new Rig({ persistent: true });
    rig.session.start();
    rig.socket.open();
    rig.socket.lose(failures['unknown-station'].closeCode);
    rig.session.close();
    expect(rig.clock.pending).toBe(0);
  });
});

describe('a page that is no receiver', () => {
  it('leaves it to the person', async () => {
    const rig = new Rig();
    rig.session.start();
    rig.socket.open();
    rig.socket.lose(failures.replaced.closeCode);
    expect(rig.session.state).toEqual({ name: 'gone', failure: 'replaced' });
    await rig.clock.pass(10 * minuteMs);
    expect(rig.sockets).toHaveLength(1);
  });
});
