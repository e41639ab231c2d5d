import { FakeClock } from '@mauzin/shared/testing';
import { expect, it } from 'vitest';

import { TicketRound } from './ticket-round.ts';

it('gives everybody who is here a new ticket each ten minutes, and nobody else', () => {
  const clock = new FakeClock();
  const given: string[] = [];
  const round = new TicketRound({
    clock: { after: (ms, run) => clock.after(ms, run) },
    give: ({ peer }) => given.push(peer),
  });
  round.add({ link: 1, peer: 'ann' });
  round.add({ link: 2, peer: 'ben' });
  clock.advance(10 * 60_000 - 1);
  expect(given).toEqual([]);
  clock.advance(1);
  expect(given.splice(0)).toEqual(['ann', 'ben']);
  round.remove(1);
  clock.advance(10 * 60_000);
  expect(given.splice(0)).toEqual(['ben']);
  round.clear();
  clock.advance(60 * 60_000);
  expect([given, clock.pending, round.has(2)]).toEqual([[], 0, false]);
});
