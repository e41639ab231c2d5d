/** Longest frame that RFC 6716 §3.2.1 can name, bytes. */
const mostFrameBytes = 1_275;

/**
 * Whether the frames that an Opus packet names fit into it, to the byte (RFC 6716 §3.2, requirements R1 to R7 but for the length in
 * time, which is `opusDurationSamples`). Never throws.
 */
export function isWholeOpusPacket(packet: Uint8Array): boolean {
  const [toc, second] = packet;
  if (toc === undefined) return false;
  const rest = packet.subarray(1);
  switch (toc & 0x03) {
    case 0:
      return rest.length <= mostFrameBytes;
    case 1:
      return rest.length % 2 === 0 && rest.length / 2 <= mostFrameBytes;
    case 2:
      return framesFit(rest, 2);
    default:
      return second !== undefined && isWholeOfMany(packet, second);
  }
}

/** Code 3: any number of frames, with their lengths or of one length, and padding. */
function isWholeOfMany(packet: Uint8Array, countByte: number): boolean {
  const count = countByte & 0x3f;
  if (count === 0) return false;
  let at = 2;
  let padding = 0;
  if ((countByte & 0x40) !== 0) {
    let more = 255;
    while (more === 255) {
      more = packet[at] ?? -1;
      if (more < 0) return false;
      padding += more === 255 ? 254 : more;
      at += 1;
    }
  }
  const end = packet.length - padding;
  if (end < at) return false;
  const frames = packet.subarray(at, end);
  if ((countByte & 0x80) !== 0) return framesFit(frames, count);
  return frames.length % count === 0 && frames.length / count <= mostFrameBytes;
}

/** All but the last of the frames have their length written before them; the last one takes what is left. */
function framesFit(bytes: Uint8Array, count: number): boolean {
  let at = 0;
  let named = 0;
  for (let frame = 1; frame < count; frame += 1) {
    const first = bytes[at];
    if (first === undefined) return false;
    const isLong = first >= 252;
    const second = isLong ? bytes[at + 1] : 0;
    if (second === undefined) return false;
    named += isLong ? second * 4 + first : first;
    at += isLong ? 2 : 1;
  }
  const last = bytes.length - at - named;
  return last >= 0 && last <= mostFrameBytes;
}
