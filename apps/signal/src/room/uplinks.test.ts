import type { BroadcasterHello, Rendition } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import { desk, phone, RoomTable, tablet, told, toRelay, types, uplinks } from '../testing/room-table.ts';
import type { From, RoomEffect } from './room-types.ts';

const both: Partial<BroadcasterHello> = { onAirMs: 0, renditions: ['normal', 'saver'] };

function onTheAir(hello: Partial<BroadcasterHello> = { onAirMs: 0 }): RoomTable {
  const table = new RoomTable({ relay: true });
  table.relayIs(true);
  table.broadcaster(desk, hello);
  return table;
}

const far = (table: RoomTable, from: From, rendition: Rendition = 'normal') =>
  table.listener(from, { listening: true, rendition }, false, 'elsewhere');
const near = (table: RoomTable, from: From) => table.listener(from, { listening: true });

/** The uplink asks, is offered a connection, and answers it. */
function connect(table: RoomTable, connection = 'u1'): RoomEffect[] {
  const asked = table.uplinkSays({ type: 'listen', connection: null });
  table.broadcasterSays(desk, { type: 'offer', listener: 'relay-normal', connection, sdp: 'offer' });
  table.uplinkSays({ type: 'answer', connection, sdp: 'answer' });
  return asked;
}

describe('the relay is sent the station’s sound', () => {
  it('while a listener is to hear it from there, and for a minute after the last', () => {
    const table = onTheAir();
    expect(uplinks(near(table, phone))).toEqual([]);
    expect(uplinks(far(table, tablet))).toEqual([['normal', true]]);
    const late = { peer: 'late-1', link: 13 };
    expect(uplinks(far(table, late))).toEqual([]);
    expect(uplinks([...table.lose(tablet), ...table.pass(120_000)])).toEqual([]);
    expect(uplinks([...table.listenerSays(late, { type: 'unlisten' }), ...table.pass(59_999)])).toEqual([]);
    const over = table.pass(1);
    expect(uplinks(over)).toEqual([['normal', false]]);
    expect(told(over, desk.link)).toContainEqual({ type: 'unlisten', listener: 'relay-normal' });
    expect(table.timers.has('uplink-normal')).toBe(false);
  });

  it('while somebody plays the HTTP stream, and for a minute after the last', () => {
    const table = onTheAir();
    expect(uplinks(table.readers(1))).toEqual([['normal', true]]);
    expect(uplinks([...table.readers(5), ...table.readers(1), ...table.pass(120_000)])).toEqual([]);
    expect(uplinks([...table.readers(0), ...table.pass(59_000)])).toEqual([]);
    expect(uplinks(table.pass(1_000))).toEqual([['normal', false]]);
  });

  it('on when somebody comes within that minute', () => {
    const table = onTheAir();
    far(table, phone);
    table.lose(phone);
    table.pass(50_000);
    expect(uplinks([...far(table, tablet), ...table.pass(120_000)])).toEqual([]);
    table.lose(tablet);
    expect(uplinks(table.pass(59_999))).toEqual([]);
    expect(uplinks(table.pass(1))).toEqual([['normal', false]]);
  });

  it('while a listener that is moved away still hears it', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true, connection: 'r1', route: 'relay' }, true, 'elsewhere');
    table.lose(phone);
    const back = { listening: true, connection: 'r1', route: 'relay' } as const;
    table.listener(phone, back, true, 'hall');
    table.pass(200);
    expect(table.status).toMatchObject({ direct: 1, relayed: 0 });
    expect(uplinks(table.pass(14_000))).toEqual([]);
    expect(table.timers.has('uplink-normal')).toBe(false);
    table.listenerSays(phone, { type: 'closed', connection: 'r1' });
    expect(table.timers.has('uplink-normal')).toBe(true);
  });

  it('only while the station is on the air', () => {
    const table = new RoomTable({ relay: true });
    table.relayIs(true);
    table.broadcaster(desk);
    expect(uplinks([...far(table, phone), ...table.readers(1)])).toEqual([]);
    expect(uplinks(table.broadcasterSays(desk, { type: 'live' }))).toEqual([['normal', true]]);
    const off = table.broadcasterSays(desk, { type: 'off' });
    expect(uplinks(off)).toEqual([['normal', false]]);
    expect(types(off, desk.link)).toContain('unlisten');
    expect(uplinks(table.broadcasterSays(desk, { type: 'live' }))).toEqual([['normal', true]]);
    expect(uplinks(table.broadcasterSays(desk, { type: 'bye' }))).toEqual([['normal', false]]);
  });

  it('on while the broadcaster’s socket is lost, as long as somebody hears it', () => {
    const table = onTheAir();
    far(table, phone);
    connect(table);
    table.lose(desk);
    const gone = table.pass(120_000);
    expect(types(gone, phone.link)).toContain('off');
    expect(uplinks(gone)).toEqual([]);
    expect(uplinks([...table.lose(phone), ...table.pass(60_000)])).toEqual([['normal', false]]);
  });

  it('never where the station has no relay', () => {
    const table = new RoomTable();
    table.broadcaster(desk, { onAirMs: 0 });
    expect(toRelay([...far(table, phone), ...table.readers(1)])).toEqual([]);
    expect(toRelay(table.uplinkSays({ type: 'listen', connection: null }))).toEqual([]);
  });
});

