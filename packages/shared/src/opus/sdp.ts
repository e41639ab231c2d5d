import { type MixEncoding, normalEncoding } from './presets.ts';

/**
 * Writes how the mix is encoded into an answer's Opus parameters (RFC 7587 §7.1) and its packet time (RFC 8866 §6.4). The
 * answer that the *sender* receives decides how it encodes; editing one's own offer changes nothing. A description without Opus comes back
 * as it was.
 */
export function applyMixEncoding(answerSdp: string, encoding: MixEncoding = normalEncoding): string {
  const payloadType = opusPayloadType(answerSdp);
  if (payloadType === undefined) return answerSdp;
  const fmtp = `a=fmtp:${payloadType} ${formatParameters(parameters(encoding))}`;
  const { packetMs } = encoding;
  const isFmtp = new RegExp(`^a=fmtp:${payloadType} `);
  const isRtpmap = new RegExp(`^a=rtpmap:${payloadType} `);
  return answerSdp
    .split('\r\n')
    .filter((line) => !isFmtp.test(line) && !/^a=(?:max)?ptime:/.test(line))
    .flatMap((line) =>
      isRtpmap.test(line) ? [line, fmtp, `a=ptime:${packetMs}`, `a=maxptime:${packetMs}`] : [line],
    )
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

const parameters = ({ bitrateBps, channels, packetMs }: MixEncoding): Record<string, number> => ({
  minptime: packetMs,
  useinbandfec: 1,
  usedtx: 0,
  stereo: channels - 1,
  'sprop-stereo': channels - 1,
  maxaveragebitrate: bitrateBps,
});

const formatParameters = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
