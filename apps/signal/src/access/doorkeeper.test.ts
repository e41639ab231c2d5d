import { describe, expect, it } from 'vitest';

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

describe('codes that others guess', () => {
  const quick = { ...settings, limits: { ...settings.limits, wrongCodeDelayMs: 0 } };
  const doorOf = async (shared: Guard, slug = 'noor') => {
    const accessCodeHash = await hashAccessCode('4711');
    const door = new Doorkeeper({ ...noor, slug, accessCodeHash }, quick, shared);
    const hello = { type: 'hello', role: 'listener', version: 1, station: slug, listening: true } as const;
    return async (code: string, address: string): Promise<string> => {
      const admission = await door.admit({ ...hello, connection: null, code }, address);
      return admission.ok ? 'in' : admission.code;
    };
  };
  const inSite = (number: number): string => `2001:db8:1:${number.toString(16)}::/64`;

  it('in an IPv6 /48 keep out neither who got in lately there, nor anybody of it at another station', async () => {
    const shared = new Guard();
    const [come, elsewhere] = await Promise.all([doorOf(shared), doorOf(shared, 'huda')]);
    expect(await come('4711', inSite(1))).toBe('in');
    for (let guess = 0; guess < 26; guess += 1) await come(`wrong ${guess}`, inSite(100 + guess));
    expect(await come('4711', inSite(2))).toBe('too-many-tries');
    expect(await come('4711', inSite(1))).toBe('in');
    expect(await elsewhere('4711', inSite(2))).toBe('in');
    // Its own wrong ones count all the same.
    for (let guess = 0; guess < 5; guess += 1) await come(`own ${guess}`, inSite(1));
    expect(await come('4711', inSite(1))).toBe('too-many-tries');
  });

  it.each(['192.168.1.1', inSite(1)])('at %s, as typos of a whole hall, keep nobody out', async (address) => {
    const come = await doorOf(new Guard());
    for (let phone = 0; phone < 40; phone += 1) {
      expect(await come(`typo ${phone}`, address)).toBe('wrong-code');
      expect(await come('4711', address)).toBe('in');
    }
  });

  it('are not forgiven for a right code of another station', async () => {
    const shared = new Guard();
    const [come, own] = await Promise.all([doorOf(shared), doorOf(shared, 'huda')]);
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await own('4711', '192.168.1.1')).toBe('in');
      await come(`wrong ${guess}`, '192.168.1.1');
    }
    expect(await come('4711', '192.168.1.1')).toBe('too-many-tries');
  });
});