describe('renditions', () => {
  it('are sent each while it is needed', () => {
    const table = onTheAir(both);
    expect(uplinks(far(table, phone, 'saver'))).toEqual([['saver', true]]);
    expect(uplinks(table.readers(1))).toEqual([['normal', true]]);
    const change = table.listenerSays(phone, { type: 'listen', connection: null, rendition: 'normal' });
    expect(uplinks(change)).toEqual([]);
    expect(uplinks(table.pass(60_000))).toEqual([['saver', false]]);
  });

  it('are one where the station has no saver: the normal one serves both', () => {
    const table = onTheAir();
    const asked = far(table, phone, 'saver');
    expect(uplinks(asked)).toEqual([['normal', true]]);
    expect(toRelay(asked)).toContainEqual({
      type: 'of-listener',
      message: { type: 'listen', listener: phone.peer, connection: null },
      guest: { network: 'elsewhere', isHome: false },
    });
    expect(uplinks(table.readers(0, 3))).toEqual([]);
  });

  it('of a broadcaster that has got a saver are asked for anew', () => {
    const table = onTheAir();
    far(table, phone, 'saver');
    const back = table.broadcaster({ ...desk, link: 2 }, both);
    expect(uplinks(back)).toEqual([['saver', true]]);
    expect(toRelay(back)).toContainEqual({
      type: 'of-listener',
      message: { type: 'listen', listener: phone.peer, connection: null, rendition: 'saver' },
      guest: { network: 'elsewhere', isHome: false },
    });
    expect(uplinks(table.pass(60_000))).toEqual([['normal', false]]);
  });

  it('of a broadcaster that has lost its saver are asked for anew', () => {
    const table = onTheAir(both);
    far(table, phone, 'saver');
    table.relaySays({ type: 'offer', listener: phone.peer, connection: 'r1', rendition: 'saver', sdp: 'x' });
    table.listenerSays(phone, { type: 'answer', connection: 'r1', sdp: 'answer' });
    const back = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
    expect(uplinks(back)).toEqual([['normal', true]]);
    expect(toRelay(back)).toContainEqual({
      type: 'of-listener',
      message: { type: 'listen', listener: phone.peer, connection: 'r1' },
      guest: { network: 'elsewhere', isHome: false },
    });
  });
});

