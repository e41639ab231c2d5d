import { expect, it } from 'vitest';

import { defaultLimits } from '../../limits.ts';
import { PerAddress } from './per-address.ts';

const limits = { ...defaultLimits, hellosPerAddress: 1, helloBurstPerAddress: 2 };

it('counts what each address has open, and how often it comes', () => {
  const guests = new PerAddress(limits);
  guests.change('a', 'sockets', 1);
  guests.change('a', 'sockets', 1);
  guests.change('a', 'tcp', 1);
  expect([guests.count('a', 'sockets'), guests.count('a', 'tcp'), guests.count('b', 'tcp')]).toEqual([
    2, 1, 0,
  ]);
  expect([0, 0, 0, 1_000, 1_000].map((atMs) => guests.take('a', 'hellos', atMs))).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(guests.take('b', 'hellos', 0)).toBe(true);
});

it('remembers so many addresses only, and never forgets one that has something open', () => {
  const guests = new PerAddress(limits);
  guests.change('open', 'sockets', 1);
  for (let made = 0; made < 25_000; made++) {
    guests.take(`made-up-${made}`, 'hellos', 0);
    guests.change(`came-and-went-${made}`, 'tcp', 1);
    guests.change(`came-and-went-${made}`, 'tcp', -1);
  }
  expect(guests.size).toBe(10_001);
  expect(guests.count('open', 'sockets')).toBe(1);
});

it('what an address has used up is not forgotten when its socket closes', () => {
  const guests = new PerAddress(limits);
  for (let came = 0; came < 2; came++) {
    guests.change('a', 'sockets', 1);
    expect(guests.take('a', 'hellos', 0)).toBe(true);
    guests.change('a', 'sockets', -1);
  }
  expect(guests.take('a', 'hellos', 0)).toBe(false);
});
