import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';
import type { SessionOptions } from './session-options.ts';

const http: SessionOptions<string>['http'] = {
  canPlay: true,
  url: (rendition, ticket) => `/live/noor.webm?rendition=${rendition}&ticket=${ticket}`,
};

/** A page whose element plays the stream as long as the test lets it flow. */
class PocketRig extends Rig {
  flows = true;
  aheadS = 0.4;
  #since = new Map<string, number>();

  constructor(changes: Partial<SessionOptions<string>> = {}) {
    super({ http, ...changes });
    Object.defineProperty(this.audio, 'progressed', {
      get: () => {
        if (!this.audio.on.startsWith('/live/')) return null;
        const since = this.#since.get(this.audio.on) ?? this.clock.now();
        this.#since.set(this.audio.on, since);
        const playedS = this.flows ? (this.clock.now() - since) / 1000 : 0;
        return { playedS, bufferedS: playedS + this.aheadS, wireBytes: playedS * 8_000 };
      },
    });
  }

  /** Opens the page of a station on the air, and taps. */
  listen(): void {
    this.session.start();
    this.greetHttp();
    this.session.listen();
  }

  greetHttp(station: 'live' | 'off' = 'live'): void {
    this.welcome(station, { httpStream: 'direct', renditions: ['normal', 'saver'] });
  }
}

const pocket = { rendition: 'normal', pocket: true, tone: true } as const;

describe('pocket mode in the session', () => {
  it('plays the stream with the ticket, wants no connection, and reports how far behind it is', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    expect(rig.audio.on).toBe('/live/noor.webm?rendition=normal&ticket=resume-token-0001#1');
    await rig.clock.pass(300);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http', connection: null, online: true });
    expect(rig.socket.of('listen')).toEqual([]);
    rig.offer('unasked');
    expect(rig.peers).toHaveLength(0);
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'unasked' }]);
    await rig.clock.pass(10_000);
    expect(rig.socket.of('health')).toHaveLength(2);
    expect(rig.socket.of('health')[1]?.report).toEqual({
      connection: null,
      route: 'direct',
      rendition: 'normal',
      lossShare: 0,
      jitterMs: 0,
      concealedShare: 0,
      bufferMs: expect.closeTo(550, 0) as number,
    });
    const { figures } = rig.session.state as { figures: { bytesPerHour: number; sessionBytes: number } };
    expect(figures.bytesPerHour).toBeCloseTo(28_800_000, -6);
    expect(figures.sessionBytes).toBeGreaterThan(75_000);
  });

  it('plays on without its socket, and says in the next hello that it wants no connection', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    await rig.clock.pass(1_000);
    const on = rig.audio.on;
    rig.socket.lose();
    await rig.clock.pass(5_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http', online: false });
    rig.greetHttp();
    await rig.clock.pass(1_000);
    expect(rig.socket.of('hello')[0]).toMatchObject({ listening: false, connection: null });
    expect(rig.audio.on).toBe(on);
  });

  it('is noticed when it is lost, sounds the tone, and comes back by itself', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    await rig.clock.pass(1_000);
    rig.flows = false;
    const heard = new Set<string>();
    for (let ms = 0; ms < 2_300; ms += 50) {
      await rig.clock.pass(50);
      heard.add(rig.audio.on);
    }
    expect(rig.session.state).toMatchObject({ name: 'reconnecting', lost: true });
    // The element lets it sound on until the stream that is being joined has come.
    expect([...heard][1]).toBe('tone');
    rig.flows = true;
    await rig.clock.pass(2_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
  });

  it('is not called lost while the stream is joined anew at once', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    await rig.clock.pass(1_000);
    const before = rig.states.length;
    rig.audio.onEnded?.();
    await rig.clock.pass(1_500);
    expect(new Set(rig.states.slice(before).map(({ name }) => name))).toEqual(new Set(['playing']));
    expect(rig.audio.on).toMatch(/#2$/);
  });

  it('waits when the broadcast stops, and plays the next one', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    await rig.clock.pass(1_000);
    rig.deliver({ type: 'off', reason: 'stopped' });
    expect(rig.state).toBe('playing'); // what has come is still heard
    rig.audio.onEnded?.();
    expect(rig.session.state).toEqual({ name: 'waiting', unlocked: true });
    expect(rig.audio.on).toBe('silence');
    rig.deliver({ type: 'live', onAirMs: 0 });
    await rig.clock.pass(300);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
    rig.session.stop();
    expect(rig.audio.on).toBe('nothing');
    expect(rig.state).toBe('ready');
  });

  it('takes the saver when that is chosen', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    await rig.clock.pass(1_000);
    rig.session.choose({ rendition: 'saver' });
    expect(rig.audio.on).toContain('rendition=saver');
    await rig.clock.pass(1_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', rendition: 'saver' });
  });
});

describe('changing between the two ways', () => {
  it('keeps the connection until the stream is heard, and the stream until the connection is', async () => {
    const rig = new PocketRig();
    rig.listen();
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    rig.session.choose({ pocket: true });
    expect(rig.peer.destroyed).toBe(false);
    expect(rig.state).toBe('playing');
    await rig.clock.pass(300);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
    expect(rig.peer.destroyed).toBe(true);
    expect(rig.socket.of('unlisten')).toHaveLength(1);

    rig.session.choose({ pocket: false });
    expect(rig.socket.of('listen')).toHaveLength(2);
    rig.offer('two');
    rig.peer.answer();
    expect(rig.audio.on).toContain('/live/');
    rig.peer.flow();
    await rig.clock.pass(500);
    expect(rig.audio.on).toBe('sdp two');
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'webrtc', connection: 'two' });
  });

  it('hears the stream within 5 s of the tap on a network without UDP, and says which way', async () => {
    const rig = new PocketRig();
    rig.listen();
    await rig.clock.pass(200);
    rig.offer('one');
    rig.peer.answer();
    await rig.clock.pass(4_700);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
    await rig.clock.pass(4_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
    expect(rig.peer.destroyed).toBe(true);
  });

  it('asks for one more connection when the first brings nothing: its handshake may have been lost', async () => {
    const rig = new PocketRig();
    rig.listen();
    await rig.clock.pass(200);
    rig.offer('one');
    rig.peer.answer();
    await rig.clock.pass(4_700);
    const asked = rig.socket.of('listen').length;
    await rig.clock.pass(2_400);
    expect(rig.socket.of('listen')).toHaveLength(asked + 1);
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(400);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'webrtc', connection: 'two' });
  });

  it('is not fooled by a service that cannot be reached either', async () => {
    const rig = new PocketRig();
    rig.listen();
    rig.offer('one');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    rig.peer.dry();
    rig.socket.alive = false;
    await rig.clock.pass(10_000);
    expect(rig.audio.on).toBe('tone');
    rig.greetHttp();
    rig.offer('two');
    rig.peer.connect();
    await rig.clock.pass(1_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'webrtc' });
  });

  it('has the stream for a browser without WebRTC, and says so where there is none', async () => {
    const rig = new PocketRig({ supported: false });
    rig.listen();
    await rig.clock.pass(300);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
    const none = new PocketRig({ supported: false });
    none.session.start();
    none.welcome('live');
    expect(none.session.state).toEqual({ name: 'unsupported' });
    expect(none.session.offers.pocket).toBe('no-stream');
  });

  it('leaves no timer behind', async () => {
    const rig = new PocketRig({ choices: pocket });
    rig.listen();
    await rig.clock.pass(7_000);
    rig.session.close();
    rig.session.close();
    expect(rig.clock.pending).toBe(0);
    expect(rig.audio.on).toBe('nothing');
  });
});