describe('an uplink is a listener of the broadcaster', () => {
  it('whose messages go to and from the relay', () => {
    const table = onTheAir(both);
    far(table, phone, 'saver');
    const listen = table.uplinkSays({ type: 'listen', connection: null }, 'saver');
    expect(told(listen, desk.link)).toEqual([
      { type: 'listen', listener: 'relay-saver', connection: null, rendition: 'saver', uplink: true },
    ]);
    const ids = { listener: 'relay-saver', connection: 'u1' } as const;
    const offer = table.broadcasterSays(desk, { type: 'offer', ...ids, rendition: 'saver', sdp: 'offer' });
    expect(toRelay(offer)).toEqual([
      {
        type: 'of-broadcaster',
        rendition: 'saver',
        message: { type: 'offer', connection: 'u1', route: 'direct', rendition: 'saver', sdp: 'offer' },
      },
    ]);
    const answer = table.uplinkSays({ type: 'answer', connection: 'u1', sdp: 'answer' }, 'saver');
    expect(told(answer, desk.link)).toEqual([{ type: 'answer', ...ids, sdp: 'answer' }]);
    const candidate = { candidate: 'x', sdpMid: null };
    expect(
      told(table.uplinkSays({ type: 'candidate', connection: 'u1', candidate }, 'saver'), desk.link),
    ).toEqual([{ type: 'candidate', ...ids, candidate }]);
    expect(toRelay(table.broadcasterSays(desk, { type: 'candidate', ...ids, candidate }))).toMatchObject([
      { type: 'of-broadcaster', message: { type: 'candidate' } },
    ]);
    expect(toRelay(table.broadcasterSays(desk, { type: 'closed', ...ids }))).toMatchObject([
      { type: 'of-broadcaster', message: { type: 'closed' } },
    ]);
    expect(table.uplinkSays({ type: 'closed', connection: 'u1' }, 'saver')).toEqual([]);
    for (const type of ['reached', 'refuse'] as const) {
      const message = { type, ...ids, code: 'station-full' } as const;
      expect(table.broadcasterSays(desk, message)).toEqual([]);
    }
  });

  it('reports how it hears', () => {
    const table = onTheAir();
    far(table, phone);
    connect(table);
    const figures = { lossShare: 0.1, jitterMs: 3, concealedShare: 0, bufferMs: 0 };
    const report = { connection: 'u1', route: 'direct', ...figures } as const;
    expect(told(table.uplinkSays({ type: 'health', report }), desk.link)).toEqual([
      { type: 'health', listener: 'relay-normal', report },
    ]);
  });

  it('that nobody needs any more is not heard, in either direction', () => {
    const table = onTheAir();
    far(table, phone);
    connect(table);
    table.lose(phone);
    table.pass(60_000);
    expect(table.uplinkSays({ type: 'listen', connection: null })).toEqual([]);
    const offer = { type: 'offer', listener: 'relay-normal', connection: 'u2', sdp: 'offer' } as const;
    expect(table.broadcasterSays(desk, offer)).toEqual([]);
  });

  it('is in the welcome of a broadcaster that is back, with what it holds: nothing is renegotiated', () => {
    const table = onTheAir();
    far(table, phone);
    connect(table);
    table.lose(desk);
    const back = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
    expect(told(back, 2)[0]).toMatchObject({
      type: 'welcome',
      listening: [{ listener: 'relay-normal', connection: 'u1', uplink: true }],
    });
    expect(toRelay(back)).toEqual([]);
  });

  it('that has asked while the broadcaster was away, or whose connection ended, is in it too', () => {
    const table = onTheAir();
    far(table, phone);
    connect(table);
    table.broadcasterSays(desk, { type: 'closed', listener: 'relay-normal', connection: 'u1' });
    table.lose(desk);
    expect(table.uplinkSays({ type: 'listen', connection: null })).toEqual([]);
    expect(told(table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 }), 2)[0]).toMatchObject({
      listening: [{ listener: 'relay-normal', connection: null, uplink: true }],
    });
  });

  it('counts in no number', () => {
    const table = onTheAir();
    far(table, phone);
    table.readers(2, 1);
    connect(table);
    table.pass(1_000);
    expect(table.status).toMatchObject({ listeners: 1, direct: 0, relayed: 1, overHttp: 3 });
  });
});

