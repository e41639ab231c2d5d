import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { FakeClock } from '@mauzin/shared/testing';
import { expect, onTestFinished, test } from 'vitest';

import { UdpProbe } from './udp-probe.ts';

test('a port that another program takes, and lets go of, is told once each time', async () => {
  const other = createSocket('udp4');
  onTestFinished(() => void other.close());
  other.bind(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = other.address().port;
  let port = taken;
  const told: boolean[] = [];
  const clock = new FakeClock();
  const probe = new UdpProbe(
    clock,
    () => Promise.resolve({ port, address: '127.0.0.1' }),
    (isFree) => told.push(isFree),
  );
  await probe.settled();
  expect([probe.isFree, told]).toEqual([false, [false]]);
  clock.advance(2_000);
  expect(probe.isFree).toBe(false);
  await probe.settled();
  port = 0;
  clock.advance(2_000);
  expect(probe.isFree).toBe(false);
  await probe.settled();
  expect([probe.isFree, told]).toEqual([true, [false, true]]);
});
