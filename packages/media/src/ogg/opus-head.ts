/** What an Ogg Opus stream says of itself in its first packet (RFC 7845 §5.1). */
export interface OpusHead {
  readonly channels: number;
  /** Samples of 48 kHz at the beginning that only warm the decoder up. */
  readonly preSkip: number;
  /** By how much a player is to change the level, decibels. */
  readonly gainDb: number;
  /** What the channels are (RFC 7845 §5.1.1): 0 mono or stereo, 1 surround, others anything. */
  readonly mappingFamily: number;
  /** Each packet is one Opus packet whose channels are the stream's, in their order: so it means the same without this head. */
  readonly isPlain: boolean;
}

export const opusHeadMagic = 'OpusHead';
const leastBytes = 19;
const mappingBytes = 2;

/** Null for what is no such packet, or one of a format that is to come. */
export function readOpusHead(packet: Uint8Array): OpusHead | null {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  if (bytes.length < leastBytes || bytes.toString('latin1', 0, 8) !== opusHeadMagic) return null;
  // The upper half of the version changes with what older readers cannot understand.
  if (bytes.readUInt8(8) >> 4 !== 0) return null;
  const channels = bytes.readUInt8(9);
  if (channels === 0) return null;
  const mappingFamily = bytes.readUInt8(18);
  const table = bytes.subarray(leastBytes);
  if (mappingFamily !== 0 && table.length < mappingBytes + channels) return null;
  return {
    channels,
    preSkip: bytes.readUInt16LE(10),
    gainDb: bytes.readInt16LE(16) / 256,
    mappingFamily,
    isPlain: mappingFamily === 0 ? channels <= 2 : isPlainTable(mappingFamily, channels, table),
  };
}

/** Of other families only surround with one or two channels: one stream, coupled where there are two, each in its place. */
function isPlainTable(family: number, channels: number, table: Buffer): boolean {
  const [streams, coupled, ...places] = table.subarray(0, mappingBytes + channels);
  if (family !== 1 || channels > 2 || streams !== 1 || coupled !== channels - 1) return false;
  return places.every((place, index) => place === index);
}
