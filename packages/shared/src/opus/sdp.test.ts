import { expect, test } from 'vitest';

import { largestBitrateBps, normalEncoding, opusPresets, saverEncoding } from './presets.ts';
import { acceptStereo, applyMixEncoding } from './sdp.ts';

const answer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=maxptime:60',
  '',
].join('\r\n');

test('the mix is stereo at the largest bit rate of all presets, with FEC, without DTX', () => {
  const sdp = applyMixEncoding(answer);
  expect(sdp).toContain(
    'a=fmtp:111 minptime=20;useinbandfec=1;usedtx=0;stereo=1;sprop-stereo=1;maxaveragebitrate=96000\r\n',
  );
  expect(sdp).toContain('a=ptime:20\r\na=maxptime:20\r\n');
  expect(sdp.match(/ptime:/g)).toHaveLength(2);
  expect(sdp.match(/a=fmtp:111/g)).toHaveLength(1);
  expect(sdp.endsWith('\r\n')).toBe(true);
});

test('no preset needs more than what was negotiated', () => {
  for (const { bitrateBps } of Object.values(opusPresets))
    expect(bitrateBps).toBeLessThanOrEqual(largestBitrateBps);
});

test('a lower bit rate may be asked for', () => {
  expect(applyMixEncoding(answer, { ...normalEncoding, bitrateBps: 64_000 })).toContain(
    'stereo=1;sprop-stereo=1;maxaveragebitrate=64000\r\n',
  );
});

test('the saver is one channel at 24 kbit/s in packets of 60 ms, no others, with FEC, without DTX', () => {
  expect(applyMixEncoding(answer, saverEncoding)).toContain(
    'a=fmtp:111 minptime=60;useinbandfec=1;usedtx=0;stereo=0;sprop-stereo=0;maxaveragebitrate=24000\r\n' +
      'a=ptime:60\r\na=maxptime:60\r\n',
  );
});

test('applying twice is applying once', () => {
  const once = applyMixEncoding(answer);
  expect(applyMixEncoding(once)).toBe(once);
});

test('a description without Opus is left alone', () => {
  expect(applyMixEncoding('v=0\r\na=rtpmap:0 PCMU/8000\r\n')).toBe('v=0\r\na=rtpmap:0 PCMU/8000\r\n');
});

test('a receiver asks for both channels, once', () => {
  const accepted = acceptStereo(answer);
  expect(accepted).toContain('a=fmtp:111 minptime=10;useinbandfec=1;stereo=1\r\n');
  expect(acceptStereo(accepted)).toBe(accepted);
  expect(acceptStereo('v=0\r\n')).toBe('v=0\r\n');
});
