import { tmpdir } from 'node:os';

import { FanOut } from '@mauzin/media';
import { generateBroadcasterKey } from '@mauzin/signal';
import { expect, onTestFinished, test, vi } from 'vitest';

import { FakeClock } from '@mauzin/shared/testing';
import type { ServedStation } from '../contract.ts';
import { StationConnector } from './station-connector.ts';

test('a service that cannot start is said, tried again with growing waits, and mended by other settings', async () => {
  const clock = new FakeClock();
  const error = vi.fn<() => void>();
  const fanOut = new FanOut({ clock, random: Math.random, onEvent: () => undefined });
  const connector = new StationConnector({
    pagesDir: tmpdir(),
    liveStreams: { route: 'direct', available: () => false, open: () => null } as const,
    fanOut,
    clock,
    random: () => 1,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error },
    onAirMs: () => null,
    directCapacity: () => 600,
    listenerEvents: {
      isUncounted: () => false,
      onHealth: () => undefined,
      onLeft: () => undefined,
      onReach: () => undefined,
    },
    onChange: () => undefined,
  });
  onTestFinished(async () => {
    await connector.close();
    fanOut.close();
  });
  const good: ServedStation = {
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
    accessCode: null,
  };
  connector.configure({ ...good, server: { ...good.server, kind: 'inside', port: -1 } });
  await expect.poll(() => error.mock.calls.length).toBe(1);
  expect(connector.notices).toEqual([{ name: 'service-not-started' }]);
  for (const [tries, waitMs] of [200, 400].entries()) {
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(waitMs - 1);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await expect.poll(() => error.mock.calls.length).toBe(tries + 2);
  }
  connector.configure(good);
  await expect.poll(() => connector.linkAt('127.0.0.1'), { timeout: 10_000 }).toContain('/s/noor');
  expect(connector.notices).toEqual([]);
});
