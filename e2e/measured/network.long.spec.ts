import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { canNetwork, onlyWhere } from '../src/index.ts';
import { FarPhone } from '../support/far-phone.ts';

const whyNot = await canNetwork();

/** What is asserted here holds on a busy machine as well; `pnpm bench network` measures how well it goes. */
describe('a phone whose network goes away and comes back', onlyWhere(whyNot), () => {
  let far: FarPhone;

  beforeAll(async () => {
    far = await FarPhone.open();
  });
  afterAll(() => far?.close());

  test('it hears the station', async () => {
    await far.listen('phone');
    await far.phone.expectState('playing');
  });

  test('ten seconds without a network: noticed, and sound comes back without a tap', async () => {
    await far.network.cut();
    try {
      await far.expectUnheard();
      await far.phone.expectState('reconnecting');
      await delay(8_000); // the outage itself
    } finally {
      await far.network.mend();
    }
    await far.expectBackWithin('10 s outage', performance.now(), 20_000);
  });

  test('another address in the midst of it: noticed, and sound comes back without a tap', async () => {
    const connection = await far.phone.connection();
    const changedAtMs = performance.now();
    await far.network.changePhoneAddress();
    await far.expectUnheard();
    await far.expectBackWithin('change of address', changedAtMs, 20_000);
    expect(await far.phone.connection()).not.toBe(connection);
  });

  test('200 ms ± 80 ms: it plays, later but whole', async () => {
    await far.network.forwardUdp(far.station.port, { delayMs: 120, jitterMs: 160 });
    await far.listen('late-phone');
    await delay(2_000); // to find the delay
    expect(await far.measure('200 ms ± 80 ms', 10)).toBeGreaterThan(0.9);
    await far.phone.expectState('playing');
  });
});
