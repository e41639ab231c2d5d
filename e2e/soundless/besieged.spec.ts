import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { joinAll, type NarrowStation, openNarrowStation, Siege } from '../support/besieged.ts';

const honest = 50;

/** How long the honest ones take is asked in `besieged.long.spec.ts`; here only that nobody is kept out. */
describe('a broadcaster behind a line of 10 Mbit/s, besieged from one address', () => {
  let station: NarrowStation;

  beforeAll(async () => {
    station = await openNarrowStation(5);
  });

  afterAll(async () => {
    await station?.close();
  });

  test.each([
    ['answers to nothing', 10],
    ['answers that are too long', 10],
    ['everything', 10],
    ['everything', 60],
  ] as const)('%s, %i sockets: it stays, and all others are heard by it', async (attack, sockets) => {
    const siege = new Siege(station.server, attack, sockets);
    try {
      await joinAll(station.server, station.broadcaster, honest);
      await siege.hasSent(sockets * 60);
      await joinAll(station.server, station.broadcaster, honest);
      expect(station.broadcaster.guest.closeCode).toBe(null);
    } finally {
      await siege.close();
    }
  });
});
