/** How the mix is encoded. 20 ms frames, in-band FEC on, DTX off: pauses in recitation are part of it. */
export interface OpusPreset {
  /** bit/s, set on the sender while it sends. */
  readonly bitrateBps: number;
  /**
   * 1: left and right are made alike before the encoder, which then spends nothing on their difference. Two channels are negotiated
   * always, so that another preset needs no other track, no other encoder and no other connection.
   */
  readonly channels: 1 | 2;
}

/** What SRTP adds to a packet, bytes: the tag of AES-GCM (RFC 7714 §12), which browsers and the fan-out agree on. */
export const srtpTagBytes = 16;
/** What a packet of a WebRTC listener carries besides the sound, bytes: RTP 12, SRTP, UDP 8, IPv4 20. */
export const packetHeaderBytes = 12 + srtpTagBytes + 8 + 20;

export const opusPresets = {
  voice: { bitrateBps: 32_000, channels: 1 },
  // With 50 headers a second 64 kbit/s on the wire, 29 MB an hour: at 44 kbit/s, reports and all, it could be more than 30.
  recitation: { bitrateBps: 42_000, channels: 1 },
  stereo: { bitrateBps: 96_000, channels: 2 },
} as const satisfies Record<string, OpusPreset>;

export type OpusPresetName = keyof typeof opusPresets;
export const opusPresetNames = Object.keys(opusPresets) as readonly OpusPresetName[];
export const defaultOpusPreset: OpusPresetName = 'recitation';

/** The most that any preset sends, bit/s. */
export const largestBitrateBps = Math.max(...Object.values(opusPresets).map(({ bitrateBps }) => bitrateBps));

/** What the connection that carries the mix is negotiated for. */
export interface MixEncoding {
  /** The most that the sender may be set to, bit/s. */
  readonly bitrateBps: number;
  /** With 1 the encoder itself mixes left and right into one. */
  readonly channels: 1 | 2;
  /** How long each packet sounds, ms. */
  readonly packetMs: 20 | 60;
}

/** Encoding of the `normal` rendition: the same for every preset, so that another preset needs no other connection. */
export const normalEncoding: MixEncoding = { bitrateBps: largestBitrateBps, channels: 2, packetMs: 20 };

/**
 * Encoding of the `saver` rendition: one channel in packets of 60 ms, since the headers of 50 packets a second would cost as much as
 * the sound. 31.5 kbit/s on the wire, 14.2 MB an hour.
 */
export const saverEncoding = {
  bitrateBps: 24_000,
  channels: 1,
  packetMs: 60,
} as const satisfies MixEncoding;
