import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6, type Socket } from 'node:net';

import type { ServiceLogger } from '../../service-logger.ts';

/** Where a request comes from, as far as one guest is told from another. */
export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

/**
 * Tells guests apart by an IPv4 address, or by the network of an IPv6 address (/64: whoever has one of its addresses has all of them,
 * RFC 6177).
 * @param header the one header by which the proxy before the service tells the address, lower-case; of a list the last entry counts, which
 * that proxy has written. A port behind the address is left out. The connection's own address is taken where `header` is null, or names
 * no address; that it names none is logged once, since all guests are then one.
 */
export function createAddressOf(header: string | null, logger: ServiceLogger): AddressOf {
  const logged = new Set<string>();
  const told = (why: 'missing' | 'unreadable', sample?: string): void => {
    if (logged.has(why)) return;
    logged.add(why);
    logger.warn({ header, why, sample }, 'the address header does not say where guests are');
  };
  return ({ headers, socket }) => {
    const own = ownAddress(socket);
    if (header === null) return own;
    const value = [headers[header]].flat().at(-1);
    const last = value?.slice(value.lastIndexOf(',') + 1).trim();
    const guest = last === undefined ? null : guestAt(withoutPort(last));
    if (guest !== null) return guest;
    // Health checks often come past the proxy; whoever wants a socket is a guest.
    if (last !== undefined) told('unreadable', shapeOf(last));
    else if (headers.upgrade !== undefined) told('missing');
    return own;
  };
}

/** The address of a connection itself. */
export const ownAddress = (socket: Pick<Socket, 'remoteAddress'>): string =>
  guestAt(socket.remoteAddress ?? '') ?? 'unknown';

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

/** `203.0.113.1:5678` as Azure's gateways write it, `[2001:db8::1]:443`, and brackets alone; all else as it is. */
function withoutPort(text: string): string {
  const [, inBrackets, plain] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? [];
  return inBrackets ?? plain ?? text;
}

/** What a text looks like, with no digit and no letter of it: it may hold somebody's address. */
const shapeOf = (text: string): string =>
  text
    .slice(0, 60)
    .replaceAll(/\d/g, '#')
    .replaceAll(/[a-z]/gi, 'x')
    .replaceAll(/[^\x20-\x7e]/g, '?');

/** The guest behind an address, as `AddressOf` tells guests apart. Null: the text is no address. */
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
