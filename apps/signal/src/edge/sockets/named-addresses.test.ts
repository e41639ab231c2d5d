import { limits } from '@mauzin/shared';
import { expect, it } from 'vitest';

import { withOwnAddresses } from './named-addresses.ts';

const at = (address: string): string => `candidate:1 1 udp 2122260223 ${address} 50000 typ host`;
const candidate = (text: string) =>
  ({ type: 'candidate', connection: 'c1', candidate: { candidate: text, sdpMid: '0' } }) as const;
const answer = (...addresses: string[]) =>
  ({
    type: 'answer',
    connection: 'c1',
    sdp: ['v=0', 'm=audio 9 X 111', ...addresses.map((one) => `a=${at(one)}`), ''].join('\r\n'),
  }) as const;
const phone = '203.0.113.7';
const named = ['192.168.1.20', '2001:db8::7', '1f4712db-ea17-4bcf-a596-105139dfd8bf.local'];
const refused = ['224.0.0.251', 'ff02::fb', '169.254.169.254', 'internal.example', '::ffff:10.0.0.1'];

it('passes on what a listener may name, and nothing else, whether it comes by itself or in a description', () => {
  for (const one of named) expect(withOwnAddresses(candidate(at(one)), phone)).toEqual(candidate(at(one)));
  for (const one of [...refused, '127.0.0.1', '::1'])
    expect([one, withOwnAddresses(candidate(at(one)), phone)]).toEqual([one, null]);
  expect(withOwnAddresses(answer(...refused, ...named, '127.0.0.1'), phone)).toEqual(answer(...named));
  expect(withOwnAddresses(candidate(''), phone)).toEqual(candidate(''));
  expect(withOwnAddresses({ type: 'unlisten' }, phone)).toEqual({ type: 'unlisten' });
});

it.each(['127.0.0.1', '127.0.0.9', '0:0:0:0::/64'])('from %s loopback may be named', (address) => {
  for (const one of ['127.0.0.1', '::1'])
    expect(withOwnAddresses(candidate(at(one)), address)).toEqual(candidate(at(one)));
  expect(withOwnAddresses(candidate(at('169.254.169.254')), address)).toBeNull();
});

it(`passes on ${limits.usedCandidates} in a description, the first ones`, () => {
  const many = Array.from({ length: 60 }, (_, one) => `192.168.1.${one + 1}`);
  expect(withOwnAddresses(answer(...many), phone)).toEqual(answer(...many.slice(0, limits.usedCandidates)));
});
