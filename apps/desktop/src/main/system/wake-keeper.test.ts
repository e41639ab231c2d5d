import { expect, test } from 'vitest';

import { WakeKeeper } from './wake-keeper.ts';

test('the machine is kept awake while the station is to be on the air, and never twice', () => {
  const held = new Set<number>();
  let next = 0;
  const keeper = new WakeKeeper({
    start: (type) => {
      expect(type).toBe('prevent-app-suspension');
      held.add(next);
      return next++;
    },
    stop: (id) => held.delete(id),
  });
  const counts = [false, true, true, false, false, true].map((live) => {
    keeper.keep(live);
    return held.size;
  });
  expect(counts).toEqual([0, 1, 1, 0, 0, 1]);
});
