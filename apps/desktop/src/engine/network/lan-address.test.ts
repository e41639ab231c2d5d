import type { NetworkInterfaceInfo } from 'node:os';

import { expect, test } from 'vitest';

import { chosenAddress, type Interfaces, lanAddresses, listenerLink } from './lan-address.ts';

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

const likeliest = (interfaces: Interfaces, routes: readonly string[] = []): string | null =>
  chosenAddress(lanAddresses(interfaces, routes), null)?.address ?? null;

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
  expect(likeliest(interfaces)).toBe(expected);
});

const lan = v4('10.20.30.40');
const tunnel = { ...v4('192.168.255.6'), mac: '00:00:00:00:00:00' };
const global6: NetworkInterfaceInfo = { ...v6, address: '2001:db8::20', scopeid: 0 };
const local6: NetworkInterfaceInfo = { ...v6, address: 'fd12:3456::20', scopeid: 0 };

test.each([
  'nordlynx',
  'NordLynx',
  'ZeroTier One [8056c2e21c000001]',
  'ztly5q4y3n',
  'ppp0',
  'tun0',
  'utun4',
  'wg0-mullvad',
  'tailscale0',
  'Tailscale',
  'proton0',
  'pvpnksintrf0',
  'CloudflareWARP',
  'OpenVPN TAP-Windows6',
  'ham0',
  'vEthernet (WSL (Hyper-V firewall))',
  'VMware Network Adapter VMnet8',
  'docker0',
  'wwan0',
  'Cellular',
])('%s is not the mosque’s network, whatever its address and route are', (name) => {
  const interfaces = { lo, [name]: [v4('192.168.1.7')], eth0: [lan] };
  expect(likeliest(interfaces, [name, 'eth0'])).toBe(lan.address);
  expect(likeliest(interfaces, [name])).toBe(lan.address);
  expect(likeliest(interfaces, [])).toBe(lan.address);
});

test.each([
  'Ethernet',
  'Wi-Fi',
  'WLAN',
  'eth0',
  'enp3s0',
  'en0',
  'wlp2s0',
  'Sitecom USB',
  'Local Area Connection* 10',
])('%s may be', (name) => {
  expect(likeliest({ lo, [name]: [lan], tun0: [v4('192.168.1.7')] })).toBe(lan.address);
});

test('a tunnel of any name is told by what it lacks: a hardware address, or others on its network', () => {
  expect(likeliest({ mystery: [tunnel], eth0: [lan] }, ['mystery'])).toBe(lan.address);
  const alone = { ...v4('192.168.9.9'), netmask: '255.255.255.255' };
  expect(likeliest({ mystery: [alone], eth0: [lan] }, ['mystery'])).toBe(lan.address);
});

test('the adapter that holds the default route comes before one with a likelier address; of two, the preferred', () => {
  const interfaces = { eth1: [v4('192.168.56.1')], eth0: [lan], wlan0: [v4('172.16.0.9')] };
  expect(likeliest(interfaces, ['eth0'])).toBe(lan.address);
  expect(likeliest(interfaces, ['wlan0', 'eth0'])).toBe('172.16.0.9');
  // As Windows tells it: by the adapter's address.
  expect(likeliest(interfaces, [lan.address])).toBe(lan.address);
});

test('a network of IPv6 alone has an address, its own before the provider’s; IPv4 comes before both', () => {
  expect(likeliest({ lo, eth0: [v6, global6, local6] })).toBe('fd12:3456::20');
  expect(likeliest({ lo, eth0: [v6, global6] })).toBe('2001:db8::20');
  expect(likeliest({ lo, eth0: [v6, local6, lan] }, ['eth0'])).toBe(lan.address);
  expect(likeliest({ lo, eth0: [local6], wg0: [v4('10.8.0.2')] })).toBe('fd12:3456::20');
  expect(likeliest({ lo, eth0: [v4('169.254.3.4'), local6] })).toBe('fd12:3456::20');
});

test('what the admin fixed is held to, as long as its adapter is there', () => {
  const all = lanAddresses({ eth0: [lan, v4('10.20.30.41')], wlan0: [v4('192.168.1.20')] }, ['wlan0']);
  expect(chosenAddress(all, { adapter: 'eth0', address: '10.20.30.41' })?.address).toBe('10.20.30.41');
  expect(chosenAddress(all, { adapter: 'eth0', address: '10.9.9.9' })?.address).toBe(lan.address);
  expect(chosenAddress(all, { adapter: 'eth7', address: lan.address })?.address).toBe('192.168.1.20');
  expect(chosenAddress([], { adapter: 'eth0', address: lan.address })).toBeNull();
});

test('an IPv6 address stands in brackets in a link', () => {
  expect(listenerLink('fd12::20', 8080, 'noor')).toBe('http://[fd12::20]:8080/s/noor');
  expect(listenerLink('10.0.0.5', 8080, 'noor')).toBe('http://10.0.0.5:8080/s/noor');
});
