import { largestBitrateBps } from './presets.ts';

/**
 * Writes how the mix is encoded into an answer's Opus parameters (RFC 7587 §7.1). The answer that the *sender* receives
 * decides it; editing one's own offer changes nothing. It is the same for every preset: `maxaveragebitrate` is the most that
 * the sender may be set to later on. A description without Opus comes back as it was.
 */
export function applyMixEncoding(answerSdp: string, maxBitrateBps = largestBitrateBps): string {
  const payloadType = opusPayloadType(answerSdp);
  if (payloadType === undefined) return answerSdp;
  const fmtp = `a=fmtp:${payloadType} ${formatParameters(parameters(maxBitrateBps))}`;
  const isFmtp = new RegExp(`^a=fmtp:${payloadType} `);
  const isRtpmap = new RegExp(`^a=rtpmap:${payloadType} `);
  return answerSdp
    .split('\r\n')
    .filter((line) => !isFmtp.test(line) && !/^a=(?:max)?ptime:/.test(line))
    .flatMap((line) => (isRtpmap.test(line) ? [line, fmtp, 'a=ptime:20'] : [line]))
    .join('\r\n');
}

/**
 * Lets a receiver's answer ask for both channels (`stereo=1`, RFC 7587 §7.1); browsers decode to one otherwise, whatever is
 * sent. A stream of one channel sounds the same either way. To be applied before the answer becomes the local description.
 */
export function acceptStereo(answerSdp: string): string {
  const payloadType = opusPayloadType(answerSdp);
  if (payloadType === undefined) return answerSdp;
  return answerSdp.replace(
    new RegExp(`^(a=fmtp:${payloadType} (?!.*\\bstereo=1).*?)(\\r?)$`, 'm'),
    '$1;stereo=1$2',
  );
}

const opusPayloadType = (sdp: string): string | undefined =>
  /^a=rtpmap:(\d+) opus\/48000\/2\s*$/im.exec(sdp)?.[1];

const parameters = (maxaveragebitrate: number): Record<string, number> => ({
  minptime: 20,
  useinbandfec: 1,
  usedtx: 0,
  stereo: 1,
  'sprop-stereo': 1,
  maxaveragebitrate,
});

const formatParameters = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
