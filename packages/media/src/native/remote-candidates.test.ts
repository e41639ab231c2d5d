import { describe, expect, test } from 'vitest';

import { candidateKind, withCandidates } from './remote-candidates.ts';

const at = (address: string, transport = 'udp'): string =>
  `candidate:842163049 1 ${transport} 1677729535 ${address} 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0`;

describe('a candidate', () => {
  test.each([
    ['192.168.1.20', 'address'],
    ['203.0.113.7', 'address'],
    ['169.254.3.4', 'address'],
    ['2001:db8::7', 'address'],
    ['fe80::1', 'address'],
    ['fd12:3456::1', 'address'],
    ['1f4712db-ea17-4bcf-a596-105139dfd8bf.local', 'name'],
    ['127.0.0.1', 'loopback'],
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    // Names that somebody would be asked for.
    ['internal.example', 'forbidden'],
    ['printer.local', 'forbidden'],
    ['localhost', 'forbidden'],
    ['1f4712db-ea17-4bcf-a596-105139dfd8bf.local.example', 'forbidden'],
    ['127.1', 'forbidden'],
    ['2130706433', 'forbidden'],
    // A cloud's own, multicast, nobody.
    ['169.254.169.254', 'forbidden'],
    ['169.254.170.2', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['224.0.0.251', 'forbidden'],
    ['239.255.255.250', 'forbidden'],
    ['ff02::fb', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['0.0.0.0', 'forbidden'],
    ['::', 'forbidden'],
    // And the same in the clothes of IPv6.
    ['::ffff:127.0.0.1', 'forbidden'],
    ['::ffff:7f00:1', 'forbidden'],
    ['0:0:0:0:0:ffff:7f00:1', 'forbidden'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['::169.254.169.254', 'forbidden'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
  ])('at %s is of the kind %s', (address, kind) => expect(candidateKind(at(address))).toBe(kind));

  test('over TCP is none for us, wherever it is', () => {
    expect(candidateKind(at('192.168.1.20', 'tcp'))).toBe('tcp');
    expect(candidateKind(at('internal.example', 'tcp'))).toBe('forbidden');
  });

  test.each([
    'candidate:what',
    'candidate:1 1 udp 1 192.168.1.20',
    // The native side parts words by any of these.
    'candidate:1 1 udp\t1 169.254.169.254 1 typ host',
    'candidate:1\v1 udp 1 127.0.0.1 1 192.168.1.20 1 typ host',
    'candidate:1\u00a01 udp 1 192.168.1.20 169.254.169.254 1 typ host',
    'candidate:1  1 udp 1 192.168.1.20 1 typ host',
    'candidate:1 1 udp 1 192.168.1.20 1 typ host\r\na=candidate:1 1 udp 1 127.0.0.1 1 typ host',
    'candidate:1 1 udp 1 fe80::1%eth0 1 typ host',
    'x'.repeat(10_000),
  ])('that is written in a strange way is none: %j', (text) => expect(candidateKind(text)).toBe('malformed'));

  test.each([
    // Chromium, Firefox, Safari, libdatachannel.
    'candidate:3885250869 1 udp 2122260223 192.168.1.20 56143 typ host generation 0 ufrag 7mF4 network-id 1 network-cost 10',
    'candidate:0 1 UDP 2122252543 192.168.1.20 56143 typ host',
    'candidate:2 1 UDP 1686052863 203.0.113.7 56143 typ srflx raddr 192.168.1.20 rport 56143',
    'a=candidate:1 1 UDP 2122317823 192.168.1.20 56143 typ host',
  ])('as it is written in real life: %s', (text) => expect(candidateKind(text)).toBe('address'));
});

describe('a description', () => {
  const lines = (...candidates: string[]): string =>
    ['v=0', 'm=audio 9 X 111', 'a=mid:audio', ...candidates.map((one) => `a=${one}`), 'a=sendrecv', ''].join(
      '\r\n',
    );

  test('is told of each candidate in it, and keeps those that may stay', () => {
    const offered: string[] = [];
    const kept = withCandidates(lines(at('10.0.0.1'), at('10.0.0.2')), (candidate) => {
      offered.push(candidate);
      return candidate.includes('10.0.0.2');
    });
    expect(offered).toEqual([at('10.0.0.1'), at('10.0.0.2')]);
    expect(kept).toBe(lines(at('10.0.0.2')));
  });

  test('without any is the same, and none is overlooked', () => {
    expect(withCandidates(lines(), () => false)).toBe(lines());
    for (const strange of [
      'a=candidate:x',
      '  a=candidate:x',
      'A=CANDIDATE:x',
      'a=candidate:x\r',
      'a=candidate:x \t',
    ])
      expect(withCandidates(`v=0\n${strange}\nm=audio`, () => false)).toBe('v=0\nm=audio');
  });
});
