import { type BroadcasterHello, limits } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import {
  closes,
  desk,
  phone,
  RoomTable as Table,
  roomSetup as setup,
  tablet,
  told,
  types,
} from '../testing/room-table.ts';
import type { From, RoomSetup } from './room-types.ts';

/** On the air, with one listener that hears connection `c1`. */
function onTheAir(changed: Partial<RoomSetup> = {}): Table {
  const table = new Table(changed);
  table.broadcaster(desk, { onAirMs: 0 });
  table.listener(phone, { listening: true });
  table.broadcasterSays(desk, { type: 'offer', listener: phone.peer, connection: 'c1', sdp: 'offer' });
  table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'answer' });
  return table;
}

describe('a listener', () => {
  it('arrives before, during and after a broadcast and is told which', () => {
    const table = new Table();
    expect(told(table.listener(phone), phone.link)).toMatchObject([
      {
        type: 'welcome',
        peer: phone.peer,
        resume: 'token',
        onAirMs: null,
        listeners: 1,
        station: setup.station,
      },
    ]);
    table.broadcaster(desk);
    expect(told(table.broadcasterSays(desk, { type: 'live' }), phone.link)).toEqual([
      { type: 'live', onAirMs: 0 },
    ]);
    table.atMs += 5_000;
    expect(told(table.listener(tablet), tablet.link)).toMatchObject([{ type: 'welcome', onAirMs: 5_000 }]);
    expect(types(table.broadcasterSays(desk, { type: 'off' }), tablet.link)).toEqual(['off']);
    const late = { peer: 'late-1', link: 13 };
    expect(told(table.listener(late), late.link)).toMatchObject([{ type: 'welcome', onAirMs: null }]);
  });

  it('is passed on to the broadcaster when it wants sound, on the air or not, and when it no longer does', () => {
    const table = new Table();
    table.broadcaster(desk);
    expect(told(table.listener(phone, { listening: true }), desk.link)).toEqual([
      { type: 'listen', listener: phone.peer, connection: null },
    ]);
    table.listener(tablet);
    expect(told(table.listenerSays(tablet, { type: 'listen', connection: null }), desk.link)).toEqual([
      { type: 'listen', listener: tablet.peer, connection: null },
    ]);
    expect(told(table.listenerSays(tablet, { type: 'unlisten' }), desk.link)).toEqual([
      { type: 'unlisten', listener: tablet.peer },
    ]);
    expect(table.listenerSays(tablet, { type: 'unlisten' })).toEqual([]);
  });

  it('gets offers with a route, and its words reach the broadcaster stamped with its id', () => {
    const table = new Table();
    table.broadcaster(desk, { onAirMs: 0 });
    table.listener(phone, { listening: true });
    const offer = { type: 'offer', listener: phone.peer, connection: 'c1', sdp: 'v=0' } as const;
    expect(told(table.broadcasterSays(desk, offer), phone.link)).toEqual([
      { type: 'offer', connection: 'c1', route: 'direct', sdp: 'v=0' },
    ]);
    expect(
      told(table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'v=1' }), desk.link),
    ).toEqual([{ type: 'answer', listener: phone.peer, connection: 'c1', sdp: 'v=1' }]);
    expect(types(table.listenerSays(phone, { type: 'closed', connection: 'c1' }), desk.link)).toEqual([
      'closed',
    ]);
  });

  it('cannot speak of connections that it was never offered', () => {
    const table = onTheAir();
    expect(table.listenerSays(phone, { type: 'answer', connection: 'c9', sdp: 'x' })).toEqual([]);
    expect(table.listenerSays(phone, { type: 'closed', connection: 'c9' })).toEqual([]);
    const candidate = { candidate: 'x', sdpMid: null };
    expect(table.listenerSays(phone, { type: 'candidate', connection: 'c9', candidate })).toEqual([]);
  });

  it('is known by its last eight connections, however many it names', () => {
    const table = onTheAir();
    for (let named = 2; named <= 8; named++) {
      table.listenerSays(phone, { type: 'listen', connection: `c${named}` });
      table.pass(1_000);
    }
    const candidate = { type: 'candidate', candidate: { candidate: 'x', sdpMid: null } } as const;
    expect(table.listenerSays(phone, { ...candidate, connection: 'c1' })).toHaveLength(1);
    table.listenerSays(phone, { type: 'listen', connection: 'c9' });
    expect(table.listenerSays(phone, { ...candidate, connection: 'c1' })).toEqual([]);
  });

  it('is limited to so many candidates for a connection, in either direction', () => {
    const table = onTheAir();
    const candidate = { candidate: 'x', sdpMid: null };
    for (let sent = 0; sent < limits.candidatesPerConnection; sent++) {
      expect(table.listenerSays(phone, { type: 'candidate', connection: 'c1', candidate })).toHaveLength(1);
    }
    expect(table.listenerSays(phone, { type: 'candidate', connection: 'c1', candidate })).toEqual([]);
    const back = { type: 'candidate', listener: phone.peer, connection: 'c1', candidate } as const;
    for (let sent = 0; sent < limits.candidatesPerConnection; sent++) {
      expect(table.broadcasterSays(desk, back)).toHaveLength(1);
    }
    expect(table.broadcasterSays(desk, back)).toEqual([]);
  });

  it('that leaves is told of, with the reason, once', () => {
    const table = onTheAir();
    const effects = table.listenerSays(phone, { type: 'bye' });
    expect(told(effects, desk.link)).toEqual([
      { type: 'listener-left', listener: phone.peer, reason: 'bye' },
    ]);
    expect(closes(effects)).toEqual([{ type: 'close', link: phone.link, failure: null }]);
    expect(table.lose(phone)).toEqual([]);
    table.listener(tablet, { listening: true });
    expect(told(table.lose(tablet), desk.link)).toEqual([
      { type: 'listener-left', listener: tablet.peer, reason: 'lost' },
    ]);
  });

  it('that comes back on a new socket replaces its old one, whose late events are ignored', () => {
    const table = onTheAir();
    const again = { ...phone, link: 21 };
    const effects = table.listener(again, { listening: true, connection: 'c1' }, true);
    expect(closes(effects)).toEqual([{ type: 'close', link: phone.link, failure: 'replaced' }]);
    expect(told(effects, desk.link)).toEqual([{ type: 'listen', listener: phone.peer, connection: 'c1' }]);
    expect(table.lose(phone)).toEqual([]);
    expect(table.listenerSays(phone, { type: 'unlisten' })).toEqual([]);
    expect(table.status.listeners).toBe(1);
  });

  it('that comes back not listening any more is unlistened', () => {
    const table = onTheAir();
    expect(types(table.listener({ ...phone, link: 21 }, { listening: false }, true), desk.link)).toEqual([
      'unlisten',
    ]);
  });

  it('is turned away when the station is full, but not when it is only back', () => {
    const table = new Table({ maxListeners: 1 });
    table.listener(phone);
    expect(closes(table.listener(tablet))).toEqual([
      { type: 'close', link: tablet.link, failure: 'station-full' },
    ]);
    expect(types(table.listener({ ...phone, link: 21 }, {}, true), 21)).toEqual(['welcome']);
  });

  it('gets no sound while all places are in use, and may ask again when one is free', () => {
    const table = new Table({ directCapacity: 1 });
    table.broadcaster(desk, { onAirMs: 0 });
    table.listener(phone, { listening: true });
    const refused = table.listener(tablet, { listening: true });
    expect(told(refused, tablet.link).at(-1)).toEqual({ type: 'error', code: 'station-full' });
    expect(told(refused, desk.link)).toEqual([]);
    expect(closes(refused)).toEqual([]);
    // Asking again for itself does not need a second place.
    expect(types(table.listenerSays(phone, { type: 'listen', connection: null }), desk.link)).toEqual([
      'listen',
    ]);
    table.listenerSays(phone, { type: 'unlisten' });
    expect(types(table.listenerSays(tablet, { type: 'listen', connection: null }), desk.link)).toEqual([
      'listen',
    ]);
  });

  it('that still hears keeps its place, however many there are', () => {
    const table = new Table({ directCapacity: 0 });
    table.broadcaster(desk, { onAirMs: 0 });
    expect(types(table.listener(phone, { listening: true, connection: 'c1' }, true), desk.link)).toEqual([
      'listen',
    ]);
  });

  it('is told when the broadcaster refuses it, and is not wanted any more', () => {
    const table = onTheAir();
    const refuse = { type: 'refuse', listener: phone.peer, code: 'station-full' } as const;
    expect(told(table.broadcasterSays(desk, refuse), phone.link)).toEqual([
      { type: 'error', code: 'station-full' },
    ]);
    const back = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
    expect(told(back, 2)).toMatchObject([{ type: 'welcome', listening: [] }]);
  });
});

