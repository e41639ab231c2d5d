import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { StationStats } from '../../observe/contracts.ts';
import { broadcasterHello, Scene, until } from '../../testing/harness.ts';
import { Stores } from '../../testing/stores.ts';

const noor = { slug: 'noor', name: 'Masjid an-Noor', languages: ['ar'] };
const minuteMs = 60_000;

let stores: Stores;
beforeEach(async () => {
  stores = await Stores.create();
  await (await stores.admin()).add(noor);
});
afterEach(() => stores.close());

/** A service's side of it, on a clock that a test moves: how its station stands is what the test says. */
async function service({
  url = stores.url,
  wallMs = () => Date.parse('2026-11-20T12:00:00Z') + clock.now(),
} = {}) {
  const store = await stores.store({
    url,
    clock: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run), wallMs },
  });
  const off: Omit<StationStats, 'onAirMs'> = {
    station: 'noor',
    listeners: 0,
    direct: 0,
    relayed: 0,
    overHttp: 0,
  };
  let now = { ...off, sinceMs: null as number | null };
  store.follow(() => {
    const { sinceMs, ...rest } = now;
    return { stations: [{ ...rest, onAirMs: sinceMs === null ? null : clock.now() - sinceMs }] };
  });
  return {
    ...store,
    is: (changed: Partial<typeof now>) => (now = { ...now, ...changed }),
    /** So many listen from now on, and its row is there. */
    async begins(listening: number, sinceMs = clock.now()): Promise<void> {
      now = { ...now, sinceMs, relayed: listening };
      store.observer.wentLive?.('noor');
      await vi.waitFor(
        async () => expect(await store.admin.broadcasts('noor')).toMatchObject([{ endedAt: null }]),
        10_000,
      );
    },
    written: () => store.admin.broadcasts('noor'),
  };
}
let clock = new FakeClock();
beforeEach(() => {
  clock = new FakeClock();
});

const written = (one: Awaited<ReturnType<typeof service>>, expected: object): Promise<void> =>
  vi.waitFor(async () => expect(await one.written()).toMatchObject(expected), 10_000);

describe('a broadcast', () => {
  it('is a row from its first moment, with its figures of each minute, and closed at its end', async () => {
    const one = await service();
    await one.begins(4);
    await written(one, [{ endedAt: null, peakListeners: 4, minutesListened: 0 }]);
    clock.advance(2 * minuteMs);
    await written(one, [{ endedAt: null, peakListeners: 4, minutesListened: 8 }]);
    one.is({ sinceMs: null });
    clock.advance(5_000);
    one.observer.wentOff?.('noor');
    await written(one, [{ endedAt: '2026-11-20T12:02:06.000Z', minutesListened: expect.closeTo(8.3, 1) }]);
  });

  it('that a crash has left open is closed with its last figures by the next service', async () => {
    const crashed = await service();
    await crashed.begins(6);
    clock.advance(minuteMs);
    await written(crashed, [{ endedAt: null, minutesListened: 6 }]);
    clock.advance(30_000);
    const next = await service();
    expect(await next.written()).toEqual([
      {
        startedAt: '2026-11-20T12:00:01.000Z',
        endedAt: '2026-11-20T12:01:01.000Z',
        peakListeners: 6,
        minutesListened: 6,
      },
    ]);
  });

  it('goes on as the same one under the next service, when its broadcaster comes back', async () => {
    const first = await service();
    const began = clock.now();
    await first.begins(10);
    clock.advance(minuteMs);
    await written(first, [{ endedAt: null, minutesListened: 10 }]);
    await first.close();
    expect(await (await stores.admin()).broadcasts('noor')).toMatchObject([{ endedAt: expect.any(String) }]);
    clock.advance(20_000);
    const next = await service();
    await next.begins(3, began - 500);
    await written(next, [{ endedAt: null, peakListeners: 10, minutesListened: 10 }]);
    clock.advance(minuteMs);
    await written(next, [
      { startedAt: '2026-11-20T12:00:01.000Z', endedAt: null, peakListeners: 10, minutesListened: 13 },
    ]);
  });

  it('of one service is let be by another that shares the database, until nobody has written it for minutes', async () => {
    const { url } = await stores.server();
    const one = await service({ url });
    await one.begins(1);
    const wallMs = (aheadMs: number) => () => Date.parse('2026-11-20T12:00:00Z') + clock.now() + aheadMs;
    await service({ url, wallMs: wallMs(minuteMs) });
    const database = await stores.database();
    const open = async () =>
      (await database.read(['SELECT id FROM broadcasts WHERE ended_at IS NULL']))[0]?.rows.length;
    expect(await open()).toBe(1);
    await service({ url, wallMs: wallMs(4 * minuteMs) });
    expect(await open()).toBe(0);
    expect(await one.written()).toMatchObject([{ endedAt: '2026-11-20T12:00:01.000Z' }]);
  });

  it('of a station that is removed leaves nothing behind', async () => {
    const one = await service();
    await one.begins(1);
    await one.admin.remove('noor');
    clock.advance(minuteMs);
    await one.close();
    const database = await stores.database();
    expect((await database.read(['SELECT id FROM broadcasts']))[0]?.rows).toEqual([]);
  });

  it('that the database missed while it was away is written afterwards', async () => {
    const server = await stores.server();
    const one = await service({ url: server.url });
    server.refuseWith = 503;
    one.is({ sinceMs: clock.now(), direct: 2 });
    one.observer.wentLive?.('noor');
    clock.advance(2 * minuteMs);
    one.is({ sinceMs: null });
    one.observer.wentOff?.('noor');
    const before = server.requests;
    clock.advance(minuteMs);
    await until(() => server.requests > before);
    server.refuseWith = null;
    clock.advance(minuteMs);
    await written(one, [{ endedAt: expect.any(String), peakListeners: 2 }]);
  });
});

it('writes when a key was last used once a minute, by a real broadcaster', async () => {
  const scene = new Scene();
  try {
    const { admin, ...store } = await stores.store();
    const { key } = await admin.rotateKey('noor', null).then((made) => ({ key: made.key }));
    const { url, service: running } = await scene.service({
      stations: store.stations,
      resumeSecret: store.resumeSecret,
      observers: [store.observer],
    });
    const desk = await scene.raw(url);
    await desk.greet({ ...broadcasterHello, key });
    desk.say({ type: 'live' });
    store.follow(() => running.stats());
    await vi.waitFor(async () => {
      expect((await admin.show('noor')).keys.at(-1)?.lastUsedAt).not.toBeNull();
      expect(await admin.broadcasts('noor')).toMatchObject([{ endedAt: null }]);
    }, 10_000);
    desk.say({ type: 'off' });
    await vi.waitFor(
      async () => expect(await admin.broadcasts('noor')).toMatchObject([{ endedAt: expect.any(String) }]),
      10_000,
    );
  } finally {
    await scene.close();
  }
});
