import { expect, it } from 'vitest';

import { closes, desk, ofListeners, phone, RoomTable, tablet, told } from '../testing/room-table.ts';

/** On the air, with a relay: the phone hears directly, the tablet, which is elsewhere, by the relay. */
function onAir(): RoomTable {
  const table = new RoomTable({ relay: true });
  table.relayIs(true);
  table.broadcaster(desk, { onAirMs: 0 });
  table.listener(phone, { listening: true });
  table.listener(tablet, { listening: true }, false, 'elsewhere');
  return table;
}
const bye = (listener: string) => ({ type: 'listener-left', listener, reason: 'bye' });

it('ends all who listen, tells each side of its own, and the broadcaster of those whom nobody knows', () => {
  const table = onAir();
  const effects = table.dismiss();
  expect(closes(effects)).toEqual([
    { type: 'close', link: phone.link, failure: 'code-needed' },
    { type: 'close', link: tablet.link, failure: 'code-needed' },
  ]);
  expect(told(effects, desk.link)).toEqual([bye(phone.peer), { type: 'dismissed' }]);
  expect(ofListeners(effects)).toEqual([bye(tablet.peer)]);
  expect(table.status).toMatchObject({ listeners: 0, direct: 0, relayed: 0 });
});

it('spares whom it is told to, and forgets whose socket was lost', () => {
  const table = onAir();
  table.lose(tablet);
  const effects = table.dismiss(phone.link);
  expect(closes(effects)).toEqual([]);
  expect(told(effects, desk.link)).toContainEqual(bye(tablet.peer));
  expect(ofListeners(effects)).toEqual([bye(tablet.peer)]);
  expect(table.room.networkOf(tablet.peer, table.atMs)).toBeNull();
  expect(table.room.networkOf(phone.peer, table.atMs)).toBe('hall');
});

it('a broadcaster that was away is told after its welcome, once', () => {
  const table = onAir();
  table.lose(desk);
  table.sendAway(phone.peer);
  const back = { ...desk, link: 2 };
  const effects = told(table.broadcaster(back, { onAirMs: 0 }), back.link);
  expect(effects.map(({ type }) => type).slice(0, 2)).toEqual(['welcome', 'listener-left']);
  expect(effects[1]).toEqual(bye(phone.peer));
  table.lose(back);
  const again = { ...desk, link: 3 };
  expect(told(table.broadcaster(again, { onAirMs: 0 }), again.link)).not.toContainEqual(bye(phone.peer));
});

it('whoever is not there cannot be sent away', () => {
  const table = onAir();
  expect(closes(table.sendAway('nobody-1'))).toEqual([]);
  expect(table.room.networkOf('nobody-1', table.atMs)).toBeNull();
});
