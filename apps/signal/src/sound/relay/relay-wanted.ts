import { BlockList, isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** What the configuration says of the relay. */
export interface RelayConfig {
  /** Whether to forward sound; `auto`: where it can be reached. */
  readonly relay: 'auto' | 'on' | 'off';
  /** Where the service listens; null: at all of the machine's addresses. */
  readonly host: string | null;
  /** The address that listeners are offered; null: the one that the service listens on. */
  readonly relayAddress: string | null;
  /** The local address of its UDP ports; null: by `relayBindOf`. */
  readonly relayBind: string | null;
}

/** Addresses that nobody on the internet reaches (RFC 1918, 3927, 4193, 4291, 6598). */
const inner = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  inner.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inner.addSubnet(network, bits, 'ipv6');

const isPublic = (address: string): boolean =>
  isIP(address) !== 0 && !inner.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');
const isAny = (host: string | null): boolean => host === null || host === '0.0.0.0' || host === '::';

/**
 * Whether this service forwards sound. With `auto` it does where it can be reached at an address that it knows: one that is
 * configured, one that it listens on, or a public one of its machine. In a container it knows none, and would only offer
 * listeners connections that never come up. Pure.
 * @param interfaces from `os.networkInterfaces()`
 */
export function relayWanted(
  { host, relay, relayAddress }: Pick<RelayConfig, 'host' | 'relay' | 'relayAddress'>,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): boolean {
  if (relay !== 'auto') return relay === 'on';
  if (relayAddress !== null) return true;
  if (host !== null && !isAny(host)) return !isLoopback(host);
  return hasPublicAddress(interfaces);
}

/** Whether the relay offers an address that is reached from the internet. Pure. */
export function isKnownOutside(
  { host, relayAddress }: Pick<RelayConfig, 'host' | 'relayAddress'>,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): boolean {
  if (relayAddress !== null) return isPublic(relayAddress);
  return host !== null && !isAny(host) ? isPublic(host) : hasPublicAddress(interfaces);
}

const hasPublicAddress = (interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): boolean =>
  Object.values(interfaces).some((all) => all?.some(({ address }) => isPublic(address)));

/**
 * The local address of the relay's UDP ports; null: all of the machine's. Behind a proxy the service listens on loopback, but sound
 * does not come by the proxy: a relay that is reached at a public address must not bind to loopback. Pure.
 */
export function relayBindOf({
  host,
  relayAddress,
  relayBind,
}: Pick<RelayConfig, 'host' | 'relayAddress' | 'relayBind'>): string | null {
  const isElsewhere = host !== null && isLoopback(host) && relayAddress !== null && !isLoopback(relayAddress);
  return relayBind ?? (isElsewhere ? null : host);
}
