import { midOf, sdpParts } from '../native/sdp-parts.ts';

export interface OfferedOpus {
  readonly mid: string;
  readonly payloadType: number;
  /** RED whose frames are in this Opus (RFC 2198 §5); null when there is none. */
  readonly redPayloadType: number | null;
}

/** The first audio part of an offer that sends Opus; null when there is none. */
export function offeredOpus(offerSdp: string): OfferedOpus | null {
  for (const part of sdpParts(offerSdp)) {
    if (!isAudio(part) || part.includes('a=recvonly') || part.includes('a=inactive')) continue;
    const mid = midOf(part);
    const payloadType = firstMatch(part, /^a=rtpmap:(\d{1,3}) opus\/48000\/2$/i);
    if (mid === null || !/^\S{1,64}$/.test(mid) || payloadType === null) continue;
    return { mid, payloadType: Number(payloadType), redPayloadType: offeredRed(part, payloadType) };
  }
  return null;
}

/** Whether an offer has an audio part and no other part. */
export function isAudioAlone(offerSdp: string): boolean {
  const [part, ...others] = sdpParts(offerSdp);
  return part !== undefined && others.length === 0 && isAudio(part);
}

const isAudio = ([line]: readonly string[]): boolean => line?.startsWith('m=audio ') === true;

function offeredRed(part: readonly string[], opusPayloadType: string): number | null {
  const red = firstMatch(part, /^a=rtpmap:(\d{1,3}) red\/48000\/2$/i);
  if (red === null) return null;
  const inside = new RegExp(`^a=fmtp:${red} ${opusPayloadType}(?:/${opusPayloadType})*$`);
  return part.some((line) => inside.test(line)) ? Number(red) : null;
}

function firstMatch(part: readonly string[], pattern: RegExp): string | null {
  for (const line of part) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
