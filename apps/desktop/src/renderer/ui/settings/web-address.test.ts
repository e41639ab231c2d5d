import { expect, test } from 'vitest';

import { webAddress } from './web-address.ts';

test.each([
  ['https://radio.example', 'https://radio.example'],
  [' http://192.168.1.5:8123/hook ', 'http://192.168.1.5:8123/hook'],
  ['radio.example', 'https://radio.example'],
  ['radio.example:8443/path', 'https://radio.example:8443/path'],
  ['192.168.1.5:8080', 'http://192.168.1.5:8080'],
  ['localhost:9000', 'http://localhost:9000'],
  ['server.local/hook', 'http://server.local/hook'],
  ['ftp://radio.example', 'ftp://radio.example'],
  ['', ''],
  ['no address', 'no address'],
])('%j is the address %j', (typed, address) => {
  expect(webAddress(typed)).toBe(address);
});
