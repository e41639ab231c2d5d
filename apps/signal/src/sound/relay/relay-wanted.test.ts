import type { NetworkInterfaceInfo } from 'node:os';

import { expect, it } from 'vitest';

import { isKnownOutside, relayBindOf, relayWanted } from './relay-wanted.ts';

const having = (...addresses: readonly string[]) => ({
  eth0: addresses.map((address) => ({ address }) as NetworkInterfaceInfo),
});
const auto = { relay: 'auto', relayAddress: null, host: null } as const;
const container = having('127.0.0.1', '::1', '172.17.0.2', 'fe80::1');

it('sound is forwarded as configured', () => {
  expect(relayWanted({ ...auto, relay: 'on', host: '127.0.0.1' }, container)).toBe(true);
  expect(relayWanted({ ...auto, relay: 'off', relayAddress: '203.0.113.7' }, having('203.0.113.7'))).toBe(
    false,
  );
});

it.each([
  [{ relayAddress: '203.0.113.7' }, container, true],
  [{ host: '192.168.1.5' }, container, true],
  [{ host: '127.0.0.1' }, having('203.0.113.7'), false],
  [{ host: '::1' }, having('203.0.113.7'), false],
  [{}, container, false],
  [{}, having('10.0.0.2', '100.64.0.9', '169.254.1.1', '192.168.0.2', 'fd00::1'), false],
  [{}, having('10.0.0.2', '203.0.113.7'), true],
  [{}, having('2001:db8::7'), true],
  [{ host: '0.0.0.0' }, having('203.0.113.7'), true],
  [{ host: '::' }, container, false],
])(
  'left to itself with %j: where it knows an address at which it is reached',
  (config, interfaces, wanted) => {
    expect(relayWanted({ ...auto, ...config }, interfaces)).toBe(wanted);
  },
);

it.each([
  [{}, null],
  [{ host: '192.168.1.5' }, '192.168.1.5'],
  [{ host: '127.0.0.1' }, '127.0.0.1'],
  [{ host: '127.0.0.1', relayAddress: '203.0.113.7' }, null], // behind a proxy
  [{ host: 'localhost', relayAddress: '127.0.0.1' }, 'localhost'],
  [{ host: '10.0.0.2', relayAddress: '203.0.113.7' }, '10.0.0.2'],
  [{ host: '127.0.0.1', relayAddress: '203.0.113.7', relayBind: '10.0.0.2' }, '10.0.0.2'],
])('with %j its ports are at %s', (config, address) => {
  expect(relayBindOf({ ...auto, relayBind: null, ...config })).toBe(address);
});

it.each([
  [null, '203.0.113.7', true],
  [null, '192.168.1.5', false],
  ['203.0.113.7', null, true],
  ['192.168.1.5', null, false],
  [null, null, false],
])('at %s, known as %s: reached from outside %s', (host, relayAddress, known) => {
  expect(isKnownOutside({ host, relayAddress }, {})).toBe(known);
});
