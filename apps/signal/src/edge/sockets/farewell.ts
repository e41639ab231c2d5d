import type { Role } from '@mauzin/shared';

/** Who is told to come back, when the service ends. */
export interface Leaver {
  readonly role: Role;
  /** Hears by the service's relay: nothing, until it is back. */
  readonly isRelayed: boolean;
}

/** A broadcaster is back first, so that whoever comes after it finds the station on the air. */
const broadcastersMs = 500;
const relayedMs = 1_000;
/** Everybody else hears on: so many come a second, and nobody later than the last. */
const othersPerSecond = 500;
const longestMs = 5_000;

/**
 * When this one is to come back, ms; drawn, so that a crowd spreads out. Pure.
 * @param others how many there are that hear on
 * @param random 0..1
 */
export function comeBackInMs({ isRelayed, role }: Leaver, others: number, random: number): number {
  if (role === 'broadcaster') return Math.round(broadcastersMs * random);
  const spreadMs = isRelayed
    ? relayedMs
    : Math.min(longestMs, Math.max(relayedMs, (others / othersPerSecond) * 1_000));
  return Math.round(spreadMs * random);
}
