import type { MediaParameters } from '../fan-out/contracts.ts';

export interface AcceptedCodecs {
  readonly opus: boolean;
  readonly red: boolean;
}

/** Which of the offered encodings an answer takes (RFC 3264 §6.1). Firefox drops RED: sending it all the same is silence. */
export function acceptedCodecs(answerSdp: string, media: MediaParameters): AcceptedCodecs {
  const lines = answerSdp.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('m=audio '));
  if (start === -1) return { opus: false, red: false };
  const next = lines.findIndex((line, index) => index > start && line.startsWith('m='));
  const section = lines.slice(start, next === -1 ? undefined : next);
  const [, port, , ...payloadTypes] = lines[start]?.split(' ') ?? [];
  const receives = !section.some((line) => line === 'a=inactive' || line === 'a=sendonly');
  if (port === '0' || !receives) return { opus: false, red: false };
  const takes = (payloadType: number, encoding: string): boolean =>
    payloadTypes.includes(String(payloadType)) &&
    section.some((line) => line.toLowerCase().startsWith(`a=rtpmap:${payloadType} ${encoding}/48000/2`));
  const opus = takes(media.opusPayloadType, 'opus');
  return { opus, red: opus && takes(media.redPayloadType, 'red') };
}
