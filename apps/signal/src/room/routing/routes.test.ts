import type { ListenerHello, Route } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import {
  desk,
  moves,
  ofListeners,
  phone,
  RoomTable,
  tablet,
  told,
  types,
  uplinks,
} from '../../testing/room-table.ts';
import type { From, RoomEffect, RoomSetup } from '../room-types.ts';

const numbered = (number: number): From => ({ peer: `listener-${number}`, link: 100 + number });

/** On the air from the hall's network, with a relay that is open. */
function onTheAir(changed: Partial<RoomSetup> = {}): RoomTable {
  const table = new RoomTable({ relay: true, maxListeners: 2_000, directCapacity: 600, ...changed });
  table.relayIs(true);
  table.broadcaster(desk, { onAirMs: 0 });
  return table;
}

const join = (table: RoomTable, from: From, network: string, hello: Partial<ListenerHello> = {}) =>
  table.listener(from, { listening: true, ...hello }, false, network);

const offer = (table: RoomTable, side: Route, from: From, connection: string): RoomEffect[] => {
  const message = { type: 'offer', listener: from.peer, connection, sdp: 'offer' } as const;
  return side === 'relay' ? table.relaySays(message) : table.broadcasterSays(desk, message);
};
const reach = (table: RoomTable, side: Route, from: From, connection: string): RoomEffect[] => {
  const message = { type: 'reached', listener: from.peer, connection } as const;
  return side === 'relay' ? table.relaySays(message) : table.broadcasterSays(desk, message);
};

/** It is offered this connection, answers, and sound goes out to it. */
function connect(table: RoomTable, side: Route, from: From, connection: string): void {
  offer(table, side, from, connection);
  table.listenerSays(from, { type: 'answer', connection, sdp: 'answer' });
  reach(table, side, from, connection);
}

const listens = (effects: RoomEffect[]): string[] =>
  ofListeners(effects).flatMap((one) => (one.type === 'listen' ? [one.listener] : []));

/** Whom the two sides are asked to send to, or not any more. */
function asked(effects: RoomEffect[]): string[] {
  const direct = told(effects, desk.link).flatMap((one) =>
    one.type === 'listen' || one.type === 'unlisten' ? [`direct ${one.type} ${one.listener}`] : [],
  );
  const relay = ofListeners(effects).flatMap((one) =>
    one.type === 'listen' || one.type === 'unlisten' ? [`relay ${one.type} ${one.listener}`] : [],
  );
  return [...direct, ...relay];
}

