import { expect, it } from 'vitest';

import { hashAccessCode } from './access-code.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { Guard } from './guard.ts';
import { settingsOf } from './options.ts';
import { noor } from './testing/harness.ts';

const settings = settingsOf({ stations: [noor] });
const guard = new Guard();

it('a ticket of a listener opens its private station, and an open one needs none', async () => {
  const [one, other] = await Promise.all([hashAccessCode('4711'), hashAccessCode('4712')]);
  const door = new Doorkeeper({ ...noor, accessCodeHash: one }, settings, guard);
  const ticket = door.issue('listener', 'peer-1234');
  expect(door.opens(ticket)).toBe(true);
  for (const none of [null, '', `${ticket}A`, door.issue('broadcaster', 'peer-1234')]) {
    expect(door.opens(none)).toBe(false);
  }
  expect(new Doorkeeper({ ...noor, accessCodeHash: other }, settings, guard).opens(ticket)).toBe(false);
  const open = new Doorkeeper(noor, settings, guard);
  expect([open.opens(null), open.opens('anything')]).toEqual([true, true]);
});
