import { FakeClock } from '@mauzin/shared/testing';
import { expect, onTestFinished, test } from 'vitest';

import { silentLogger } from '../../service-logger.ts';
import type { FromRelay, RelayedStation } from './contracts.ts';
import { createRelay } from './relay.ts';

test('a relay whose process cannot be had says that it has no room, before it says who is lost', async () => {
  const clock = new FakeClock();
  const relay = createRelay({
    port: 0,
    bindAddress: '127.0.0.1',
    maxProcesses: 1,
    maxListeners: 10,
    program: 'no-such-program.js',
    clock,
    logger: silentLogger,
  });
  onTestFinished(() => relay.close());
  const said: unknown[] = [];
  const says = (message: FromRelay): void => {
    said.push(message.type === 'changed' ? { ...message, isOpen: relayed.isOpen } : message);
  };
  const relayed: RelayedStation = relay.openStation('noor', says);
  const started = relay.start();
  relayed.tell({ type: 'uplink', rendition: 'normal', wanted: true });
  relayed.tell({ type: 'of-listener', message: { type: 'listen', listener: 'ann', connection: null } });
  await expect(started).rejects.toMatchObject({ name: 'RelayError', reason: 'failed' });
  expect(said).toEqual([
    { type: 'changed', isOpen: false },
    { type: 'lost', listeners: ['ann'] },
  ]);
  clock.advance(500);
  expect(said.at(-1)).toEqual({ type: 'changed', isOpen: true });
});