describe('who sends to a listener', () => {
  it('on the broadcaster’s network: the broadcaster; elsewhere: the relay', () => {
    const table = onTheAir();
    expect(asked(join(table, phone, 'hall'))).toEqual(['direct listen phone-1']);
    expect(asked(join(table, tablet, 'elsewhere'))).toEqual(['relay listen tablet-1']);
    expect(table.status).toMatchObject({ listeners: 2, direct: 1, relayed: 1 });
    expect(table.room.isRelayed(tablet.peer)).toBe(true);
    expect(table.room.isRelayed(phone.peer)).toBe(false);
  });

  it('elsewhere: the broadcaster, where there is no relay, or it has no room', () => {
    const without = new RoomTable();
    without.broadcaster(desk, { onAirMs: 0 });
    expect(asked(join(without, phone, 'elsewhere'))).toEqual(['direct listen phone-1']);
    const full = onTheAir();
    full.relayIs(false);
    expect(asked(join(full, phone, 'elsewhere'))).toEqual(['direct listen phone-1']);
  });

  it('past what the broadcaster can do: the relay, as long as it has room; then nobody', () => {
    const table = onTheAir({ directCapacity: 1 });
    join(table, phone, 'hall');
    expect(asked(join(table, tablet, 'hall'))).toEqual(['relay listen tablet-1']);
    table.relayIs(false);
    const late = join(table, numbered(1), 'hall');
    expect(asked(late)).toEqual([]);
    expect(told(late, numbered(1).link).at(-1)).toEqual({ type: 'error', code: 'station-full' });
  });

  it('is decided when the broadcaster comes, for those who were there before it', () => {
    const table = new RoomTable({ relay: true });
    expect(asked(join(table, phone, 'hall'))).toEqual([]);
    expect(asked(join(table, tablet, 'elsewhere'))).toEqual([]);
    table.relayIs(true);
    const effects = table.broadcaster(desk, { onAirMs: 0 });
    expect(told(effects, desk.link)).toMatchObject([
      { type: 'welcome', listening: [{ listener: phone.peer, connection: null }] },
    ]);
    expect(listens(effects)).toEqual([tablet.peer]);
  });

  it('by the relay, hears from it once the station is on the air, not before', () => {
    const table = new RoomTable({ relay: true });
    table.relayIs(true);
    table.broadcaster(desk);
    expect(asked(join(table, phone, 'elsewhere'))).toEqual([]);
    expect(asked(table.broadcasterSays(desk, { type: 'live' }))).toEqual(['relay listen phone-1']);
    const off = table.broadcasterSays(desk, { type: 'off' });
    expect(ofListeners(off)).toEqual([{ type: 'unlisten', listener: phone.peer }]);
    expect(listens(table.broadcasterSays(desk, { type: 'live' }))).toEqual([phone.peer]);
  });

  it('is decided anew for the next broadcast, of which nothing is heard yet', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    connect(table, 'direct', phone, 'c1');
    const off = table.broadcasterSays(desk, { type: 'off' });
    expect(asked(off)).toEqual([]);
    expect(table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'answer' })).toEqual([]);
    table.lose(desk);
    expect(asked(table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 }, 'elsewhere'))).toEqual([
      'relay listen phone-1',
    ]);
  });

  it('while the broadcaster is away: the relay, on its network too', () => {
    const table = onTheAir();
    table.lose(desk);
    expect(asked(join(table, phone, 'hall'))).toEqual(['relay listen phone-1']);
  });
});

