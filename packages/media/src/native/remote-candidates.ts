import { BlockList, isIP } from 'node:net';

/**
 * An ICE candidate of the other side (RFC 8839 §5.1), as browsers write it. Whatever is written in another way is none: the native side
 * could read another address in it than we.
 */
const shape =
  /^(?:a=)?candidate:[!-~]+ \d{1,5} (udp|tcp) \d{1,10} ([0-9a-z.:-]{1,255}) \d{1,5} typ (?:host|srflx|prflx|relay)(?: [ -~]*)?$/i;
/** The name by which a browser hides an address of its own on the local network (draft-ietf-mmusic-mdns-ice-candidates §3.1.1). */
const hiddenName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/i;
/** Lines are told apart as libdatachannel does, which trims their ends only. */
const candidateLine = /^a=candidate:/i;

/** By family: a list of both takes IPv4 for what is mapped into IPv6, too. */
type ByFamily = Readonly<Record<'ipv4' | 'ipv6', BlockList>>;
/** Where nobody can be, and where a cloud keeps its machines' secrets. */
const nobodys: ByFamily = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['169.254.169.254', 32],
  ['169.254.170.2', 32],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
] as const)
  nobodys.ipv4.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  // An IPv4 address, which may be any of the above, in the clothes of IPv6: compatible, mapped (RFC 4291 §2.5.5), and as a network's NAT64
  // makes it (RFC 6052). No machine names itself so.
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
] as const)
  nobodys.ipv6.addSubnet(network, bits, 'ipv6');

const loopback: ByFamily = { ipv4: new BlockList(), ipv6: new BlockList() };
loopback.ipv4.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.ipv6.addAddress('::1', 'ipv6');

/** How those in any of these lists begin, as `isIP` takes them. A list is asked for these alone: it costs some microseconds each time. */
const mayBeListed = {
  ipv4: /^(?:0|127|169|22[4-9]|2[3-5]\d)\./,
  ipv6: /^(?:[0:]|ff|fd00:|64:)/i,
} as const;

export type CandidateKind =
  /** Cannot be read. */
  | 'malformed'
  /** Over TCP, which the native side does not do. */
  | 'tcp'
  /** Where nobody may be called: by a name of the internet, at multicast, at a cloud's own address. */
  | 'forbidden'
  /** At a loopback address. */
  | 'loopback'
  /** By a browser's name for an address of its own. Looking it up takes a thread. */
  | 'name'
  | 'address';

/** What a candidate names. Pure. */
export function candidateKind(candidate: string): CandidateKind {
  const [, transport, address = ''] = shape.exec(candidate) ?? [];
  if (transport === undefined) return 'malformed';
  const kind = addressKind(address);
  return kind !== 'forbidden' && transport.toLowerCase() === 'tcp' ? 'tcp' : kind;
}

function addressKind(address: string): 'forbidden' | 'loopback' | 'name' | 'address' {
  const version = isIP(address);
  if (version === 0) return hiddenName.test(address) ? 'name' : 'forbidden';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (!mayBeListed[family].test(address)) return 'address';
  if (loopback[family].check(address, family)) return 'loopback';
  return nobodys[family].check(address, family) ? 'forbidden' : 'address';
}

/** A session description with those candidates alone that are to be kept; they are offered in their order, without `a=`. Pure but for `keeps`. */
export function withCandidates(sdp: string, keeps: (candidate: string) => boolean): string {
  if (!/candidate/i.test(sdp)) return sdp;
  return sdp
    .split('\n')
    .filter((line) => {
      const text = line.trim();
      return !candidateLine.test(text) || keeps(text.slice('a='.length));
    })
    .join('\n');
}
