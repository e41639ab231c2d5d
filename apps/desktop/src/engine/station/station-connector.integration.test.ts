import { tmpdir } from 'node:os';

import { FanOut, systemClock } from '@mauzin/media';
import { type ClockPort, protocolVersion, serviceToListenerSchema, SignalClient } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';
import { expect, onTestFinished, test, vi } from 'vitest';

import { FakeClock } from '@mauzin/shared/testing';
import type { ServedStation } from '../contract.ts';
import { openWebSocket, signalSocketUrl } from '../web-socket.ts';
import { StationConnector } from './station-connector.ts';

function setUp(clock: ClockPort, onAirMs: number | null = null) {
  const error = vi.fn<() => void>();
  const warned: object[] = [];
  const fanOut = new FanOut({ clock, random: Math.random, onEvent: () => undefined });
  const connector = new StationConnector({
    pagesDir: tmpdir(),
    liveStreams: { route: 'direct', available: () => false, open: () => null } as const,
    fanOut,
    clock,
    random: () => 1,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (fields: object) => warned.push(fields),
      error,
    },
    onAirMs: () => onAirMs,
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
  return { connector, error, warned };
}

test('a service that cannot start is said, tried again with growing waits, and mended by other settings', async () => {
  const clock = new FakeClock();
  const { connector, error } = setUp(clock);
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

test('a listener whose answers cannot be used writes one line a minute, however many there are', async () => {
  const { connector, warned } = setUp(systemClock, 0);
  const key = generateBroadcasterKey();
  connector.configure({
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 0, key },
    accessCode: null,
  });
  await expect.poll(() => connector.service.name, { timeout: 10_000 }).toBe('online');
  const url = signalSocketUrl(new URL(connector.linkAt('127.0.0.1') ?? '').origin);
  let refused = 0;
  const hostile: SignalClient<'listener'> = new SignalClient({
    openSocket: () => openWebSocket(url),
    clock: systemClock,
    random: Math.random,
    schema: serviceToListenerSchema,
    hello: () => ({
      type: 'hello',
      role: 'listener',
      version: protocolVersion,
      station: 'noor',
      listening: true,
      connection: null,
    }),
    onMessage: (message) => {
      if (message.type === 'offer')
        hostile.send({ type: 'answer', connection: message.connection, sdp: 'no answer' });
      if (message.type !== 'closed') return;
      refused += 1;
      hostile.send({ type: 'listen', connection: null });
    },
    orderKey: () => null,
    onState: () => undefined,
    onError: () => undefined,
  });
  onTestFinished(() => hostile.close());
  hostile.connect();
  await expect.poll(() => refused, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(warned).toMatchObject([{ err: { reason: 'malformed-sdp' } }]);
});