describe('messages about a connection', () => {
  it('go between the listener and the one whose connection it is', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    expect(told(offer(table, 'relay', phone, 'r1'), phone.link)).toEqual([
      { type: 'offer', connection: 'r1', route: 'relay', sdp: 'offer' },
    ]);
    const answer = table.listenerSays(phone, { type: 'answer', connection: 'r1', sdp: 'answer' });
    expect(ofListeners(answer)).toEqual([
      { type: 'answer', listener: phone.peer, connection: 'r1', sdp: 'answer' },
    ]);
    expect(told(answer, desk.link)).toEqual([]);
    const candidate = { candidate: 'x', sdpMid: null };
    const trickled = table.listenerSays(phone, { type: 'candidate', connection: 'r1', candidate });
    expect([ofListeners(trickled).length, told(trickled, desk.link).length]).toEqual([1, 0]);
    const back = { type: 'candidate', listener: phone.peer, connection: 'r1', candidate } as const;
    expect(types(table.relaySays(back), phone.link)).toEqual(['candidate']);
    // The broadcaster cannot speak of the relay's connections, nor offer to who is not to hear it.
    expect(table.broadcasterSays(desk, back)).toEqual([]);
    expect(offer(table, 'direct', phone, 'c1')).toEqual([]);
    expect(offer(table, 'direct', phone, 'r1')).toEqual([]);
    expect(table.broadcasterSays(desk, { type: 'closed', listener: phone.peer, connection: 'r1' })).toEqual(
      [],
    );
    expect(
      table.broadcasterSays(desk, { type: 'refuse', listener: phone.peer, code: 'station-full' }),
    ).toEqual([]);
  });

  it('of one side stay its own, though the other side has one of that name', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    connect(table, 'direct', phone, 'c1');
    table.broadcasterSays(desk, { type: 'capacity', direct: 0 });
    table.pass(200);
    expect(offer(table, 'relay', phone, 'c1')).toEqual([]);
    const closed = table.listenerSays(phone, { type: 'closed', connection: 'c1' });
    expect(types(closed, desk.link)).toEqual(['closed', 'unlisten']);
  });

  it('of before the offer, or of nobody’s connection, go nowhere', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    const candidate = { candidate: 'x', sdpMid: null };
    const early = { type: 'candidate', listener: phone.peer, connection: 'c1', candidate } as const;
    expect(table.broadcasterSays(desk, early)).toEqual([]);
    expect(table.broadcasterSays(desk, { type: 'closed', listener: phone.peer, connection: 'c1' })).toEqual(
      [],
    );
  });

  it('every offer brings ICE servers, made for it, where there are any', () => {
    let made = 0;
    const iceServersFor = (peer: string, role: string, offeredOn = 'nowhere') => [
      { urls: [`turn:${role}.${peer}.${offeredOn}.${made++}`] },
    ];
    const table = onTheAir({ iceServersFor });
    // A greeting is no offer.
    expect(told(join(table, phone, 'hall'), phone.link)).toMatchObject([
      { type: 'welcome', iceServers: [{ urls: [`turn:listener.phone-1.nowhere.${made - 1}`] }] },
    ]);
    const at = made;
    for (const [index, connection] of ['c1', 'c2'].entries()) {
      expect(told(offer(table, 'direct', phone, connection), phone.link)).toMatchObject([
        { type: 'offer', iceServers: [{ urls: [`turn:listener.phone-1.hall.${at + index}`] }] },
      ]);
    }
  });

  it('health goes to the broadcaster always, and to the relay from those that it serves', () => {
    const table = onTheAir();
    const report = { route: 'relay', lossShare: 0, jitterMs: 0, concealedShare: 0, bufferMs: 0 } as const;
    join(table, phone, 'hall');
    connect(table, 'direct', phone, 'c1');
    const direct = table.listenerSays(phone, { type: 'health', report: { ...report, connection: 'c1' } });
    expect([types(direct, desk.link), ofListeners(direct)]).toEqual([['health'], []]);
    join(table, tablet, 'elsewhere');
    connect(table, 'relay', tablet, 'r1');
    const relayed = table.listenerSays(tablet, { type: 'health', report: { ...report, connection: 'r1' } });
    expect(types(relayed, desk.link)).toEqual(['health']);
    expect(ofListeners(relayed)).toMatchObject([{ type: 'health', listener: tablet.peer }]);
    const http = table.listenerSays(tablet, { type: 'health', report: { ...report, connection: null } });
    expect([types(http, desk.link), ofListeners(http)]).toEqual([['health'], []]);
    const foreign = table.listenerSays(tablet, { type: 'health', report: { ...report, connection: 'c1' } });
    expect(foreign).toEqual([]);
  });

  it('a listener that leaves is told of to those who know it', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    const left = table.lose(phone);
    expect(ofListeners(left)).toEqual([{ type: 'listener-left', listener: phone.peer, reason: 'lost' }]);
    expect(told(left, desk.link)).toEqual([]);
    join(table, tablet, 'hall');
    const bye = table.listenerSays(tablet, { type: 'bye' });
    expect(types(bye, desk.link)).toEqual(['listener-left']);
    expect(ofListeners(bye)).toEqual([]);
  });
});

