import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { canNetwork, onlyWhere } from '../src/index.ts';
import { FarPhone } from '../support/far-phone.ts';

const whyNot = await canNetwork();

/** What is asserted here holds on a busy machine as well; `pnpm bench network` measures how well it goes. */
describe('a phone behind a network with faults', onlyWhere(whyNot), () => {
  let far: FarPhone;

  beforeAll(async () => {
    far = await FarPhone.open();
  });
  afterAll(() => far?.close());

  test('without faults it hears the station', async () => {
    await far.listen('phone');
    expect(await far.phone.connection()).not.toBeNull();
  });

  test('one packet in ten is lost: it plays on, on the same connection', async () => {
    const connection = await far.phone.connection();
    await far.network.lose(0.1);
    try {
      expect(await far.measure('10 % loss', 10)).toBeGreaterThan(0.9);
      await far.phone.expectState('playing');
      expect(await far.phone.connection()).toBe(connection);
    } finally {
      await far.network.lose(0);
    }
  });
});
