/** Redundant audio data (RFC 2198): an earlier frame travels beside the current one, and mends its loss. */

/** Largest timestamp offset of a redundant block: 14 bits, in samples. */
export const redMaxOffset = 0x3fff;
/** Longest redundant block: 10 bits, in bytes. */
export const redMaxBlockBytes = 0x3ff;
/** Above this a datagram may be split on its way, and one lost half loses both; the earlier frame is left out then. */
const maxPayloadBytes = 1150;

const redundantHeaderBytes = 4;
const primaryHeaderBytes = 1;

/** Longest Opus packet, bytes, that surely goes through every network in one datagram, by itself in RED as well. */
export const mostSentPacketBytes = maxPayloadBytes - primaryHeaderBytes;

export interface RedBlocks {
  /** Payload type of the frames inside, 0..127. */
  readonly payloadType: number;
  readonly primary: Uint8Array;
  /** `offset`: samples by which it is older than the primary frame. */
  readonly redundant: { readonly payload: Uint8Array; readonly offset: number } | null;
}

/** The same blocks, without the redundant one where RFC 2198's fields or a datagram's size do not allow it. */
export function withinRedLimits(blocks: RedBlocks): RedBlocks {
  const { redundant } = blocks;
  if (redundant === null) return blocks;
  const fits =
    redundant.offset > 0 &&
    redundant.offset <= redMaxOffset &&
    redundant.payload.length > 0 &&
    redundant.payload.length <= redMaxBlockBytes &&
    redPayloadBytes(blocks) <= maxPayloadBytes;
  return fits ? blocks : { ...blocks, redundant: null };
}

/** How many bytes `writeRedPayload` will write. */
export function redPayloadBytes(blocks: RedBlocks): number {
  const redundantBytes =
    blocks.redundant === null ? 0 : redundantHeaderBytes + blocks.redundant.payload.length;
  return redundantBytes + primaryHeaderBytes + blocks.primary.length;
}

/** Writes a RED payload at `start`. The blocks must be within limits (`withinRedLimits`). */
export function writeRedPayload(target: Uint8Array, start: number, blocks: RedBlocks): void {
  const { payloadType, primary, redundant } = blocks;
  let at = start;
  if (redundant !== null) {
    const bits = (redundant.offset << 10) | redundant.payload.length;
    target[at] = 0x80 | payloadType;
    target[at + 1] = bits >> 16;
    target[at + 2] = bits >> 8;
    target[at + 3] = bits;
    at += redundantHeaderBytes;
  }
  target[at] = payloadType;
  at += primaryHeaderBytes;
  if (redundant !== null) {
    target.set(redundant.payload, at);
    at += redundant.payload.length;
  }
  target.set(primary, at);
}

/** One earlier frame of a RED payload. */
export interface RedundantBlock {
  readonly payloadType: number;
  /** Samples by which it is older than the primary frame. */
  readonly offset: number;
  /** A view, not a copy. */
  readonly payload: Uint8Array;
}

export interface RedPayload {
  readonly primary: { readonly payloadType: number; readonly payload: Uint8Array };
  /** Oldest first, as they come. */
  readonly redundant: readonly RedundantBlock[];
}

/** Reads a RED payload (RFC 2198 §3), with as many earlier frames as it has. Null when it is no RED. Never throws. */
export function readRedPayload(payload: Uint8Array): RedPayload | null {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const heads: { payloadType: number; offset: number; length: number }[] = [];
  let at = 0;
  while (at < payload.length && (view.getUint8(at) & 0x80) !== 0) {
    if (at + redundantHeaderBytes > payload.length) return null;
    const bits = view.getUint32(at);
    heads.push({
      payloadType: (bits >>> 24) & 0x7f,
      offset: (bits >>> 10) & redMaxOffset,
      length: bits & redMaxBlockBytes,
    });
    at += redundantHeaderBytes;
  }
  if (at >= payload.length) return null;
  const payloadType = view.getUint8(at);
  at += primaryHeaderBytes;
  const redundant: RedundantBlock[] = [];
  for (const { length, ...head } of heads) {
    if (at + length > payload.length) return null;
    redundant.push({ ...head, payload: payload.subarray(at, at + length) });
    at += length;
  }
  return { primary: { payloadType, payload: payload.subarray(at) }, redundant };
}