/** The phone's connection to the relay comes up. */
function reach(table: RoomTable): void {
  table.relaySays({ type: 'offer', listener: phone.peer, connection: 'r1', sdp: 'o' });
  table.listenerSays(phone, { type: 'answer', connection: 'r1', sdp: 'a' });
  table.relaySays({ type: 'reached', listener: phone.peer, connection: 'r1' });
}

describe('the broadcaster’s own ear', () => {
  const ear = { listening: true, uncounted: true } as const;

  it('hears by the relay when it says so, and by its own way when it no longer does', () => {
    const table = onTheAir();
    table.listener(phone, ear);
    expect(table.status).toMatchObject({ direct: 1 });
    table.listenerSays(phone, { type: 'listen', connection: null, by: 'relay' });
    expect(table.room.isRelayed(phone.peer)).toBe(true);
    reach(table);
    table.flow(true);
    // It needs the uplink, and is nobody who hears.
    expect(told(table.pass(1_000), desk.link).at(-1)).toMatchObject({
      type: 'presence',
      relayed: 0,
      unheard: 0,
    });
    table.listenerSays(phone, { type: 'listen', connection: null });
    expect(table.room.isRelayed(phone.peer)).toBe(false);
  });

  it('is alone in that: who is counted hears by the best way', () => {
    const table = onTheAir();
    near(table, phone);
    table.listenerSays(phone, { type: 'listen', connection: null, by: 'relay' });
    expect(table.room.isRelayed(phone.peer)).toBe(false);
  });
});

describe('presence', () => {
  it('tells the broadcaster who hears it by the relay and over HTTP, and nobody else', () => {
    const table = onTheAir();
    far(table, phone);
    near(table, tablet);
    table.readers(2, 1);
    const presence = { type: 'presence', listeners: 2 } as const;
    const nobody = { ...presence, relayed: 0, overHttp: 0 };
    const first = table.pass(1_000);
    // Who wants to hear does not hear yet: the sound has to reach the relay, and then the listener.
    expect(told(first, desk.link)).toEqual([{ ...nobody, unheard: 4 }]);
    expect(told(first, phone.link)).toEqual([]);
    table.flow(true);
    expect(told(table.pass(1_000), desk.link)).toEqual([{ ...nobody, overHttp: 3, unheard: 0 }]);
    reach(table);
    expect(told(table.pass(1_000), desk.link)).toEqual([
      { ...presence, relayed: 1, overHttp: 3, unheard: 0 },
    ]);
    table.readers(0, 3);
    expect(table.timers.has('presence')).toBe(false);
    table.flow(false);
    expect(told(table.pass(1_000), desk.link)).toEqual([{ ...nobody, unheard: 4 }]);
    table.flow(true);
    table.listenerSays(phone, { type: 'unlisten' });
    const quiet = table.pass(1_000);
    expect(told(quiet, desk.link)).toEqual([{ ...nobody, overHttp: 3, unheard: 0 }]);
    expect(told(quiet, tablet.link)).toEqual([]);
  });

  it('a connection that ends is nobody who hears', () => {
    const table = onTheAir();
    far(table, phone);
    table.flow(true);
    reach(table);
    table.pass(1_000);
    table.relaySays({ type: 'closed', listener: phone.peer, connection: 'r1' });
    expect(told(table.pass(1_000), desk.link)).toMatchObject([{ relayed: 0, unheard: 0 }]);
  });

  it('leaves out whoever listens for the broadcaster', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true, uncounted: true }, false, 'elsewhere');
    expect(table.status).toMatchObject({ listeners: 0, relayed: 0 });
  });

  it('says nothing of a relay where there is none', () => {
    const table = new RoomTable();
    table.broadcaster(desk, { onAirMs: 0 });
    near(table, phone);
    expect(told(table.pass(1_000), desk.link)).toEqual([{ type: 'presence', listeners: 1 }]);
  });
});
