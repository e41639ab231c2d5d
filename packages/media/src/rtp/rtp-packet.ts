/** RTP (RFC 3550 §5.1): reading what comes in, writing the header of what goes out. */

/** Bytes of a header without CSRCs and extensions. */
export const rtpHeaderBytes = 12;

export interface RtpPacket {
  /** The sender marks the start of a talkspurt (RFC 3551 §4.1). */
  readonly marker: boolean;
  /** 0..127 */
  readonly payloadType: number;
  /** 0..65535 */
  readonly sequence: number;
  /** 0..2³²−1 */
  readonly timestamp: number;
  /** 0..2³²−1 */
  readonly ssrc: number;
  readonly csrcs: readonly number[];
  readonly extension: RtpExtension | null;
  /** Without padding; empty for a packet that carried nothing else. A view, not a copy. */
  readonly payload: Uint8Array;
}

export interface RtpExtension {
  /** "Defined by profile": 0xBEDE for RFC 8285's one-byte headers. */
  readonly profile: number;
  /** A whole number of 32-bit words. A view, not a copy. */
  readonly data: Uint8Array;
}

export type RtpParsed =
  | { readonly ok: true; readonly packet: RtpPacket }
  | { readonly ok: false; readonly reason: 'too-short' | 'wrong-version' | 'rtcp' | 'wrong-padding' };

/** Whether a datagram is RTCP rather than RTP, where both share a port (RFC 5761 §4). */
export function isRtcp(datagram: Uint8Array): boolean {
  const second = datagram[1];
  return second !== undefined && second >= 192 && second <= 223;
}

/** Reads one RTP packet. Never throws, whatever came. */
export function parseRtp(datagram: Uint8Array): RtpParsed {
  if (datagram.length < rtpHeaderBytes) return { ok: false, reason: 'too-short' };
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const first = view.getUint8(0);
  if (first >> 6 !== 2) return { ok: false, reason: 'wrong-version' };
  if (isRtcp(datagram)) return { ok: false, reason: 'rtcp' };

  const csrcCount = first & 0x0f;
  let start = rtpHeaderBytes + csrcCount * 4;
  if (start > datagram.length) return { ok: false, reason: 'too-short' };
  const csrcs = Array.from({ length: csrcCount }, (_, index) => view.getUint32(rtpHeaderBytes + index * 4));

  let extension: RtpExtension | null = null;
  if ((first & 0x10) !== 0) {
    if (start + 4 > datagram.length) return { ok: false, reason: 'too-short' };
    const dataStart = start + 4;
    const dataEnd = dataStart + view.getUint16(start + 2) * 4;
    if (dataEnd > datagram.length) return { ok: false, reason: 'too-short' };
    extension = { profile: view.getUint16(start), data: datagram.subarray(dataStart, dataEnd) };
    start = dataEnd;
  }

  const paddingBytes = (first & 0x20) === 0 ? 0 : view.getUint8(datagram.length - 1);
  const end = datagram.length - paddingBytes;
  const paddingFits = end >= start && ((first & 0x20) === 0 || paddingBytes > 0);
  if (!paddingFits) return { ok: false, reason: 'wrong-padding' };

  const second = view.getUint8(1);
  return {
    ok: true,
    packet: {
      marker: second >= 0x80,
      payloadType: second & 0x7f,
      sequence: view.getUint16(2),
      timestamp: view.getUint32(4),
      ssrc: view.getUint32(8),
      csrcs,
      extension,
      payload: datagram.subarray(start, end),
    },
  };
}

export type RtpHeader = Pick<RtpPacket, 'marker' | 'payloadType' | 'sequence' | 'timestamp' | 'ssrc'>;

/** Writes a header of `rtpHeaderBytes` at the start of `target`. Numbers are taken modulo their field. */
export function writeRtpHeader(target: Uint8Array, header: RtpHeader): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  view.setUint8(0, 0x80);
  view.setUint8(1, (header.marker ? 0x80 : 0) | (header.payloadType & 0x7f));
  view.setUint16(2, header.sequence);
  view.setUint32(4, header.timestamp);
  view.setUint32(8, header.ssrc);
}