describe('the broadcaster', () => {
  it('is one: a second is refused unless it takes over on purpose', () => {
    const table = new Table();
    table.broadcaster(desk, { onAirMs: 0 });
    const other = { peer: 'desk-2', link: 2 };
    const refused = table.broadcaster(other);
    expect(refused).toEqual([{ type: 'close', link: other.link, failure: 'station-taken' }]);
    // The refused one's socket goes, and nothing changes.
    expect(table.lose(other)).toEqual([]);
    table.listener(phone);
    const taken = table.broadcaster(other, { takeOver: true });
    expect(closes(taken)).toEqual([{ type: 'close', link: desk.link, failure: 'taken-over' }]);
    expect(types(taken, other.link)).toEqual(['welcome']);
    expect(types(taken, phone.link)).toEqual(['off']);
    expect(table.broadcasterSays(desk, { type: 'live' })).toEqual([]);
  });

  it('that resumes is not taken for a second one; nobody is renegotiated or told', () => {
    const table = onTheAir();
    const again = { ...desk, link: 2 };
    const effects = table.broadcaster(again, { onAirMs: 0 });
    expect(closes(effects)).toEqual([{ type: 'close', link: desk.link, failure: 'replaced' }]);
    expect(told(effects, again.link)).toMatchObject([
      { type: 'welcome', peer: desk.peer, listening: [{ listener: phone.peer, connection: 'c1' }] },
    ]);
    expect(told(effects, phone.link)).toEqual([]);
    expect(table.lose(desk)).toEqual([]);
  });

  it('stays on the air for the grace period when its socket is lost, then is off', () => {
    const table = onTheAir();
    const lost = table.lose(desk);
    expect(lost).toContainEqual({ type: 'arm', timer: 'grace', delayMs: 30_000 });
    expect(told(lost, phone.link)).toEqual([]);
    table.atMs += 10_000;
    expect(table.status.onAirMs).toBe(10_000);
    expect(told(table.ring('grace'), phone.link)).toEqual([{ type: 'off', reason: 'lost' }]);
    expect(table.status.onAirMs).toBe(null);
  });

  it('is back within the grace period as if it had never been away', () => {
    const table = onTheAir();
    table.lose(desk);
    table.atMs += 10_000;
    const back = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 10_000 });
    expect(back).toContainEqual({ type: 'disarm', timer: 'grace' });
    expect(told(back, phone.link)).toEqual([]);
    expect(table.status.onAirMs).toBe(10_000);
  });

  it('that was started anew while away gets its seat without taking over', () => {
    const table = onTheAir();
    table.lose(desk);
    const anew = table.broadcaster({ peer: 'desk-9', link: 2 });
    expect(types(anew, 2)).toEqual(['welcome']);
    expect(types(anew, phone.link)).toEqual(['off']);
  });

  it('ends the broadcast at once by off or bye', () => {
    expect(types(onTheAir().broadcasterSays(desk, { type: 'off' }), phone.link)).toEqual(['off']);
    const table = onTheAir();
    const bye = table.broadcasterSays(desk, { type: 'bye' });
    expect(types(bye, phone.link)).toEqual(['off']);
    expect(closes(bye)).toEqual([{ type: 'close', link: desk.link, failure: null }]);
    expect(table.lose(desk)).toEqual([]);
  });

  it('says live twice, and listeners hear it once', () => {
    const table = onTheAir();
    expect(table.broadcasterSays(desk, { type: 'live' })).toEqual([]);
    table.broadcasterSays(desk, { type: 'off' });
    expect(table.broadcasterSays(desk, { type: 'off' })).toEqual([]);
  });

  it('speaking to nobody, or to one who does not listen, is not heard', () => {
    const table = onTheAir();
    table.listener(tablet);
    for (const listener of [tablet.peer, 'nobody-1']) {
      expect(table.broadcasterSays(desk, { type: 'offer', listener, connection: 'c2', sdp: 'x' })).toEqual(
        [],
      );
    }
  });

  it('does not count an answer that came while it was away: that connection holds nothing', () => {
    const table = new Table();
    table.broadcaster(desk, { onAirMs: 0 });
    table.listener(phone, { listening: true });
    table.broadcasterSays(desk, { type: 'offer', listener: phone.peer, connection: 'c1', sdp: 'offer' });
    table.lose(desk);
    expect(table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'answer' })).toEqual([]);
    const back = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
    expect(told(back, 2)).toMatchObject([{ listening: [{ listener: phone.peer, connection: null }] }]);
  });

  it('gets the list of two thousand listeners in frames that fit', () => {
    const table = new Table({ maxListeners: 2_000, directCapacity: 2_000 });
    for (let link = 100; link < 2_100; link++) {
      table.listener(
        { peer: `peer-of-twenty-two-${link}`, link },
        { listening: true, connection: `connection-${link}` },
        true,
      );
    }
    const messages = told(table.broadcaster(desk, { onAirMs: 0 }), desk.link);
    for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(limits.frameBytes);
    const [welcome, ...rest] = messages;
    const first = welcome?.type === 'welcome' && 'listening' in welcome ? welcome.listening : [];
    expect(first.length).toBeGreaterThan(400);
    const all = [...first, ...rest].map((one) => ('listener' in one ? one.listener : ''));
    expect(new Set(all).size).toBe(2_000);
  });
});