describe('a direct connection that does not come up in 4 s', () => {
  it('makes the relay be asked; the broadcaster hears of it when the listener no longer needs its own', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    table.pass(3_000);
    offer(table, 'direct', phone, 'c1');
    expect(asked(table.pass(3_900))).toEqual([]);
    const failed = table.pass(200);
    expect(asked(failed)).toEqual(['relay listen phone-1']);
    expect(moves(failed)).toEqual([[phone.peer, 'relay', 'direct-failed']]);
    offer(table, 'relay', phone, 'r1');
    const closed = table.listenerSays(phone, { type: 'closed', connection: 'c1' });
    expect(types(closed, desk.link)).toEqual(['closed', 'unlisten']);
  });

  it('or 5 s after sound goes out over the new one, should it not say so', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    offer(table, 'direct', phone, 'c1');
    table.pass(4_100);
    connect(table, 'relay', phone, 'r1');
    expect(asked(table.pass(4_900))).toEqual([]);
    const broken = table.pass(200);
    expect(asked(broken)).toEqual(['direct unlisten phone-1']);
    expect(told(broken, phone.link)).toContainEqual({ type: 'closed', connection: 'c1' });
  });

  it('is not tried again for a good while, unless the listener’s network is another', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    offer(table, 'direct', phone, 'c1');
    table.pass(4_100);
    table.lose(phone);
    table.pass(60_000);
    expect(asked(table.listener(phone, { listening: true }, true))).toEqual(['relay listen phone-1']);
    table.lose(phone);
    table.listener(phone, { listening: true }, true, 'elsewhere');
    table.lose(phone);
    expect(asked(table.listener(phone, { listening: true }, true))).toEqual(['direct listen phone-1']);
  });

  it('is tried again when the while is over', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    offer(table, 'direct', phone, 'c1');
    table.pass(4_100);
    table.pass(10 * 60_000);
    expect(asked(table.listenerSays(phone, { type: 'listen', connection: null }))).toContain(
      'direct listen phone-1',
    );
  });

  it('changes nothing where there is no relay', () => {
    const table = new RoomTable();
    table.broadcaster(desk, { onAirMs: 0 });
    join(table, phone, 'elsewhere');
    offer(table, 'direct', phone, 'c1');
    expect(table.timers.has('routes')).toBe(false);
  });

  it.each<[string, (table: RoomTable) => void]>([
    ['the broadcaster says that it came up', (table) => reach(table, 'direct', phone, 'c1')],
    [
      'the listener says how it hears',
      (table) => {
        const figures = { lossShare: 0, jitterMs: 0, concealedShare: 0, bufferMs: 0 };
        const report = { connection: 'c1', route: 'direct', ...figures } as const;
        table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'answer' });
        table.listenerSays(phone, { type: 'health', report });
      },
    ],
    [
      'the listener comes back with it',
      (table) => table.listener({ ...phone, link: 21 }, { listening: true, connection: 'c1' }, true),
    ],
    [
      'the broadcaster was away, and could not say that it came up',
      (table) => {
        table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'answer' });
        table.lose(desk);
        table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
      },
    ],
    ['it wants no sound any more', (table) => table.listenerSays(phone, { type: 'unlisten' })],
    ['it is gone', (table) => table.lose(phone)],
    ['the broadcast is over', (table) => table.broadcasterSays(desk, { type: 'off' })],
  ])('is nothing when %s', (_name, happens) => {
    const table = onTheAir();
    join(table, phone, 'hall');
    offer(table, 'direct', phone, 'c1');
    happens(table);
    expect(moves(table.pass(20_000))).toEqual([]);
    expect(table.timers.has('routes')).toBe(false);
  });

  it('beside one that plays (another rendition) may be given up by the listener', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    connect(table, 'direct', phone, 'c1');
    expect(
      asked(table.listenerSays(phone, { type: 'listen', connection: null, rendition: 'saver' })),
    ).toEqual(['direct listen phone-1']);
    offer(table, 'direct', phone, 'c2');
    table.listenerSays(phone, { type: 'closed', connection: 'c2' });
    expect(moves(table.pass(20_000))).toEqual([]);
  });
});

