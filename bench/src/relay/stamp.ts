/**
 * An Opus packet of 20 ms as far as a fan-out looks (RFC 6716 §3.1), which says when it was sent: the time of the machine's
 * monotonic clock, which all of its processes share, stands behind the table of contents. No decoder ever sees it.
 */
const tocCelt20ms = 0xf8;
const stampAt = 1;
/** As many bytes as a packet has at 64 kbit/s. */
const packetBytes = 160;

export function stampedPacket(nowNs: bigint): Buffer {
  const packet = Buffer.alloc(packetBytes, 0x55);
  packet[0] = tocCelt20ms;
  packet.writeBigInt64BE(nowNs, stampAt);
  return packet;
}

/** RTP's fixed header: our packets have neither sources nor extensions (RFC 3550 §5.1). */
const rtpHeaderBytes = 12;

/** How long ago an RTP packet with such a payload was sent, ms. */
export function stayMs(rtp: Buffer, nowNs: bigint): number {
  return Number(nowNs - rtp.readBigInt64BE(rtpHeaderBytes + stampAt)) / 1e6;
}
