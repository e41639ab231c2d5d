import { describe, expect, it } from 'vitest';

import { closes, desk, ofListeners, phone, RoomTable, told, toRelay, types } from '../testing/room-table.ts';
import type { From } from './room-types.ts';

const guest = (number: number): From => ({ peer: `guest-${number}`, link: 100 + number });
const listen = { type: 'listen', connection: null } as const;

/** How many of so many come in, or have a place at the broadcaster. */
function come(table: RoomTable, count: number, network: string, from = 0): number {
  let seats = 0;
  for (let number = from; number < from + count; number++) {
    const hello = table.listener(guest(number), { listening: true }, false, network);
    const isFull = closes(hello).length > 0 || types(hello, guest(number).link).includes('error');
    seats += Number(!isFull);
  }
  return seats;
}

describe('the seats of a station', () => {
  it('are not all one network’s: others have the last fifth, twenty each', () => {
    const table = new RoomTable({ maxListeners: 100, directCapacity: 1_000 });
    table.broadcaster(desk, { onAirMs: 0 });
    expect(come(table, 200, 'hostile')).toBe(80);
    expect(come(table, 30, 'street', 200)).toBe(20);
    expect(come(table, 1, 'other', 300)).toBe(0);
  });

  it('may all be the broadcaster’s own network’s, also while it is away', () => {
    for (const isAway of [false, true]) {
      const table = new RoomTable({ maxListeners: 100, directCapacity: 1_000 });
      table.broadcaster(desk, { onAirMs: 0 });
      if (isAway) table.lose(desk);
      come(table, 90, 'hostile');
      expect([isAway, come(table, 20, 'hall', 200)]).toEqual([isAway, 20]);
    }
  });

  it('are of a second hall, too, as long as there are enough', () => {
    const table = new RoomTable({ maxListeners: 2_000, directCapacity: 2_000 });
    table.broadcaster(desk, { onAirMs: 0 });
    expect(come(table, 1_500, 'second hall')).toBe(1_500);
  });

  it('are kept by who is only back', () => {
    const table = new RoomTable({ maxListeners: 100, directCapacity: 1_000 });
    table.broadcaster(desk, { onAirMs: 0 });
    come(table, 80, 'second hall');
    const back = table.listener({ ...guest(0), link: 9_000 }, { listening: true }, true, 'second hall');
    expect(types(back, 9_000)).toEqual(['welcome']);
  });

  it('at the broadcaster itself are kept in the same way', () => {
    const table = new RoomTable({ maxListeners: 1_000, directCapacity: 100 });
    table.broadcaster(desk, { onAirMs: 0 });
    expect(come(table, 200, 'hostile')).toBe(80);
    expect(come(table, 5, 'street', 200)).toBe(5);
    expect(come(table, 20, 'hall', 300)).toBe(15);
    expect(table.status.direct).toBe(100);
    // And are free again.
    table.lose(guest(0));
    expect(come(table, 1, 'street', 400)).toBe(1);
  });
});

describe('a seat at the relay', () => {
  const elsewhere = (): RoomTable => {
    const table = new RoomTable({ relay: true, directCapacity: 0 });
    table.relayIs(true);
    table.broadcaster(desk, { onAirMs: 0 });
    table.listener(phone, { listening: true }, false, 'elsewhere');
    return table;
  };
  const offer = (table: RoomTable, connection: string) =>
    table.relaySays({ type: 'offer', listener: phone.peer, connection, sdp: 'an offer' });

  it('is asked for with the listener’s network', () => {
    const table = elsewhere();
    table.listener(guest(1), { listening: true }, false, 'hall');
    const asked = toRelay(table.listenerSays(guest(1), listen));
    expect(asked).toMatchObject([{ type: 'of-listener', guest: { network: 'hall', isHome: true } }]);
    expect(toRelay(table.listenerSays(phone, listen))).toMatchObject([
      { guest: { network: 'elsewhere', isHome: false } },
    ]);
  });

  it('is given back after two offers without an answer, and not had again for a while', () => {
    const table = elsewhere();
    offer(table, 'r1');
    // Another one is offered in a while, unasked: the first may have been lost.
    const second = ofListeners(table.pass(20_000));
    expect(second.map(({ type }) => type)).toEqual(['listen']);
    offer(table, 'r2');
    expect(ofListeners(table.pass(4_100)).map(({ type }) => type)).toEqual(['unlisten']);
    expect(table.status.relayed).toBe(0);
    expect(told(table.listenerSays(phone, listen), phone.link)).toEqual([
      { type: 'error', code: 'station-full' },
    ]);
    table.pass(70_000);
    expect(ofListeners(table.listenerSays(phone, listen)).map(({ type }) => type)).toEqual(['listen']);
  });

  it('is given back as well when the listener asks again and again, and answers nothing', () => {
    const table = elsewhere();
    for (let round = 0; round < 2; round++) {
      offer(table, `r${round}`);
      table.pass(4_100);
      if (round === 0) table.listenerSays(phone, listen);
    }
    table.pass(20_000);
    expect(table.status.relayed).toBe(0);
  });

  it('is kept by who answers, whether the connection comes up or not', () => {
    const table = elsewhere();
    for (let round = 0; round < 5; round++) {
      offer(table, `r${round}`);
      table.listenerSays(phone, { type: 'answer', connection: `r${round}`, sdp: 'an answer' });
      table.pass(20_000);
      table.listenerSays(phone, listen);
    }
    expect(table.status.relayed).toBe(1);
  });

  it('is not kept by who answers once, reports that it hears, and is never reached', () => {
    const table = elsewhere();
    offer(table, 'r1');
    table.listenerSays(phone, { type: 'answer', connection: 'r1', sdp: 'junk' });
    const figures = { lossShare: 0, jitterMs: 0, concealedShare: 0, bufferMs: 0 };
    const report = { connection: 'r1', route: 'relay', ...figures } as const;
    const said = table.listenerSays(phone, { type: 'health', report });
    expect([told(said, desk.link), toRelay(said)]).toEqual([[], []]);
    const effects: ReturnType<typeof ofListeners> = [];
    for (let round = 0; round < 10; round++) effects.push(...ofListeners(table.pass(15_100)));
    expect(effects.map(({ type }) => type)).toEqual(['unlisten']);
    expect(table.status.relayed).toBe(0);
    // It has another one after ten minutes, and not for as long.
    table.pass(600_100);
    expect(ofListeners(table.listenerSays(phone, listen)).map(({ type }) => type)).toEqual(['listen']);
    offer(table, 'r2');
    table.listenerSays(phone, { type: 'answer', connection: 'r2', sdp: 'junk' });
    for (let round = 0; round < 2; round++) table.pass(15_100);
    expect(table.status.relayed).toBe(0);
  });

  it('is kept by whom the relay reaches in the end, and what was reported meanwhile is told', () => {
    const table = elsewhere();
    offer(table, 'r1');
    table.listenerSays(phone, { type: 'answer', connection: 'r1', sdp: 'an answer' });
    for (let round = 0; round < 5; round++) table.pass(15_100);
    const figures = { lossShare: 0, jitterMs: 0, concealedShare: 0, bufferMs: 0 };
    table.listenerSays(phone, { type: 'health', report: { connection: 'r1', route: 'relay', ...figures } });
    const reached = table.relaySays({ type: 'reached', listener: phone.peer, connection: 'r1' });
    expect(types(reached, desk.link)).toEqual(['health']);
    for (let round = 0; round < 10; round++) table.pass(15_100);
    expect(table.status.relayed).toBe(1);
  });
});
