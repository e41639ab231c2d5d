/** The longest page that Ogg knows (RFC 3533 §6), bytes: so much of a file's end holds its last whole page, if cut amidst one. */
export const longestPageBytes = 27 + 255 + 255 * 255;
/** So much of a file's beginning holds the identification header. */
export const headBytes = 64;

const capture = Buffer.from('OggS', 'latin1');
const samplesPerMs = 48;

/**
 * How long an Ogg Opus file plays, ms, read from its first bytes and its last: the last whole page's granule position without
 * the pre-skip (RFC 7845 §4). Null for what is no such file, or holds no sound yet.
 * @param tail at least twice `longestPageBytes` from the end of the file, or all of it
 */
export function opusDurationMs(head: Buffer, tail: Buffer): number | null {
  if (head.length < 47 || !head.subarray(0, 4).equals(capture)) return null;
  if (head.toString('latin1', 28, 36) !== 'OpusHead') return null;
  const preSkip = head.readUInt16LE(38);
  const serial = head.readUInt32LE(14);
  for (let at = tail.lastIndexOf(capture); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(capture, at - 1)) {
    const granule = granuleOf(tail.subarray(at), serial);
    if (granule !== null) return Math.max(0, Math.round((granule - preSkip) / samplesPerMs));
  }
  return null;
}

/** Null when it is no whole page of sound of this stream: sound may hold the four letters, too. */
function granuleOf(page: Buffer, serial: number): number | null {
  if (page.length < 27 || page.readUInt8(4) !== 0 || page.readUInt32LE(14) !== serial) return null;
  const segments = page.readUInt8(26);
  const bodyAt = 27 + segments;
  if (page.length < bodyAt) return null;
  const end = page.subarray(27, bodyAt).reduce((sum, length) => sum + length, bodyAt);
  if (page.length < end) return null;
  const granule = Number(page.readBigInt64LE(6));
  return granule > 0 ? granule : null;
}
