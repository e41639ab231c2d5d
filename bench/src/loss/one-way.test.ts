import { expect, test } from 'vitest';

import { onlyThrough, withoutAddresses } from './one-way.ts';

const sdp = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=candidate:1 1 UDP 2114977791 10.0.0.7 41998 typ host',
  'a=candidate:2 1 UDP 1 203.0.113.9 41998 typ srflx raddr 10.0.0.7 rport 41998',
  'a=end-of-candidates',
  'a=mid:audio',
  '',
].join('\r\n');

test('there is one way only', () => {
  expect(onlyThrough(5000, sdp).split('\r\n')).toEqual([
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:audio',
    'a=candidate:1 1 UDP 2122317823 127.0.0.1 5000 typ host',
    'a=end-of-candidates',
    '',
  ]);
});

test('or none that is told', () => {
  expect(withoutAddresses(sdp)).toBe('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:audio\r\n');
});
