import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/**
 * Where a request comes from, as far as one guest's tries are told from another's: an IPv4 address, or the network of an IPv6
 * address (/64: whoever has one of its addresses has all of them, RFC 6177). The socket's own address: a proxy before the
 * service makes all of its guests one.
 */
export function addressOf(request: Pick<IncomingMessage, 'socket'>): string {
  const address = (request.socket.remoteAddress ?? '').split('%', 1)[0]?.toLowerCase() ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped;
  return isIPv6(mapped) ? `${firstGroups(mapped).join(':')}::/64` : 'unknown';
}

/** The first 64 bits of an address (RFC 4291 §2.2), which may leave out a run of zeros as `::`. */
function firstGroups(address: string): string[] {
  const [before = '', after] = address.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail];
  return groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
}
