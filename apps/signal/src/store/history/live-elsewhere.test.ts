import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Stores } from '../../testing/stores.ts';

let stores: Stores;
let clock: FakeClock;
let url = '';
beforeEach(async () => {
  stores = await Stores.create();
  clock = new FakeClock();
  ({ url } = await stores.server());
  await (await stores.admin()).add({ slug: 'noor', name: 'Masjid an-Noor', languages: ['ar'] });
});
afterEach(() => stores.close());

/** One of several instances with the same database; its clock may be wrong by so much. */
async function instance(wrongByMs = 0) {
  const warned: object[] = [];
  const log = (): void => undefined;
  const store = await stores.store({
    url,
    clock: {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, run),
      wallMs: () => Date.parse('2026-11-20T12:00:00Z') + clock.now() + wrongByMs,
    },
    logger: {
      debug: log,
      info: log,
      error: log,
      warn: (fields, event) => void warned.push({ ...fields, event }),
    },
  });
  let now = { listeners: 0, sinceMs: null as number | null };
  store.follow(() => ({
    stations: [
      {
        station: 'noor',
        listeners: now.listeners,
        onAirMs: now.sinceMs === null ? null : clock.now() - now.sinceMs,
        direct: 0,
        relayed: 0,
        overHttp: 0,
      },
    ],
  }));
  return { store, warned, is: (changed: Partial<typeof now>) => (now = { ...now, ...changed }) };
}

/** So much time, in steps in which each instance looks and writes. */
async function pass(ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 5_000) {
    clock.advance(5_000);
    // Requests to the database's server are real.
    await vi.waitUntil(() => clock.pending > 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const event = 'listeners came here, and their station is live elsewhere';

it('a listener that comes to one instance while its station is live at another one is told of, once, whatever the clocks say', async () => {
  const home = await instance();
  const other = await instance(-6 * 60 * 60_000);
  home.is({ sinceMs: clock.now(), listeners: 3 });
  home.store.observer.wentLive?.('noor');
  await vi.waitUntil(async () => (await home.store.admin.broadcasts('noor')).length === 1, 10_000);
  other.is({ listeners: 2 });
  await vi.waitUntil(async () => {
    await pass(5_000);
    return other.store.figures().liveElsewhere === 1;
  }, 10_000);
  await pass(180_000);
  expect(other.warned).toEqual([{ station: 'noor', listeners: 2, event }]);
  expect([home.warned, home.store.figures().liveElsewhere]).toEqual([[], 0]);
  // It has come home, or they have gone.
  other.is({ sinceMs: clock.now() });
  await vi.waitUntil(async () => {
    await pass(5_000);
    return other.store.figures().liveElsewhere === 0;
  }, 10_000);
});

it('what an instance left open that is gone is no broadcast elsewhere', async () => {
  const crashed = await instance();
  crashed.is({ sinceMs: clock.now(), listeners: 1 });
  crashed.store.observer.wentLive?.('noor');
  await vi.waitUntil(async () => (await crashed.store.admin.broadcasts('noor')).length === 1, 10_000);
  // It writes nothing from now on.
  crashed.is({ sinceMs: null });
  const database = await stores.database({ url });
  await database.write(["UPDATE broadcasts SET instance = 'crashed'"]);
  const next = await instance();
  next.is({ listeners: 5 });
  await pass(180_000);
  expect([next.warned, next.store.figures().liveElsewhere]).toEqual([[], 0]);
});
