/** One Ogg page (RFC 3533 §6) that begins a stream, with one packet shorter than 255 bytes. */
export function oggPage(packet: Uint8Array): Buffer {
  const header = Buffer.alloc(28);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(2, 5);
  header.writeUInt32LE(1, 14);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  const page = Buffer.concat([header, packet]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

/** CRC of a page whose own checksum field is zero. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
