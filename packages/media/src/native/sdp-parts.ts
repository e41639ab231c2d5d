/**
 * The parts of a session description (RFC 8866 §5.14), each as its lines, of which the first begins with `m=`. Lines are told apart as
 * libdatachannel does, at `\n` alone, so that no part is there for it that is not seen here.
 */
export function sdpParts(sdp: string): string[][] {
  const parts: string[][] = [];
  for (const line of sdp.split('\n').map((one) => one.trim())) {
    if (line.startsWith('m=')) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

/** What a part is called (RFC 5888 §4); null where it has no name, or several. */
export function midOf(part: readonly string[]): string | null {
  const [mid, ...others] = part.filter((line) => line.startsWith('a=mid:'));
  return mid === undefined || others.length > 0 ? null : mid.slice('a=mid:'.length);
}
