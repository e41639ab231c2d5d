import type { MauzinPlace } from './mauzin-side.ts';

/** The load generator: one process for each server, doing the same to both. */
export type LoadCalls = {
  open(where: Where): Promise<void>;
  /** So many listeners join, a few at a time, and stay. */
  join(crowd: Crowd): Promise<Joined>;
  /** So many come in, and do nothing. */
  idle(crowd: Crowd): Promise<void>;
  /** All of them go. */
  leave(): Promise<void>;
};

export type Where =
  | { readonly mauzin: MauzinPlace }
  /** `asPage`: with everything that a page made with `peerjs` does to join. */
  | { readonly peerJsPort: number; readonly asPage: boolean };

export interface Crowd {
  readonly count: number;
  readonly atOnce: number;
}

export interface Joined {
  readonly tookMs: number;
  /** Of each listener. */
  readonly joinMs: readonly number[];
}
