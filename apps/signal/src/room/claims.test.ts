import { describe, expect, it } from 'vitest';

import { closes, desk, phone, RoomTable, tablet, told, types } from '../testing/room-table.ts';
import type { From } from './room-types.ts';

const report = { route: 'direct', lossShare: 0.2, jitterMs: 5, concealedShare: 0, bufferMs: 60 } as const;
const candidate = { candidate: 'x', sdpMid: null };
const guest = (number: number): From => ({ peer: `guest-${number}`, link: 100 + number });

const onTheAir = (changed: ConstructorParameters<typeof RoomTable>[0] = {}): RoomTable => {
  const table = new RoomTable({ maxListeners: 2_000, ...changed });
  table.broadcaster(desk, { onAirMs: 0 });
  return table;
};
const offer = (table: RoomTable, { peer: listener }: From, connection: string) =>
  table.broadcasterSays(desk, { type: 'offer', listener, connection, sdp: 'an offer' });
const reached = (table: RoomTable, { peer: listener }: From, connection: string) =>
  table.broadcasterSays(desk, { type: 'reached', listener, connection });

describe('a connection that only its listener knows', () => {
  it('is asked for, and nothing said of it goes on', () => {
    const table = onTheAir();
    const hello = table.listener(phone, { listening: true, connection: 'mine' });
    expect(told(hello, desk.link)).toEqual([{ type: 'listen', listener: phone.peer, connection: 'mine' }]);
    for (const message of [
      { type: 'answer', connection: 'mine', sdp: 'x' },
      { type: 'candidate', connection: 'mine', candidate },
      { type: 'health', report: { connection: 'mine', ...report } },
      { type: 'closed', connection: 'mine' },
    ] as const)
      expect(table.listenerSays(phone, message)).toEqual([]);
  });

  it('is believed once the broadcaster says that it sends over it; the last report has waited for that', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true, connection: 'mine' }, true);
    for (const jitterMs of [1, 2])
      table.listenerSays(phone, { type: 'health', report: { connection: 'mine', ...report, jitterMs } });
    expect(told(reached(table, phone, 'mine'), desk.link)).toEqual([
      { type: 'health', listener: phone.peer, report: { connection: 'mine', ...report, jitterMs: 2 } },
    ]);
    expect(reached(table, phone, 'mine')).toEqual([]);
    const later = table.listenerSays(phone, { type: 'health', report: { connection: 'mine', ...report } });
    expect(types(later, desk.link)).toEqual(['health']);
    // There was an answer once, to a service of before.
    expect(table.listenerSays(phone, { type: 'answer', connection: 'mine', sdp: 'x' })).toEqual([]);
    expect(types(table.listenerSays(phone, { type: 'closed', connection: 'mine' }), desk.link)).toEqual([
      'closed',
    ]);
  });

  it('is believed when it was known before the listener’s socket was lost, or replaced', () => {
    for (const isLost of [true, false]) {
      const table = onTheAir();
      table.listener(phone, { listening: true });
      offer(table, phone, 'c1');
      reached(table, phone, 'c1');
      if (isLost) table.lose(phone);
      const again = { ...phone, link: 21 };
      table.listener(again, { listening: true, connection: 'c1' }, true);
      const health = { type: 'health', report: { connection: 'c1', ...report } } as const;
      expect([isLost, types(table.listenerSays(again, health), desk.link)]).toEqual([isLost, ['health']]);
    }
  });

  it('takes a place at once, and none beyond the capacity', () => {
    const table = onTheAir({ directCapacity: 600 });
    const deskHears = [];
    for (let number = 0; number < 701; number++) {
      const hello = table.listener(guest(number), { listening: true, connection: `mine-${number}` });
      deskHears.push(...types(hello, desk.link));
      expect(table.status.direct).toBe(Math.min(number + 1, 600));
    }
    // The broadcaster is asked about a few more, which may have been there before the service was.
    expect(deskHears.length).toBe(650);
    expect(types(table.listener(tablet, { listening: true }), tablet.link)).toEqual(['welcome', 'error']);
  });

  it('takes none beyond the capacity by being claimed twice', () => {
    const table = onTheAir({ directCapacity: 0 });
    table.listener(phone, { listening: true, connection: 'mine' });
    table.listenerSays(phone, { type: 'listen', connection: 'mine' });
    expect(table.status.direct).toBe(0);
  });

  it('beyond the capacity has a place once the broadcaster sends over it', () => {
    const table = onTheAir({ directCapacity: 0 });
    table.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(table.status.direct).toBe(0);
    reached(table, phone, 'c1');
    expect(table.status.direct).toBe(1);
    const health = { type: 'health', report: { connection: 'c1', ...report } } as const;
    expect(types(table.listenerSays(phone, health), desk.link)).toEqual(['health']);
  });

  it('beyond the capacity is asked about when the broadcaster comes, too', () => {
    const table = new RoomTable({ directCapacity: 0 });
    table.listener(phone, { listening: true, connection: 'c1' }, true);
    expect(told(table.broadcaster(desk, { onAirMs: 0 }), desk.link)).toMatchObject([
      { type: 'welcome', listening: [{ listener: phone.peer, connection: 'c1' }] },
    ]);
    reached(table, phone, 'c1');
    expect(table.status.direct).toBe(1);
  });

  it.each(['offer', 'refuse'] as const)('beyond the capacity is none after an %s', (answer) => {
    const table = onTheAir({ directCapacity: 0 });
    table.listener(phone, { listening: true, connection: 'mine' });
    const effects =
      answer === 'offer'
        ? offer(table, phone, 'c2')
        : table.broadcasterSays(desk, { type: 'refuse', listener: phone.peer, code: 'station-full' });
    expect(told(effects, desk.link)).toEqual([{ type: 'unlisten', listener: phone.peer }]);
    expect(told(effects, phone.link)).toEqual([{ type: 'error', code: 'station-full' }]);
    expect(closes(effects)).toEqual([]);
    expect(reached(table, phone, 'mine')).toEqual([]);
    expect(table.status.direct).toBe(0);
  });
});

