import type { Tally } from '../fan-out/tally.ts';

export interface Guest {
  readonly id: number;
  readonly url: string;
  readonly station: string;
}

/** Listeners by the service's own protocol: each with its socket, its hello, and a connection that counts packets. */
export type CrowdCalls = {
  /** Resolves when the first packet has come, with how long that took from the socket's opening, ms. @throws after 20 s */
  join(guest: Guest): Promise<number>;
  leave(id: number): void;
  /** Counts anew, and forgets how long packets were under way. */
  reset(): void;
  tallies(): readonly Tally[];
  /** How long each packet was under way since the reset, from the broadcaster to here, ms. */
  stays(): readonly number[];
  routes(): readonly string[];
};
