export interface RedBlock {
  readonly payloadType: number;
  /** Samples by which it is older than the primary block. */
  readonly offset: number;
  readonly payload: Buffer;
}

/** Reads a RED payload as RFC 2198 §3 has it: any number of redundant blocks, then the primary one. */
export function readRed(payload: Uint8Array): { primary: RedBlock; redundant: RedBlock[] } {
  const buffer = Buffer.from(payload);
  const headers: { payloadType: number; offset: number; length: number }[] = [];
  let at = 0;
  for (; (buffer.readUInt8(at) & 0x80) !== 0; at += 4) {
    const bits = buffer.readUInt32BE(at);
    headers.push({ payloadType: (bits >>> 24) & 0x7f, offset: (bits >>> 10) & 0x3fff, length: bits & 0x3ff });
  }
  const primaryType = buffer.readUInt8(at);
  at += 1;
  const redundant = headers.map(({ payloadType, offset, length }) => {
    const block = { payloadType, offset, payload: buffer.subarray(at, at + length) };
    at += length;
    return block;
  });
  return { primary: { payloadType: primaryType, offset: 0, payload: buffer.subarray(at) }, redundant };
}
