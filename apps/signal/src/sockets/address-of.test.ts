import { expect, it } from 'vitest';

import { addressOf } from './address-of.ts';

const from = (remoteAddress: string | undefined): string =>
  // oxlint-disable-next-line no-unsafe-type-assertion -- a socket has nothing else that counts here
  addressOf({ socket: { remoteAddress } as never });

it.each([
  ['192.168.1.5', '192.168.1.5'],
  ['::ffff:192.168.1.5', '192.168.1.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('%s is told apart as %s', (remote, address) => {
  expect(from(remote)).toBe(address);
});
