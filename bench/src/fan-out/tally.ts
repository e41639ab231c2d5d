import { median, sum } from '../statistics.ts';

/** What one receiver got since it was told to count: RTP packets of one stream, by their sequence numbers. */
export interface Tally {
  readonly received: number;
  /** Sequence numbers, 0..65535; null while nothing came. */
  readonly first: number | null;
  readonly last: number | null;
}

export const emptyTally: Tally = { received: 0, first: null, last: null };

/** How far `to` is ahead of `from`, −32768..32767: sequence numbers wrap (RFC 3550 §5.1). */
const ahead = (from: number, to: number): number => ((to - from) << 16) >> 16;

export function count(tally: Tally, sequence: number): Tally {
  const { received, first, last } = tally;
  if (first === null || last === null) return { received: 1, first: sequence, last: sequence };
  return { received: received + 1, first, last: ahead(last, sequence) > 0 ? sequence : last };
}

/** The sequence number of an RTP packet; null for RTCP (RFC 5761 §4) and for what is too short. */
export function rtpSequence(packet: Uint8Array): number | null {
  const [, second = 0, high = 0, low = 0] = packet;
  if (packet.length < 12 || (second >= 192 && second <= 223)) return null;
  return (high << 8) | low;
}

/**
 * Share of the packets sent that were received, for receivers of one and the same stream, once it has stopped. Whoever got
 * a packet is owed every later one, up to the last that anybody got; whoever got none is owed them all. At most 32,000
 * packets (ten minutes), so that numbers stay comparable.
 */
export function deliveredShare(tallies: readonly Tally[]): number {
  const begun = tallies.filter(
    (tally): tally is Tally & { first: number; last: number } => tally.first !== null,
  );
  const some = begun[0];
  if (some === undefined) return 0;
  const from = Math.min(...begun.map(({ first }) => ahead(some.first, first)));
  const to = Math.max(...begun.map(({ last }) => ahead(some.first, last)));
  const received = tallies.reduce((sum, tally) => sum + tally.received, 0);
  const owed = tallies.reduce(
    (sum, { first }) => sum + to - (first === null ? from : ahead(some.first, first)) + 1,
    0,
  );
  return received / owed;
}

/**
 * The same for receivers of several streams, each with numbers of its own, while they go on: everybody is owed what lies
 * between the first and the last that came to it, and who got less than half of what most got is owed as much as they.
 */
export function shareByOwnCount(tallies: readonly Tally[]): number {
  const spans = tallies.map(({ first, last }) =>
    first === null || last === null ? 0 : ahead(first, last) + 1,
  );
  const usual = median(spans);
  const owed = sum(spans.map((span) => (span * 2 < usual ? usual : span)));
  return owed === 0 ? 0 : sum(tallies.map(({ received }) => received)) / owed;
}