describe('a relay that does not reach a listener', () => {
  /** Offers of both sides come and are answered, and nothing of them comes up; the page asks whenever it hears nothing. */
  const hearsNothing = (table: RoomTable, from: From, rounds: number): string[] => {
    const routes: string[] = [];
    for (let round = 0; round < rounds; round++) {
      offer(table, 'direct', from, `c${round}`);
      offer(table, 'relay', from, `r${round + 2}`);
      for (const connection of [`c${round}`, `r${round + 2}`])
        table.listenerSays(from, { type: 'answer', connection, sdp: 'answer' });
      const effects = [...table.pass(8_000)];
      effects.push(...table.listenerSays(from, { type: 'listen', connection: null }));
      routes.push(...moves(effects).map(([, to]) => to));
    }
    return routes;
  };

  it('is tried again before a broadcaster that did not either, and then with growing pauses', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    offer(table, 'relay', phone, 'r1');
    expect(asked(table.pass(4_100))).toEqual(['direct listen phone-1']);
    offer(table, 'direct', phone, 'c1');
    // The broadcaster cannot either: the relay is asked at once.
    expect(moves(table.pass(4_100))).toEqual([[phone.peer, 'relay', 'direct-failed']]);
    expect(hearsNothing(table, phone, 14)).toEqual(['direct', 'relay', 'direct']);
  });

  it('is given up for the broadcaster’s connection, which still plays', () => {
    const table = onTheAir({ directCapacity: 2 });
    for (const from of [phone, tablet]) {
      join(table, from, 'hall');
      connect(table, 'direct', from, `c-${from.peer}`);
    }
    table.broadcasterSays(desk, { type: 'capacity', direct: 1 });
    expect(listens(table.pass(200))).toEqual([tablet.peer]);
    offer(table, 'relay', tablet, 'r1');
    const failed = table.pass(4_100);
    expect(moves(failed)).toEqual([[tablet.peer, 'direct', 'relay-lost']]);
    // It hears on: nobody is asked for another one.
    expect(asked(failed)).toEqual(['relay unlisten tablet-1']);
    expect(told(failed, tablet.link)).toContainEqual({ type: 'closed', connection: 'r1' });
    expect(table.status).toMatchObject({ direct: 2, relayed: 0 });
  });
});

describe('the broadcaster’s capacity', () => {
  const hall = (table: RoomTable, count: number): From[] => {
    const all = Array.from({ length: count }, (_, index) => numbered(index));
    for (const from of all) {
      join(table, from, 'hall');
      connect(table, 'direct', from, `c-${from.peer}`);
    }
    return all;
  };

  it('is the least of what is set and of what it says', () => {
    const table = onTheAir({ directCapacity: 3 });
    table.broadcasterSays(desk, { type: 'capacity', direct: 100 });
    hall(table, 3);
    expect(asked(join(table, phone, 'hall'))).toEqual(['relay listen phone-1']);
    table.lose(phone);
    table.broadcasterSays(desk, { type: 'capacity', direct: 2 });
    table.lose(numbered(0));
    expect(asked(join(table, phone, 'hall'))).toEqual(['relay listen phone-1']);
    table.broadcasterSays(desk, { type: 'capacity', direct: 3 });
    expect(asked(join(table, tablet, 'hall'))).toEqual(['direct listen tablet-1']);
  });

  it('when it shrinks, the latest who came are moved, twenty at a time', () => {
    const table = onTheAir();
    const all = hall(table, 60);
    table.broadcasterSays(desk, { type: 'capacity', direct: 10 });
    const first = table.pass(100);
    expect(listens(first)).toEqual(
      all
        .slice(40)
        .toReversed()
        .map(({ peer }) => peer),
    );
    expect(moves(first)[0]).toEqual([numbered(59).peer, 'relay', 'direct-full']);
    // Nobody is told that its old connection ends.
    expect(types(first, desk.link)).not.toContain('unlisten');
    expect(listens(table.pass(100))).toHaveLength(20);
    expect(listens(table.pass(100))).toHaveLength(10);
    expect(listens(table.pass(10_000))).toEqual([]);
    expect(table.status).toMatchObject({ direct: 10, relayed: 50 });
  });

  it('when it shrinks without a relay, who hears keeps hearing and newcomers are turned away', () => {
    const table = new RoomTable({ maxListeners: 100, directCapacity: 10 });
    table.broadcaster(desk, { onAirMs: 0 });
    hall(table, 5);
    expect(table.broadcasterSays(desk, { type: 'capacity', direct: 2 })).toEqual([]);
    expect(told(join(table, phone, 'hall'), phone.link).at(-1)).toMatchObject({ code: 'station-full' });
    const again = table.listener(
      { ...numbered(4), link: 300 },
      { listening: true, connection: 'c-listener-4' },
    );
    expect(asked(again)).toEqual(['direct listen listener-4']);
    expect(asked(table.listenerSays(numbered(1), { type: 'listen', connection: null }))).toHaveLength(1);
  });

  it('is another broadcaster’s own', () => {
    const table = onTheAir();
    table.broadcasterSays(desk, { type: 'capacity', direct: 0 });
    table.lose(desk);
    table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
    expect(asked(join(table, phone, 'hall'))).toEqual(['relay listen phone-1']);
    table.broadcaster({ peer: 'desk-2', link: 3 }, { onAirMs: 0, takeOver: true });
    expect(told(join(table, tablet, 'hall'), 3)).toMatchObject([{ type: 'listen', listener: tablet.peer }]);
  });

  it('whom it refuses all the same is moved to the relay', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    const refused = table.broadcasterSays(desk, {
      type: 'refuse',
      listener: phone.peer,
      code: 'station-full',
    });
    expect(asked(refused)).toEqual(['relay listen phone-1']);
    expect(moves(refused)).toEqual([[phone.peer, 'relay', 'direct-full']]);
    const both = table.relaySays({ type: 'refuse', listener: phone.peer, code: 'station-full' });
    expect(moves(both)).toEqual([[phone.peer, 'direct', 'relay-lost']]);
  });
});