describe('after a restart of the service', () => {
  it('a listener that is back first and still hears is not told that the station is off', () => {
    const table = new Table();
    const back = table.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(told(back, phone.link)).toMatchObject([{ type: 'welcome', onAirMs: 0 }]);
    table.atMs += 2_000;
    const desktop = table.broadcaster(desk, { onAirMs: 600_000 });
    expect(told(desktop, desk.link)).toMatchObject([
      { type: 'welcome', listening: [{ listener: phone.peer, connection: 'c1' }] },
    ]);
    expect(told(desktop, phone.link)).toEqual([{ type: 'live', onAirMs: 600_000 }]);
  });

  it('that listener is told when the broadcaster does not come, or comes and is off', () => {
    const table = new Table();
    table.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(types(table.ring('grace'), phone.link)).toEqual(['off']);
    const other = new Table();
    other.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(types(other.broadcaster(desk), phone.link)).toEqual(['off']);
  });

  it('a stranger cannot make the station look live, nor a listener later on', () => {
    const stranger = new Table();
    stranger.listener(phone, { listening: true, connection: 'c1' }, false);
    expect(stranger.status.onAirMs).toBe(null);
    const late = new Table();
    late.atMs = 31_000;
    late.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(late.status.onAirMs).toBe(null);
    const ended = new Table();
    ended.broadcaster(desk, { onAirMs: 0 });
    ended.broadcasterSays(desk, { type: 'bye' });
    ended.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(ended.status.onAirMs).toBe(null);
  });

  it('listeners that come after the broadcaster are passed to it with the connection that they hold', () => {
    const table = new Table();
    const desktop = table.broadcaster(desk, { onAirMs: 600_000 });
    expect(told(desktop, desk.link)).toMatchObject([{ type: 'welcome', listening: [] }]);
    expect(told(table.listener(phone, { listening: true, connection: 'c1' }, true), desk.link)).toEqual([
      { type: 'listen', listener: phone.peer, connection: 'c1' },
    ]);
  });
});

