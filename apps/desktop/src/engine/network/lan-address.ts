import type { NetworkInterfaceInfo } from 'node:os';

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Adapters of virtual machines, containers and tunnels: phones are never behind them. */
const virtualName =
  /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vethernet|tun|tap|utun|wg|tailscale|zt|lxc|podman|cni|awdl|llw|bridge)|virtual|vmware|hyper-v|loopback/i;

/** Address blocks for private networks (RFC 1918), the likeliest for a mosque's router first. */
const privateBlocks: readonly RegExp[] = [/^192\.168\./, /^10\./, /^172\.(?:1[6-9]|2\d|3[01])\./];

/** Assigned by nobody (RFC 3927): no router was found, but cables between two machines work like this. */
const linkLocal = /^169\.254\./;

/**
 * The address under which phones on this network reach this machine: an IPv4 of a real adapter, private ones first. Null
 * on no network. Pure, so that it can be asked every few seconds.
 */
export function lanAddress(interfaces: Interfaces): string | null {
  const candidates = Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter((info) => info.family === 'IPv4' && !info.internal)
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  const [best] = candidates.sort((a, b) => a.rank - b.rank);
  return best?.address ?? null;
}

/** Whether this machine has that address itself. */
export const isOwnAddress = (interfaces: Interfaces, address: string): boolean =>
  /^(?:127\.|::1$)/.test(address) ||
  Object.values(interfaces).some((infos) => infos?.some((info) => info.address === address));

const virtualPenalty = 100;

function rankOf(name: string, address: string): number {
  const block = privateBlocks.findIndex((pattern) => pattern.test(address));
  const rank = linkLocal.test(address) ? 20 : block < 0 ? 10 : block;
  return virtualName.test(name) ? rank + virtualPenalty : rank;
}

/** Where listeners of a station on this machine go. */
export const listenerLink = (host: string, port: number, slug: string): string =>
  `http://${host}:${port}/s/${slug}`;
