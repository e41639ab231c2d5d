const polynomial = 0x04c11db7;

/** What each byte makes of the sum, four times 256: for one that is followed by none, one, two and three more. */
const table = makeTable();

function makeTable(): Uint32Array {
  const made = new Uint32Array(4 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ polynomial : sum << 1;
    made[byte] = sum;
  }
  for (let index = 256; index < made.length; index += 1) {
    const sum = made[index - 256] ?? 0;
    made[index] = (sum << 8) ^ (made[sum >>> 24] ?? 0);
  }
  return made;
}

/** Where a page's own checksum stands: it counts as zero. */
const ownAt = 22;
const ownEnd = 26;
const zeros = new Uint8Array(ownEnd - ownAt);

/** The checksum that a whole page should have (RFC 3533 §6: CRC-32, not reflected, from 0). */
export function oggChecksum(page: Uint8Array): number {
  const before = addUp(0, page.subarray(0, ownAt));
  return addUp(addUp(before, zeros), page.subarray(ownEnd)) >>> 0;
}

/** Four bytes at a time: a file is looked through as a whole before it is played. */
function addUp(start: number, bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = start;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    sum ^= view.getUint32(at);
    sum =
      (table[768 + (sum >>> 24)] ?? 0) ^
      (table[512 + ((sum >>> 16) & 0xff)] ?? 0) ^
      (table[256 + ((sum >>> 8) & 0xff)] ?? 0) ^
      (table[sum & 0xff] ?? 0);
  }
  for (; at < bytes.length; at += 1) sum = (sum << 8) ^ (table[(sum >>> 24) ^ view.getUint8(at)] ?? 0);
  return sum;
}
