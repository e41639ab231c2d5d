/** A session description (RFC 8866) whose only address is this UDP port on 127.0.0.1. It must have one media section. */
export function onlyThrough(port: number, sdp: string): string {
  const candidate = `a=candidate:1 1 UDP 2122317823 127.0.0.1 ${port} typ host`;
  return `${withoutAddresses(sdp)}${candidate}\r\na=end-of-candidates\r\n`;
}

/** The description without ICE candidates (RFC 8839 §5.1): whoever reads it learns the address from the packets. */
export const withoutAddresses = (sdp: string): string =>
  sdp
    .split('\r\n')
    .filter((line) => !/^a=(?:candidate:|end-of-candidates)/.test(line))
    .join('\r\n');