describe('another network', () => {
  it('of a listener that is back: it is moved, with its old connection until the new one is there', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    connect(table, 'relay', phone, 'r1');
    table.lose(phone);
    const held = { listening: true, connection: 'r1', route: 'relay' } as const;
    expect(asked(table.listener(phone, held, true, 'hall'))).toEqual(['relay listen phone-1']);
    const moved = table.pass(200);
    expect(moves(moved)).toEqual([[phone.peer, 'direct', 'network']]);
    expect(asked(moved)).toEqual(['direct listen phone-1']);
    connect(table, 'direct', phone, 'c1');
    expect(asked(table.listenerSays(phone, { type: 'closed', connection: 'r1' }))).toEqual([
      'relay unlisten phone-1',
    ]);
    table.lose(phone);
    table.listener(phone, { listening: true, connection: 'c1', route: 'direct' }, true, 'elsewhere');
    // Not before it has been where it is for a while.
    expect(moves(table.pass(4_000))).toEqual([]);
    expect(moves(table.pass(1_000))).toEqual([[phone.peer, 'relay', 'network']]);
  });

  it('of a listener that is back before its old socket is gone: the side of before is told', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    expect(asked(table.listener({ ...phone, link: 21 }, { listening: true }, true))).toEqual([
      'direct listen phone-1',
      'relay unlisten phone-1',
    ]);
  });

  it('of a listener that has lost its sound by it: asking is enough, however soon', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    connect(table, 'relay', phone, 'r1');
    table.lose(phone);
    table.listener(phone, { listening: true, connection: 'r1', route: 'relay' }, true, 'hall');
    table.pass(200);
    connect(table, 'direct', phone, 'c1');
    table.lose(phone);
    table.listener(phone, { listening: true, connection: 'c1', route: 'direct' }, true, 'elsewhere');
    expect(moves(table.pass(200))).toEqual([]);
    const asks = table.listenerSays(phone, { type: 'listen', connection: null });
    expect(asked(asks)).toEqual(['relay listen phone-1']);
  });

  it('of the same listener as before is no reason, nor is coming back', () => {
    const table = onTheAir();
    table.relayIs(false);
    join(table, phone, 'elsewhere');
    connect(table, 'direct', phone, 'c1');
    expect(moves([...table.relayIs(true), ...table.pass(30_000)])).toEqual([]);
    table.lose(phone);
    table.listener(phone, { listening: true, connection: 'c1' }, true, 'elsewhere');
    expect(moves(table.pass(30_000))).toEqual([]);
  });

  it('of a listener whom the broadcaster has just refused: its room is no other there', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    table.broadcasterSays(desk, { type: 'refuse', listener: phone.peer, code: 'station-full' });
    connect(table, 'relay', phone, 'r1');
    // Its Wi-Fi comes and goes.
    table.lose(phone);
    table.listener(phone, { listening: true }, true, 'elsewhere');
    table.lose(phone);
    expect(asked(table.listener(phone, { listening: true }, true, 'hall'))).toEqual(['relay listen phone-1']);
    table.lose(phone);
    table.pass(15_000);
    expect(asked(table.listener(phone, { listening: true }, true, 'hall'))).toEqual([
      'direct listen phone-1',
    ]);
  });

  it('of a listener whom the relay keeps refusing: it is asked no more often', () => {
    const table = onTheAir();
    const networks = ['elsewhere', 'abroad'];
    const back = (network: string): string[] => {
      table.lose(phone);
      return asked(table.listener(phone, { listening: true }, true, network));
    };
    join(table, phone, 'elsewhere');
    for (const waitMs of [15_000, 30_000, 60_000]) {
      table.relaySays({ type: 'refuse', listener: phone.peer, code: 'station-full' });
      for (const network of networks) expect(back(network)).toEqual(['direct listen phone-1']);
      table.pass(waitMs - 1);
      for (const network of networks) expect(back(network)).toEqual(['direct listen phone-1']);
      table.pass(1);
      expect(back('elsewhere')).toEqual(['relay listen phone-1']);
    }
    // Whoever hears by it begins from the start.
    connect(table, 'relay', phone, 'r1');
    table.relaySays({ type: 'refuse', listener: phone.peer, code: 'station-full' });
    table.pass(15_000);
    expect(back('abroad')).toEqual(['relay listen phone-1']);
  });

  it('of a listener whom the relay did not reach: it may well reach it there', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    offer(table, 'relay', phone, 'r1');
    table.pass(4_100);
    table.lose(phone);
    expect(asked(table.listener(phone, { listening: true }, true, 'abroad'))).toEqual([
      'relay listen phone-1',
    ]);
  });

  it('of the broadcaster: all are judged anew, twenty at a time', () => {
    const table = onTheAir();
    for (let number = 0; number < 50; number++) {
      join(table, numbered(number), number < 30 ? 'hall' : 'elsewhere');
      connect(table, number < 30 ? 'direct' : 'relay', numbered(number), `c${number}`);
    }
    table.lose(desk);
    const back = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 }, 'elsewhere');
    expect(moves(back)).toEqual([]);
    const counts = [table.pass(100), table.pass(100), table.pass(100), table.pass(100)].map(moves);
    expect(counts.map(({ length }) => length)).toEqual([20, 20, 10, 0]);
    expect(table.status).toMatchObject({ direct: 20, relayed: 30 });
  });

  it('of the broadcaster, for a moment, moves nobody back before its time', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    connect(table, 'direct', phone, 'c1');
    let link = 2;
    const from = (network: string) =>
      table.broadcaster({ ...desk, link: link++ }, { onAirMs: 0, takeOver: true }, network);
    from('elsewhere');
    expect(moves(table.pass(200))).toHaveLength(1);
    connect(table, 'relay', phone, 'r1');
    from('hall');
    table.listenerSays(phone, { type: 'closed', connection: 'c1' });
    expect(moves(table.pass(4_000))).toEqual([]);
    expect(moves(table.pass(1_000))).toEqual([[phone.peer, 'direct', 'network']]);
  });
});

