import type { IceServer, Route, ServiceToListener } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { Rig } from './testing/rig.ts';
import type { SessionOptions } from './session-options.ts';

const http: SessionOptions<string>['http'] = { canPlay: true, url: () => '/live/noor.webm' };

type More = Partial<Extract<ServiceToListener, { type: 'offer' }>>;

/** A page whose service has a relay, and offers sound by this route or that. */
class RouteRig extends Rig {
  constructor(changes: Partial<SessionOptions<string>> = {}) {
    super({ http, ...changes });
    Object.defineProperty(this.audio, 'progressed', {
      get: () => (this.audio.on.startsWith('/live/') ? this.#played() : null),
    });
  }

  begin(httpStream: Route = 'relay'): void {
    this.session.start();
    this.welcome('live', { httpStream });
    this.session.listen();
  }

  by(route: Route, connection: string, more: More = {}): void {
    this.deliver({ type: 'offer', connection, route, sdp: `sdp ${connection}`, ...more });
  }

  async plays(route: Route, connection: string): Promise<void> {
    this.begin();
    this.by(route, connection);
    this.peer.connect();
    await this.clock.pass(1_000);
  }

  #played() {
    const playedS = this.clock.now() / 1_000;
    return { playedS, bufferedS: playedS, wireBytes: null };
  }
}

describe('the route of what is heard', () => {
  it('is in the hello of a page that comes back, when it is the relay', async () => {
    for (const route of ['relay', 'direct'] as const) {
      const rig = new RouteRig();
      await rig.plays(route, 'one');
      rig.socket.lose();
      await rig.clock.pass(1_000);
      rig.socket.open();
      const expected = route === 'relay' ? { connection: 'one', route } : { connection: 'one' };
      const { connection, route: said } = rig.socket.of('hello')[0] ?? {};
      expect({ connection, ...(said === undefined ? {} : { route: said }) }).toEqual(expected);
    }
  });

  it('is in no hello of a page that hears nothing', async () => {
    const rig = new RouteRig();
    await rig.plays('relay', 'one');
    rig.peer.dry();
    rig.socket.lose();
    await rig.clock.pass(3_000);
    rig.socket.open();
    expect(rig.socket.of('hello')[0]).toMatchObject({ listening: true, connection: null });
    expect(rig.socket.of('hello')[0]).not.toHaveProperty('route');
  });

  it('changes from direct to relay and back, and the sound goes on: each is heard until the next one is', async () => {
    const rig = new RouteRig();
    await rig.plays('direct', 'd1');
    const before = rig.states.length;
    for (const [route, connection] of [
      ['relay', 'r1'],
      ['direct', 'd2'],
    ] as const) {
      const old = rig.peer;
      const on = rig.audio.on;
      rig.by(route, connection);
      rig.peer.connect();
      await rig.clock.pass(100);
      expect([rig.audio.on, old.destroyed]).toEqual([on, false]);
      await rig.clock.pass(400);
      expect([rig.audio.on, old.destroyed]).toEqual([`sdp ${connection}`, true]);
      expect(rig.session.state).toMatchObject({ name: 'playing', connection, route });
      await rig.clock.pass(10_000);
      expect(rig.socket.of('health').slice(-1)[0]?.report).toMatchObject({ connection, route });
    }
    expect(rig.socket.of('closed').map(({ connection }) => connection)).toEqual(['d1', 'r1']);
    expect(new Set(rig.states.slice(before).map(({ name }) => name))).toEqual(new Set(['playing']));
    expect([rig.socket.of('listen').length, rig.audio.on]).toEqual([1, 'sdp d2']);
  });

  it('stays what it is when the new one carries nothing; the service is told', async () => {
    const rig = new RouteRig();
    await rig.plays('direct', 'd1');
    rig.by('relay', 'r1');
    rig.peer.answer();
    await rig.clock.pass(10_000);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'd1', route: 'direct' });
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'r1' }]);
  });
});

describe('a connection that was offered', () => {
  const own: IceServer[] = [{ urls: ['turn:turn.test'], username: 'until', credential: 'hmac' }];

  it('has the servers that came with it; else those of the welcome', async () => {
    const rig = new RouteRig();
    rig.begin();
    rig.by('direct', 'one', { iceServers: own });
    expect(rig.peer.options.iceServers).toEqual(own);
    rig.by('direct', 'two', { iceServers: [] });
    expect(rig.peer.options.iceServers).toEqual([]);
    rig.by('direct', 'three');
    expect(rig.peer.options.iceServers).toEqual([{ urls: ['stun:mosque.test'] }]);
  });

  it('and does not come up is left for the relay’s, which is heard as soon as it carries sound', async () => {
    const rig = new RouteRig({ http: null });
    rig.begin();
    rig.by('direct', 'one');
    rig.peer.answer();
    await rig.clock.pass(4_000);
    rig.by('relay', 'two');
    rig.peer.connect();
    await rig.clock.pass(400);
    expect(rig.session.state).toMatchObject({ name: 'playing', connection: 'two', route: 'relay' });
    expect(rig.socket.of('closed')).toEqual([{ type: 'closed', connection: 'one' }]);
  });
});

describe('on a network without UDP', () => {
  const silent = (rig: RouteRig, route: Route, connection: string): void => {
    rig.by(route, connection);
    rig.peer.answer();
  };

  it.each([
    ['the relay is offered', ['relay']],
    ['the direct way is offered, and after 4 s the relay', ['direct', 'relay']],
  ] as const)('the stream of the relay is heard within 5 s of the tap when %s', async (_when, routes) => {
    const rig = new RouteRig();
    rig.begin();
    await rig.clock.pass(200);
    silent(rig, routes[0], 'one');
    await rig.clock.pass(4_000);
    if (routes[1]) silent(rig, routes[1], 'two');
    await rig.clock.pass(700);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http', route: 'relay' });
    await rig.clock.pass(10_000);
    expect(rig.socket.of('health').slice(-1)[0]?.report).toMatchObject({ connection: null, route: 'relay' });
    expect(rig.socket.of('unlisten')).toHaveLength(1);
    expect(rig.peers.every(({ destroyed }) => destroyed)).toBe(true);
    rig.session.close();
    expect(rig.clock.pending).toBe(0);
  });

  it('but with a way to the relay, the relay’s connection takes the place of its stream', async () => {
    const rig = new RouteRig();
    rig.begin();
    silent(rig, 'direct', 'one');
    await rig.clock.pass(4_100);
    rig.by('relay', 'two');
    await rig.clock.pass(400);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'http' });
    rig.peer.connect();
    await rig.clock.pass(400);
    expect(rig.session.state).toMatchObject({
      name: 'playing',
      by: 'webrtc',
      connection: 'two',
      route: 'relay',
    });
    expect(rig.audio.on).toBe('sdp two');
    await rig.clock.pass(20_000);
    expect(rig.socket.of('unlisten')).toEqual([]);
    expect(rig.session.state).toMatchObject({ name: 'playing', by: 'webrtc', connection: 'two' });
  });
});
