import type { Role } from '@mauzin/shared';

/** Who is told to come back, when the service ends. */
export interface Leaver {
  readonly role: Role;
  /** Whether it hears by the service's relay: such a listener hears nothing until it is back. */
  readonly isRelayed: boolean;
}

/** Broadcasters come back within so long, ms: first, so that listeners who come later find the station on the air. */
const broadcastersMs = 500;
const relayedMs = 1_000;
/** How many of the others, who hear on meanwhile, come back in a second. */
const othersPerSecond = 500;
const longestMs = 5_000;

/**
 * In how many ms a peer is to come back; drawn, so that a crowd spreads out. Pure.
 * @param others how many peers hear on meanwhile
 * @param random 0..1
 */
export function comeBackInMs({ isRelayed, role }: Leaver, others: number, random: number): number {
  if (role === 'broadcaster') return Math.round(broadcastersMs * random);
  const spreadMs = isRelayed
    ? relayedMs
    : Math.min(longestMs, Math.max(relayedMs, (others / othersPerSecond) * 1_000));
  return Math.round(spreadMs * random);
}
