import { expect, it } from 'vitest';

import { hashAccessCode } from './access-code.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { Guard } from './guard.ts';
import { settingsOf } from '../options.ts';
import { noor } from '../testing/harness.ts';

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

it('takes a code that all phones of a mosque send at once for one guess, not for a hundred', async () => {
  const accessCodeHash = await hashAccessCode('4711');
  const quick = { ...settings, limits: { ...settings.limits, wrongCodeDelayMs: 0 } };
  const door = new Doorkeeper({ ...noor, accessCodeHash }, quick, new Guard());
  const hello = { type: 'hello', role: 'listener', version: 1, station: 'noor' } as const;
  const come = (code: string, phone: number) =>
    door.admit({ ...hello, listening: true, connection: null, code }, `192.168.1.${phone}`);
  const old = await Promise.all(Array.from({ length: 150 }, (_, phone) => come('0000', phone)));
  expect(new Set(old.map((admission) => !admission.ok && admission.code))).toEqual(new Set(['wrong-code']));
  expect((await come('4711', 200)).ok).toBe(true);
});
