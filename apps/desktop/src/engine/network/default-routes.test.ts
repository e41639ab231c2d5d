import type { NetworkInterfaceInfo } from 'node:os';

import { expect, test } from 'vitest';

import { readDefaultRoutes, routesOfLinux, routesOfMac, routesOfWindows } from './default-routes.ts';

const linux4 = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	010200C0	0003	0	0	100	00000000	0	0	0
eth0	000200C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
tun0	00000000	0100080A	0003	0	0	0	00000080	0	0	0
dead0	00000000	010200C0	0002	0	0	1	00000000	0	0	0
`;
const linux6 = `fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000003 00000000 00000003     eth2
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
`;

test('Linux: rows to everywhere that are up, by their metric; halves of everywhere, as tunnels take them, are none', () => {
  expect(routesOfLinux(linux4, linux6)).toEqual(['eth0', 'wlan0', 'eth2']);
  expect(routesOfLinux('', '')).toEqual([]);
});

test('macOS: in both tables, whatever columns there are', () => {
  const table = `Routing tables

Internet:
Destination        Gateway            Flags           Netif Expire
default            192.168.1.1        UGScg             en0
default            link#18            UCSIg           utun4
127                127.0.0.1          UCS               lo0

Internet6:
Destination                             Gateway                                 Flags           Netif Expire
default                                 fe80::%utun0                            UGcIg         utun0
default                                 fe80::1%en0                             UGcIg           en0
`;
  expect(routesOfMac(table, ['lo0', 'en0', 'utun0', 'utun4'])).toEqual(['en0', 'utun4', 'utun0', 'en0']);
});

test('Windows: in any language, by address or, of IPv6, by the adapter’s number', () => {
  const info = (address: string, scopeid?: number) =>
    ({ address, family: scopeid === undefined ? 'IPv4' : 'IPv6', scopeid }) as NetworkInterfaceInfo;
  const interfaces = {
    'Wi-Fi': [info('192.168.1.20')],
    Ethernet: [info('10.0.0.5')],
    'Ethernet 2': [info('fe80::5', 12), info('2001:db8::5', 0)],
  };
  const table = `===========================================================================
IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     50\r
          0.0.0.0          0.0.0.0   Auf Verbindung         10.0.0.5     25\r
        127.0.0.0        255.0.0.0   Auf Verbindung         127.0.0.1    331
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
          0.0.0.0          0.0.0.0      192.168.1.1  Standard
          0.0.0.0          0.0.0.0      192.168.7.1       1

IPv6-Routentabelle
===========================================================================
 If Metrik Netzwerkziel             Gateway
 12    281 ::/0                     fe80::1
  1    331 ::1/128                  Auf Verbindung
`;
  expect(routesOfWindows(table, interfaces)).toEqual(['10.0.0.5', '192.168.1.20', 'fe80::5']);
});

test('this machine’s own table is read', async () => {
  expect(await readDefaultRoutes()).toEqual(expect.any(Array));
});
