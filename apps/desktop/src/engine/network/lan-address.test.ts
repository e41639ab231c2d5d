import type { NetworkInterfaceInfo } from 'node:os';

import { expect, test } from 'vitest';

import { lanAddress } from './lan-address.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '02:00:00:00:00:01',
  internal,
  cidr: `${address}/24`,
});
const v6: NetworkInterfaceInfo = {
  address: 'fe80::1',
  netmask: 'ffff::',
  family: 'IPv6',
  mac: '02:00:00:00:00:01',
  internal: false,
  cidr: 'fe80::1/64',
  scopeid: 2,
};
const lo = [v4('127.0.0.1', true)];

test.each([
  ['the router’s network', { lo, wlan0: [v6, v4('192.168.1.20')] }, '192.168.1.20'],
  [
    'a real adapter before a container’s',
    { docker0: [v4('172.17.0.1')], eth0: [v4('10.0.0.5')] },
    '10.0.0.5',
  ],
  [
    'a real one, public, before a virtual one',
    { vEthernet: [v4('192.168.99.1')], en0: [v4('80.1.2.3')] },
    '80.1.2.3',
  ],
  ['a private one before a public one', { en0: [v4('80.1.2.3')], en1: [v4('172.20.1.2')] }, '172.20.1.2'],
  [
    'an assigned one before one that nobody gave',
    { eth0: [v4('169.254.3.4')], wlan0: [v4('10.1.1.1')] },
    '10.1.1.1',
  ],
  ['a virtual one when there is nothing else', { wg0: [v4('10.8.0.2')] }, '10.8.0.2'],
  ['none without a network', { lo, eth0: [v6] }, null],
])('chooses %s', (_what, interfaces, expected) => {
  expect(lanAddress(interfaces)).toBe(expected);
});
