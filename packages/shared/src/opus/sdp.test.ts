import { expect, test } from 'vitest';

import { opusPresets } from './presets.ts';
import { acceptStereo, applyOpusPreset } from './sdp.ts';

const answer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=maxptime:60',
  '',
].join('\r\n');

test('recitation is mono at 64 kbit/s with FEC, without DTX', () => {
  const sdp = applyOpusPreset(answer, opusPresets.recitation);
  expect(sdp).toContain(
    'a=fmtp:111 minptime=20;useinbandfec=1;usedtx=0;stereo=0;sprop-stereo=0;maxaveragebitrate=64000\r\n',
  );
  expect(sdp).toContain('a=ptime:20\r\n');
  expect(sdp.match(/a=fmtp:111/g)).toHaveLength(1);
  expect(sdp).not.toContain('maxptime');
  expect(sdp.endsWith('\r\n')).toBe(true);
});

test('stereo asks for two channels', () => {
  expect(applyOpusPreset(answer, opusPresets.stereo)).toContain(
    'stereo=1;sprop-stereo=1;maxaveragebitrate=96000',
  );
});

test('applying twice is applying once', () => {
  const once = applyOpusPreset(answer, opusPresets.voice);
  expect(applyOpusPreset(once, opusPresets.voice)).toBe(once);
});

test('a description without Opus is left alone', () => {
  expect(applyOpusPreset('v=0\r\na=rtpmap:0 PCMU/8000\r\n', opusPresets.voice)).toBe(
    'v=0\r\na=rtpmap:0 PCMU/8000\r\n',
  );
});

test('a receiver asks for both channels, once', () => {
  const accepted = acceptStereo(answer);
  expect(accepted).toContain('a=fmtp:111 minptime=10;useinbandfec=1;stereo=1\r\n');
  expect(acceptStereo(accepted)).toBe(accepted);
  expect(acceptStereo('v=0\r\n')).toBe('v=0\r\n');
});
