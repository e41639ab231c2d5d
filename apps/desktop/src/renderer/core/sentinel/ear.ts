import type { SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import type { Candidate } from '@mauzin/shared';

import type { Envelope } from '../worklets/create-meter.ts';

export type EarOffer = Extract<SentinelSignalToRenderer, { type: 'offer' }>;

/** What one connection tells. Nothing after `close`. */
export interface EarEvents {
  readonly answer: (sdp: string) => void;
  readonly candidate: (candidate: Candidate) => void;
  readonly envelope: (envelope: Envelope) => void;
  /** The connection cannot be used, or no longer. */
  readonly failed: () => void;
}

/** One connection that is listened to. */
export interface Ear {
  candidate(candidate: Candidate): void;
  /** Packets received so far. */
  packets(): Promise<number>;
  /** Idempotent. */
  close(): void;
}

export type OpenEar = (offer: EarOffer, events: EarEvents) => Ear;
