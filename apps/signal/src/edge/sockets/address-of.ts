import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/**
 * Where a request comes from, as far as one guest is told from another: an IPv4 address, or the network of an IPv6 address
 * (/64: whoever has one of its addresses has all of them, RFC 6177).
 * @param header the one header by which the proxy before the service tells the address, lower-case; of a list the last entry
 * counts, which that proxy has written. The connection's own address is taken where `header` is null, or names no address.
 */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  header: string | null,
): string {
  const told = header === null ? undefined : [headers[header]].flat().at(-1);
  const last = told?.slice(told.lastIndexOf(',') + 1).trim();
  return (last === undefined ? null : guestAt(last)) ?? guestAt(socket.remoteAddress ?? '') ?? 'unknown';
}

/**
 * Whether a request came by TLS, which may have ended at a proxy before the service. Only a proxy that is believed
 * about addresses is believed here, too.
 */
export const cameByTls = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  { addressHeader, publicUrl }: { readonly addressHeader: string | null; readonly publicUrl: string | null },
): boolean =>
  publicUrl?.startsWith('https:') ??
  (addressHeader !== null &&
    [headers['x-forwarded-proto']].flat().at(-1)?.split(',').at(-1)?.trim() === 'https');

/** The guest behind an address, as `addressOf` tells guests apart. Null: the text is no address. */
function guestAt(text: string): string | null {
  const address = text.split('%', 1)[0]?.toLowerCase() ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped;
  return isIPv6(mapped) ? `${firstGroups(mapped).join(':')}::/64` : null;
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
