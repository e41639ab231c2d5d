import type { NetworkInterfaceInfo } from 'node:os';

import type { LanAddress } from '@mauzin/desktop-contract';

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * Adapters of virtual machines, containers and tunnels, and a modem for the mobile network: phones are never behind them. Windows
 * shows the name that a program or a person gave the adapter, the others the driver's.
 */
const apartNames: readonly RegExp[] = [
  // Virtual machines and containers.
  /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|podman|cni|flannel|cali|kube|bridge|dummy|ifb|macvtap|waydroid)/i,
  /virtual|vmware|hyper-v|\bwsl\b|loopback/i,
  // Tunnels.
  /^(?:tun|tap|utun|gif|stf|gre|sit|ip6tnl|ipip|vti|xfrm|ipsec|ppp|l2tp|pptp|sstp|wg|feth|ham|nebula|proton|cscotun|gpd|warp)[a-z_-]*\d/i,
  /^zt[a-z0-9]{8}/i,
  /vpn|wireguard|nordlynx|zerotier|tailscale|mullvad|hamachi|cloudflare|wintun|tap-windows|teredo|isatap|6to4|anyconnect|globalprotect|pangp|forti|softether|netbird|twingate|radmin/i,
  // From one Apple device to another; the mobile network.
  /^(?:awdl|llw|anpi|wwan|wwp|rmnet|ccmni|pdp_ip)|cellular|mobile broadband|\blte\b/i,
];

/** Systems give an adapter without a link layer this one: a tunnel. */
const noMac = '00:00:00:00:00:00';

/** Address blocks for private networks (RFC 1918), the likeliest for a mosque's router first. */
const privateBlocks: readonly RegExp[] = [/^192\.168\./, /^10\./, /^172\.(?:1[6-9]|2\d|3[01])\./];

/** Assigned by nobody (RFC 3927): no router was found, but cables between two machines work like this. */
const linkLocal = /^169\.254\./;
/** Unique local addresses (RFC 4193): the network's own, and not anew with each of the provider's. */
const uniqueLocal = /^f[cd]/i;

/** An address that phones on the same network may reach. */
const isReachable = ({ address, family, internal }: NetworkInterfaceInfo): boolean =>
  // A phone's browser does not take a link-local IPv6 address: it would have to name its own adapter with it.
  !internal && (family === 'IPv4' || (family === 'IPv6' && !/^fe[89ab]/i.test(address)));

/**
 * The addresses under which phones may reach this machine, the likeliest first: of the adapter that holds the default route and is
 * no tunnel, else of any real one, private ones first; IPv6 where there is no IPv4. Pure, so that it can be asked every few seconds.
 * @param defaultRoutes by which the internet is reached, the preferred one first: names of adapters, or their addresses
 */
export function lanAddresses(
  interfaces: Interfaces,
  defaultRoutes: readonly string[],
): readonly LanAddress[] {
  return Object.entries(interfaces)
    .flatMap(([adapter, infos]) =>
      (infos ?? []).filter(isReachable).map((info) => ({
        adapter,
        address: info.address,
        rank: rankOf(adapter, info, routeOf(adapter, infos ?? [], defaultRoutes)),
      })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ adapter, address }) => ({ adapter, address }));
}

/**
 * The one of them that the link names: the one that the admin has fixed, also once its adapter has got another address; the likeliest
 * while that adapter is away, and without one. Null on no network.
 */
export function chosenAddress(addresses: readonly LanAddress[], fixed: LanAddress | null): LanAddress | null {
  const same = addresses.find((one) => one.adapter === fixed?.adapter && one.address === fixed.address);
  return same ?? addresses.find(({ adapter }) => adapter === fixed?.adapter) ?? addresses[0] ?? null;
}

/** Whether this machine has that address itself. */
export const isOwnAddress = (interfaces: Interfaces, address: string): boolean =>
  /^(?:127\.|::1$)/.test(address) ||
  Object.values(interfaces).some((infos) => infos?.some((info) => info.address === address));

/** Each outweighs all that follow. */
const weights = {
  apart: 100_000,
  unassigned: 10_000,
  noIpv4: 5_000,
  noRoute: 1_000,
  route: 20,
  block: 1,
} as const;

function rankOf(adapter: string, info: NetworkInterfaceInfo, route: number): number {
  const { address, family, mac, netmask } = info;
  const isApart =
    apartNames.some((name) => name.test(adapter)) || mac === noMac || netmask === '255.255.255.255';
  const block = family === 'IPv4' ? privateBlocks.findIndex((pattern) => pattern.test(address)) : -1;
  return (
    (isApart ? weights.apart : 0) +
    (linkLocal.test(address) ? weights.unassigned : 0) +
    (family === 'IPv6' ? weights.noIpv4 : 0) +
    (route < 0 ? weights.noRoute : route * weights.route) +
    (block < 0 && !uniqueLocal.test(address) ? privateBlocks.length : Math.max(0, block)) * weights.block
  );
}

/** The place of an adapter's default route among all; −1: it holds none. */
const routeOf = (
  adapter: string,
  infos: readonly NetworkInterfaceInfo[],
  defaultRoutes: readonly string[],
): number =>
  defaultRoutes.findIndex((route) => route === adapter || infos.some(({ address }) => address === route));

/** Where listeners of a station on this machine go. */
export const listenerLink = (host: string, port: number, slug: string): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}/s/${slug}`;