describe('the relay', () => {
  it('that has lost listeners is asked for them anew; they are not told, and ask nobody', () => {
    const table = onTheAir();
    for (const from of [phone, tablet]) {
      join(table, from, 'elsewhere');
      connect(table, 'relay', from, `r-${from.peer}`);
    }
    const lost = table.relayLost(phone.peer, 'nobody-1');
    expect(asked(lost)).toEqual(['relay listen phone-1']);
    expect(told(lost, phone.link)).toEqual([]);
    expect(told(offer(table, 'relay', phone, 'r2'), phone.link)).toMatchObject([{ connection: 'r2' }]);
  });

  it('that has lost them and has no room: the broadcaster is asked, until it is open again', () => {
    const table = onTheAir();
    for (const from of [phone, tablet]) {
      join(table, from, 'elsewhere');
      connect(table, 'relay', from, `r-${from.peer}`);
    }
    table.relayIs(false);
    const lost = table.relayLost(phone.peer, tablet.peer);
    expect(asked(lost)).toEqual(['direct listen phone-1', 'direct listen tablet-1']);
    expect(moves(lost).map(([, , why]) => why)).toEqual(['relay-lost', 'relay-lost']);
    connect(table, 'direct', phone, 'c1');
    table.relayIs(true);
    // Whoever hears stays; the other one has nothing to lose.
    expect(moves(table.pass(200))).toEqual([[tablet.peer, 'relay', 'network']]);
  });

  it('that has no room tells so, and the broadcaster is asked', () => {
    const table = onTheAir();
    join(table, phone, 'elsewhere');
    const refused = table.relaySays({ type: 'refuse', listener: phone.peer, code: 'station-full' });
    expect(asked(refused)).toEqual(['direct listen phone-1']);
    expect(types(refused, phone.link)).toEqual([]);
  });

  it('that has no room for whom the broadcaster has not reached: that one is asked again', () => {
    const table = onTheAir();
    join(table, phone, 'hall');
    offer(table, 'direct', phone, 'c1');
    table.pass(4_100);
    const refused = table.relaySays({ type: 'refuse', listener: phone.peer, code: 'station-full' });
    expect(asked(refused)).toEqual(['direct listen phone-1']);
    expect(told(offer(table, 'direct', phone, 'c2'), phone.link)).toMatchObject([{ connection: 'c2' }]);
  });

  it('and the broadcaster without room: the listener is told', () => {
    const table = onTheAir({ directCapacity: 0 });
    join(table, phone, 'elsewhere');
    const refused = table.relaySays({ type: 'refuse', listener: phone.peer, code: 'station-full' });
    expect(told(refused, phone.link)).toEqual([{ type: 'error', code: 'station-full' }]);
    expect(table.status).toMatchObject({ direct: 0, relayed: 0 });
  });
});

