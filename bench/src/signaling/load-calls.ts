import type { MauzinPlace } from './mauzin-side.ts';

/** The load generator: one process for each server, doing the same to both. */
export type LoadCalls = {
  open(where: Where): Promise<void>;
  /** So many listeners join, a few at a time, and stay. */
  join(crowd: Crowd): Promise<Joined>;
  /** So many clients come in, and do nothing. */
  idle(crowd: Crowd): Promise<void>;
  /** All of the clients go. */
  leave(): Promise<void>;
};

export type Where =
  | { readonly mauzin: MauzinPlace }
  | { readonly peerJsPort: number; readonly as: PeerJsManner };

/**
 * How npm's `peer` server is used. `client`: as `peerjs` joins and calls, asking for an id first. `bare`: the least that it can be
 * used with, an id of one's own. `page`: as a page that has no microphone to call with, and is called back.
 */
export type PeerJsManner = 'client' | 'bare' | 'page';

export interface Crowd {
  readonly count: number;
  readonly atOnce: number;
}

export interface Joined {
  readonly tookMs: number;
  /** Of each listener. */
  readonly joinMs: readonly number[];
}
