import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Attack, attacks } from '../support/attacks.ts';
import { joinAll, type NarrowStation, openNarrowStation, Siege } from '../support/besieged.ts';

const honest = 50;
/** Waves of honest listeners of which the middle one counts, without hostile ones and among them. */
const waves = 7;
const settleMs = 1_500;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

describe('a broadcaster behind a line of 10 Mbit/s, besieged from one address', () => {
  let station: NarrowStation;

  beforeAll(async () => {
    station = await openNarrowStation(15);
  });

  afterAll(async () => {
    await station?.close();
  });

  const joinMs = async (): Promise<number> => {
    const took: number[] = [];
    for (let wave = 0; wave < waves; wave += 1)
      took.push(await joinAll(station.server, station.broadcaster, honest));
    return median(took);
  };

  const kinds = ['everything', 'coming and going', ...Object.keys(attacks)] as Attack[];
  test.each(kinds.flatMap((attack) => [10, 60].map((sockets) => [attack, sockets] as const)))(
    '%s, %i sockets: it stays, and others join, beside ten in at most twice the time',
    async (attack, sockets) => {
      const undisturbedMs = await joinMs();
      const siege = new Siege(station.server, attack, sockets);
      try {
        await siege.hasSent(sockets * 20);
        const first = await joinAll(station.server, station.broadcaster, honest);
        await new Promise((done) => setTimeout(done, settleMs));
        const disturbedMs = await joinMs();
        console.log(
          `${attack}, ${sockets}: ${Math.round(undisturbedMs)} ms, ${Math.round(first)} ms as it begins, then ${Math.round(disturbedMs)} ms ` +
            `(${(disturbedMs / undisturbedMs).toFixed(2)}), ${siege.sent} frames`,
        );
        expect(station.broadcaster.guest.closeCode).toBe(null);
        // Of sixty the machine of the test is as busy as the service: that they all join is what counts then.
        expect(disturbedMs / undisturbedMs).toBeLessThanOrEqual(sockets === 10 ? 2 : Infinity);
      } finally {
        await siege.close();
      }
    },
    60_000,
  );
});