describe('after a restart of the service', () => {
  it('what the relay sent is not believed, and is had again as soon as the broadcaster is back', () => {
    const table = new RoomTable({ relay: true });
    const held = { listening: true, connection: 'r1', route: 'relay' } as const;
    const back = table.listener(phone, held, true, 'elsewhere');
    expect(told(back, phone.link)).toMatchObject([{ type: 'welcome', onAirMs: null }]);
    table.relayIs(true);
    const desktop = table.broadcaster(desk, { onAirMs: 60_000 });
    expect(ofListeners(desktop)).toEqual([{ type: 'listen', listener: phone.peer, connection: 'r1' }]);
    expect(told(offer(table, 'relay', phone, 'r2'), phone.link)).toMatchObject([{ type: 'offer' }]);
  });

  it('what the relay sent is had again also where another listener has told that the station is live', () => {
    const table = new RoomTable({ relay: true });
    table.listener(tablet, { listening: true, connection: 'c1' }, true);
    const held = { listening: true, connection: 'r1', route: 'relay' } as const;
    expect(ofListeners(table.listener(phone, held, true, 'elsewhere'))).toEqual([]);
    const desktop = [...table.relayIs(true), ...table.broadcaster(desk, { onAirMs: 60_000 })];
    expect(ofListeners(desktop)).toEqual([{ type: 'listen', listener: phone.peer, connection: 'r1' }]);
    expect(uplinks(desktop)).toEqual([['normal', true]]);
  });

  it('what comes directly is kept, wherever the listener is', () => {
    const table = new RoomTable({ relay: true });
    const held = { listening: true, connection: 'c1', route: 'direct' } as const;
    const back = table.listener(phone, held, true, 'elsewhere');
    expect(told(back, phone.link)).toMatchObject([{ type: 'welcome', onAirMs: 0 }]);
    table.relayIs(true);
    const desktop = table.broadcaster(desk, { onAirMs: 60_000 });
    expect(told(desktop, desk.link)).toMatchObject([
      { listening: [{ listener: phone.peer, connection: 'c1' }] },
    ]);
    expect(ofListeners([...desktop, ...table.pass(30_000)])).toEqual([]);
  });
});
