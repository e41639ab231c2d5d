import { describe, expect, it } from 'vitest';

import { desk, phone, RoomTable, told, types, uplinks } from '../testing/room-table.ts';

const listen = { type: 'listen', connection: null } as const;

const onTheAir = (): RoomTable => {
  const table = new RoomTable();
  table.broadcaster(desk, { onAirMs: 0 });
  return table;
};
/** How often the broadcaster is asked within so many ms. */
const asksIn = (table: RoomTable, ms: number): number =>
  types(table.pass(ms), desk.link).filter((type) => type === 'listen').length;

describe('a listener that asks for a connection', () => {
  it('again and again has five at once, then one a second', () => {
    const table = onTheAir();
    let asked = types(table.listener(phone, { listening: true }), desk.link).length;
    for (let second = 0; second < 10; second++) {
      for (let ask = 0; ask < 25; ask++) {
        asked += types(table.listenerSays(phone, listen), desk.link).length;
        asked += asksIn(table, 40);
      }
    }
    expect(asked).toBeGreaterThanOrEqual(14);
    expect(asked).toBeLessThanOrEqual(15);
  });

  it('too soon has it a little later: the last wish counts', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    for (let ask = 0; ask < 4; ask++) table.listenerSays(phone, listen);
    expect(table.listenerSays(phone, listen).filter(({ type }) => type === 'send')).toEqual([]);
    table.listenerSays(phone, { ...listen, rendition: 'saver' });
    expect(told(table.pass(1_000), desk.link).filter(({ type }) => type === 'listen')).toEqual([
      { type: 'listen', listener: phone.peer, connection: null, rendition: 'saver' },
    ]);
    expect(asksIn(table, 60_000)).toBe(0);
  });

  it.each([
    ['wants none any more', (table: RoomTable) => table.listenerSays(phone, { type: 'unlisten' })],
    ['says bye', (table: RoomTable) => table.listenerSays(phone, { type: 'bye' })],
    ['is lost', (table: RoomTable) => table.lose(phone)],
  ])('too soon, and then %s, has none', (_name, happens) => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    for (let ask = 0; ask < 5; ask++) table.listenerSays(phone, listen);
    happens(table);
    expect(asksIn(table, 60_000)).toBe(0);
    expect(table.timers.has('routes')).toBe(false);
  });

  it('too soon has it also when the broadcast ends meanwhile, without the connection that ended with it', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    table.broadcasterSays(desk, { type: 'offer', listener: phone.peer, connection: 'c1', sdp: 'an offer' });
    for (let ask = 0; ask < 4; ask++) table.listenerSays(phone, listen);
    table.listenerSays(phone, { type: 'listen', connection: 'c1', rendition: 'saver' });
    table.broadcasterSays(desk, { type: 'off' });
    table.broadcasterSays(desk, { type: 'live' });
    expect(told(table.pass(1_000), desk.link).filter(({ type }) => type === 'listen')).toEqual([
      { type: 'listen', listener: phone.peer, connection: null, rendition: 'saver' },
    ]);
  });

  it('is the same one on another socket', () => {
    const table = onTheAir();
    let asked = 0;
    for (let socket = 0; socket < 20; socket++) {
      const again = { ...phone, link: 20 + socket };
      if (socket % 2 === 0) table.lose({ ...phone, link: 19 + socket });
      asked += types(table.listener(again, { listening: true }, true), desk.link).filter(
        (type) => type === 'listen',
      ).length;
    }
    expect(asked).toBe(5);
    expect(asksIn(table, 1_100)).toBe(1);
  });

  it('is as many at once as there are phones in a hall', () => {
    const table = new RoomTable({ maxListeners: 2_000, directCapacity: 2_000 });
    table.broadcaster(desk, { onAirMs: 0 });
    const join = (phoneNumber: number): number =>
      types(
        table.listener({ peer: `phone-${phoneNumber}`, link: 20 + phoneNumber }, { listening: true }),
        desk.link,
      ).length;
    let asked = 0;
    for (let number = 0; number < 1_500; number++) asked += join(number);
    expect(asked).toBe(1_500);
    // And again, when its network was away, with tokens or without.
    for (let number = 0; number < 1_500; number++) table.lose({ peer: `phone-${number}`, link: 20 + number });
    for (let number = 750; number < 2_250; number++) asked += join(number);
    expect(asked).toBe(3_000);
  });

  it('too soon does not name a connection that it has closed meanwhile', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    table.broadcasterSays(desk, { type: 'offer', listener: phone.peer, connection: 'c1', sdp: 'an offer' });
    for (let ask = 0; ask < 4; ask++) table.listenerSays(phone, listen);
    table.listenerSays(phone, { type: 'listen', connection: 'c1' });
    table.listenerSays(phone, { type: 'closed', connection: 'c1' });
    expect(told(table.pass(1_000), desk.link)).toContainEqual({
      type: 'listen',
      listener: phone.peer,
      connection: null,
    });
  });
});

describe('a broadcaster that offers the relay connections', () => {
  const offer = (table: RoomTable, connection: string): number =>
    table
      .broadcasterSays(desk, { type: 'offer', listener: 'relay-normal', connection, sdp: 'an offer' })
      .filter(({ type }) => type === 'to-relay').length;
  const wanted = (): RoomTable => {
    const table = new RoomTable({ relay: true });
    table.relayIs(true);
    table.broadcaster(desk, { onAirMs: 0 });
    expect(uplinks(table.listener(phone, { listening: true }, false, 'elsewhere'))).toEqual([
      ['normal', true],
    ]);
    return table;
  };

  it('has one taken for each time that the relay asks', () => {
    const table = wanted();
    expect(offer(table, 'unasked')).toBe(0);
    for (let ask = 0; ask < 3; ask++) {
      table.uplinkSays(listen);
      expect([1, 2, 3].map((one) => offer(table, `c${ask}-${one}`))).toEqual([1, 0, 0]);
    }
  });

  it('has one taken for each question that came before its first offer, two at most', () => {
    const table = wanted();
    for (let ask = 0; ask < 3; ask++) table.uplinkSays(listen);
    expect([1, 2, 3].map((one) => offer(table, `c${one}`))).toEqual([1, 1, 0]);
  });

  it('has one more taken after the relay’s answer, should the handshake have failed', () => {
    const table = wanted();
    table.uplinkSays(listen);
    offer(table, 'c1');
    table.uplinkSays({ type: 'answer', connection: 'c1', sdp: 'an answer' });
    expect([2, 3].map((one) => offer(table, `c${one}`))).toEqual([1, 0]);
    table.uplinkSays({ type: 'answer', connection: 'c2', sdp: 'an answer' });
    expect(offer(table, 'c4')).toBe(0);
  });

  it('has one taken when it comes back, and the relay’s wish is in its welcome', () => {
    const table = wanted();
    table.uplinkSays(listen);
    offer(table, 'c1');
    table.lose(desk);
    const welcome = table.broadcaster({ ...desk, link: 2 }, { onAirMs: 0 });
    expect(told(welcome, 2)).toMatchObject([{ listening: [{ listener: 'relay-normal' }] }]);
    const again = { type: 'offer', listener: 'relay-normal', sdp: 'an offer' } as const;
    const taken = [1, 2].map((one) =>
      table
        .broadcasterSays({ ...desk, link: 2 }, { ...again, connection: `again-${one}` })
        .filter(({ type }) => type === 'to-relay'),
    );
    expect(taken.map(({ length }) => length)).toEqual([1, 0]);
  });
});
