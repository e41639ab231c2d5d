import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { describe, expect, it } from 'vitest';

import { silentLogger } from '../../service-logger.ts';
import { cameByTls, createAddressOf } from './address-of.ts';

const request = (remoteAddress: string | undefined, headers: IncomingHttpHeaders = {}) =>
  // A socket has nothing else that counts here.
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

const addressOf = (from: IncomingMessage, header: string | null): string =>
  createAddressOf(header, silentLogger)(from);

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
  expect(addressOf(request(remote), null)).toBe(address);
});

describe('behind a proxy', () => {
  const proxy = '10.0.0.2';

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    // What a client wrote itself stands before what the proxy has put to it.
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['203.0.113.7 ', '203.0.113.7'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['unknown', proxy],
    ['203.0.113.7, ', proxy],
    // Azure's gateways write a port behind it.
    ['203.0.113.7:5678', '203.0.113.7'],
    ['198.51.100.1:1, 203.0.113.7:5678', '203.0.113.7'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
    ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
    ['203.0.113.7:', proxy],
    ['999.0.0.1:443', proxy],
    ['[203.0.113.7', proxy],
    ['999.0.0.1', proxy],
    ['x'.repeat(10_000), proxy],
    ['', proxy],
  ])('x-forwarded-for: %s is %s', (told, address) => {
    expect(addressOf(request(proxy, { 'x-forwarded-for': told }), 'x-forwarded-for')).toBe(address);
  });

  it('what names no address is logged once, without a digit of it', () => {
    const lines: unknown[] = [];
    const logger = { ...silentLogger, warn: (fields: object, event: string) => lines.push([fields, event]) };
    const readFrom = createAddressOf('x-real-ip', logger);
    // A health check comes past the proxy, without the header; a guest's socket never should.
    expect(readFrom(request(proxy))).toBe(proxy);
    expect(lines).toEqual([]);
    for (let times = 0; times < 3; times += 1) {
      expect(readFrom(request(proxy, { 'x-real-ip': `host-7.example|203.0.113.${times}` }))).toBe(proxy);
      expect(readFrom(request(proxy, { upgrade: 'websocket' }))).toBe(proxy);
    }
    const event = 'the address header does not say where guests are';
    const header = 'x-real-ip';
    expect(lines).toEqual([
      [{ header, why: 'unreadable', sample: 'xxxx-#.xxxxxxx|###.#.###.#' }, event],
      [{ header, why: 'missing', sample: undefined }, event],
    ]);
    readFrom(request(proxy, { 'x-real-ip': '203.0.113.7' }));
    expect(lines).toHaveLength(2);
  });

  it('no header but the configured one is looked at', () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      'x-real-ip': '203.0.113.8',
      forwarded: 'for=1.2.3.4',
    };
    expect(addressOf(request(proxy, headers), null)).toBe(proxy);
    expect(addressOf(request(proxy, headers), 'x-real-ip')).toBe('203.0.113.8');
    expect(addressOf(request(proxy, headers), 'fly-client-ip')).toBe(proxy);
  });

  it('TLS is believed from the proxy whose word on addresses is taken, or from the public address', () => {
    const forwarded = request(proxy, { 'x-forwarded-proto': 'https' });
    const none = { addressHeader: null, publicUrl: null };
    expect(cameByTls(forwarded, none)).toBe(false);
    expect(cameByTls(forwarded, { ...none, addressHeader: 'x-real-ip' })).toBe(true);
    expect(cameByTls(request(proxy), { ...none, addressHeader: 'x-real-ip' })).toBe(false);
    const doubled = request(proxy, { 'x-forwarded-proto': 'https, http' });
    expect(cameByTls(doubled, { ...none, addressHeader: 'x-real-ip' })).toBe(false);
    expect(cameByTls(request(proxy), { ...none, publicUrl: 'https://radio.example' })).toBe(true);
    expect(cameByTls(forwarded, { addressHeader: 'x-real-ip', publicUrl: 'http://radio.example' })).toBe(
      false,
    );
  });
});
