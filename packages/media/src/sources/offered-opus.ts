export interface OfferedOpus {
  readonly mid: string;
  readonly payloadType: number;
  /** RED whose frames are in this Opus (RFC 2198 §5); null when there is none. */
  readonly redPayloadType: number | null;
}

/** Where an offer has its first audio part that sends Opus; null when there is none. */
export function offeredOpus(offerSdp: string): OfferedOpus | null {
  const sections = offerSdp.split(/^(?=m=)/m).slice(1);
  for (const section of sections) {
    if (!section.startsWith('m=audio ') || /^a=(?:recvonly|inactive)\s*$/m.test(section)) continue;
    const mid = /^a=mid:(\S{1,64})\s*$/m.exec(section)?.[1];
    const payloadType = /^a=rtpmap:(\d{1,3}) opus\/48000\/2\s*$/im.exec(section)?.[1];
    if (mid === undefined || payloadType === undefined) continue;
    return { mid, payloadType: Number(payloadType), redPayloadType: offeredRed(section, payloadType) };
  }
  return null;
}

function offeredRed(section: string, opusPayloadType: string): number | null {
  const red = /^a=rtpmap:(\d{1,3}) red\/48000\/2\s*$/im.exec(section)?.[1];
  if (red === undefined) return null;
  const inside = new RegExp(`^a=fmtp:${red} ${opusPayloadType}(?:/${opusPayloadType})*\\s*$`, 'm');
  return inside.test(section) ? Number(red) : null;
}
