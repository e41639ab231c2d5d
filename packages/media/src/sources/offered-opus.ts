export interface OfferedOpus {
  readonly mid: string;
  readonly payloadType: number;
}

/** Where an offer has its first audio part that sends Opus; null when there is none. */
export function offeredOpus(offerSdp: string): OfferedOpus | null {
  const sections = offerSdp.split(/^(?=m=)/m).slice(1);
  for (const section of sections) {
    if (!section.startsWith('m=audio ') || /^a=(?:recvonly|inactive)\s*$/m.test(section)) continue;
    const mid = /^a=mid:(\S{1,64})\s*$/m.exec(section)?.[1];
    const payloadType = /^a=rtpmap:(\d{1,3}) opus\/48000\/2\s*$/im.exec(section)?.[1];
    if (mid !== undefined && payloadType !== undefined) return { mid, payloadType: Number(payloadType) };
  }
  return null;
}