describe('presence', () => {
  it('is told to the broadcaster, once for any number of changes within its interval', () => {
    const table = new Table();
    table.broadcaster(desk);
    const arms = [phone, tablet].flatMap((from) => table.listener(from)).filter(({ type }) => type === 'arm');
    expect(arms).toEqual([{ type: 'arm', timer: 'presence', delayMs: 1_000 }]);
    const effects = table.ring('presence');
    expect(told(effects, desk.link)).toEqual([{ type: 'presence', listeners: 2 }]);
    for (const { link } of [phone, tablet]) expect(told(effects, link)).toEqual([]);
    expect(table.lose(phone)).toContainEqual({ type: 'arm', timer: 'presence', delayMs: 1_000 });
  });

  it('leaves out whoever listens for the broadcaster, however it comes and goes', () => {
    const table = new Table();
    table.broadcaster(desk);
    const ears: From = { peer: 'ears-1', link: 21 };
    const welcomed = told(table.listener(ears, { uncounted: true, listening: true }), ears.link);
    expect(welcomed).toMatchObject([{ type: 'welcome', listeners: 0 }]);
    table.listener(phone);
    table.listener({ ...ears, link: 22 }, { uncounted: true }, true);
    expect(table.status.listeners).toBe(1);
    expect(told(table.ring('presence'), desk.link)).toEqual([{ type: 'presence', listeners: 1 }]);
    table.lose({ ...ears, link: 22 });
    table.lose({ ...ears, link: 22 });
    expect(table.status.listeners).toBe(1);
  });
});