describe('a connection that was offered', () => {
  it('takes one answer', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    offer(table, phone, 'c1');
    const answer = { type: 'answer', connection: 'c1', sdp: 'x' } as const;
    expect(types(table.listenerSays(phone, answer), desk.link)).toEqual(['answer']);
    expect(table.listenerSays(phone, answer)).toEqual([]);
  });

  it('is not heard before it is answered, whatever its listener says', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    offer(table, phone, 'c1');
    expect(table.listenerSays(phone, { type: 'health', report: { connection: 'c1', ...report } })).toEqual(
      [],
    );
  });

  it('is not reached because its listener says that it holds it', () => {
    const table = onTheAir({ relay: true });
    table.relayIs(true);
    table.listener(phone, { listening: true });
    offer(table, phone, 'c1');
    table.listenerSays(phone, { type: 'listen', connection: 'c1' });
    expect(table.pass(4_200).some(({ type }) => type === 'note')).toBe(true);
  });
});

describe('what is passed on to a broadcaster', () => {
  const heard = (
    table: RoomTable,
    say: (round: number) => Parameters<RoomTable['listenerSays']>[1],
    times: number,
  ) => {
    let passed = 0;
    for (let round = 0; round < times; round++)
      passed += types(table.listenerSays(phone, say(round)), desk.link).length;
    return passed;
  };

  it('is reports no faster than pages make them, over HTTP, too', () => {
    for (const connection of ['c1', null]) {
      const table = onTheAir();
      table.listener(phone, { listening: true });
      offer(table, phone, 'c1');
      table.listenerSays(phone, { type: 'answer', connection: 'c1', sdp: 'x' });
      const say = () => ({ type: 'health', report: { connection, ...report } }) as const;
      expect(heard(table, say, 100)).toBe(4);
      for (let second = 0, passed = 0; second < 60; second += 5) {
        table.pass(5_000);
        passed += heard(table, say, 1);
        expect(passed).toBe(second / 5 + 1);
      }
    }
  });

  it('is candidates no faster than pages name them, whatever they are of', () => {
    const table = onTheAir();
    table.listener(phone, { listening: true });
    let passed = 0;
    for (let number = 0; number < 6; number++) {
      offer(table, phone, `c${number}`);
      passed += heard(table, () => ({ type: 'candidate', connection: `c${number}`, candidate }), 50);
    }
    expect(passed).toBe(150);
    table.pass(1_000);
    offer(table, phone, 'c6');
    expect(heard(table, () => ({ type: 'candidate', connection: 'c6', candidate }), 50)).toBe(10);
  });
});