describe('renditions', () => {
  const both: Partial<BroadcasterHello> = { onAirMs: 0, renditions: ['normal', 'saver'] };

  it('are told to listeners in their welcome and when the station goes live, where there is a choice', () => {
    const table = new Table();
    expect(told(table.listener(phone), phone.link)[0]).not.toHaveProperty('renditions');
    expect(told(table.broadcaster(desk, both), phone.link)).toEqual([
      { type: 'live', onAirMs: 0, renditions: ['normal', 'saver'] },
    ]);
    expect(told(table.listener(tablet), tablet.link)).toMatchObject([
      { type: 'welcome', renditions: ['normal', 'saver'] },
    ]);
    table.broadcasterSays(desk, { type: 'off' });
    expect(told(table.broadcasterSays(desk, { type: 'live' }), phone.link)).toEqual([
      { type: 'live', onAirMs: 0, renditions: ['normal', 'saver'] },
    ]);
  });

  it('are told anew when another broadcaster takes up the broadcast with others', () => {
    const table = onTheAir();
    table.lose(desk);
    expect(types(table.broadcaster(desk, { onAirMs: 0 }), phone.link)).toEqual([]);
    table.lose(desk);
    expect(told(table.broadcaster(desk, both), phone.link)).toMatchObject([
      { type: 'live', renditions: ['normal', 'saver'] },
    ]);
    table.lose(desk);
    expect(types(table.broadcaster(desk, both), phone.link)).toEqual([]);
    table.lose(desk);
    const [live] = told(table.broadcaster(desk, { onAirMs: 0 }), phone.link);
    expect(live).toEqual({ type: 'live', onAirMs: 0 });
  });

  it('of a broadcaster are never handed on as it wrote them', () => {
    const table = new Table();
    table.broadcaster(desk, {
      onAirMs: 0,
      renditions: Array.from({ length: 5_000 }, () => 'saver' as const),
    });
    expect(told(table.listener(phone), phone.link)).toMatchObject([{ renditions: ['normal', 'saver'] }]);
  });

  it('that a listener wants reach the broadcaster, from its hello and whenever it asks', () => {
    const table = new Table();
    table.broadcaster(desk, both);
    const hello = table.listener(phone, { listening: true, rendition: 'saver' });
    expect(told(hello, desk.link)).toEqual([
      { type: 'listen', listener: phone.peer, connection: null, rendition: 'saver' },
    ]);
    const normal = table.listenerSays(phone, { type: 'listen', connection: 'c1', rendition: 'normal' });
    expect(told(normal, desk.link)).toEqual([{ type: 'listen', listener: phone.peer, connection: 'c1' }]);
  });

  it('that listeners want are in the welcome of a broadcaster that comes back', () => {
    const table = new Table();
    table.broadcaster(desk, both);
    table.listener(phone, { listening: true, rendition: 'saver' });
    table.listener(tablet, { listening: true });
    table.broadcasterSays(desk, {
      type: 'offer',
      listener: phone.peer,
      connection: 'c1',
      rendition: 'saver',
      sdp: 'offer',
    });
    table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'answer' });
    table.lose(desk);
    const listening = [
      { listener: phone.peer, connection: 'c1', rendition: 'saver' },
      { listener: tablet.peer, connection: null },
    ];
    expect(told(table.broadcaster(desk, both), desk.link)).toMatchObject([{ type: 'welcome', listening }]);
    table.broadcasterSays(desk, { type: 'closed', listener: phone.peer, connection: 'c1' });
    table.lose(desk);
    const [welcome] = told(table.broadcaster(desk, both), desk.link);
    expect(welcome).toMatchObject({
      listening: [{ listener: phone.peer, connection: null, rendition: 'saver' }, listening[1]],
    });
  });

  it('of an offer are passed on', () => {
    const table = onTheAir();
    const offer = { type: 'offer', listener: phone.peer, connection: 'c2', sdp: 'v=0' } as const;
    expect(told(table.broadcasterSays(desk, { ...offer, rendition: 'saver' }), phone.link)).toEqual([
      { type: 'offer', connection: 'c2', route: 'direct', rendition: 'saver', sdp: 'v=0' },
    ]);
    const [plain] = told(table.broadcasterSays(desk, { ...offer, rendition: 'normal' }), phone.link);
    expect(plain).not.toHaveProperty('rendition');
  });
});
