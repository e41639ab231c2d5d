import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';

import type { CandidateOf, Description } from './receivers.ts';

/** A process with one fan-out: what is measured. */
export type SenderCalls = {
  /** Opens the UDP port that all listeners share, and returns it. */
  open(): Promise<number>;
  /** Plays an Ogg/Opus file, over and over. */
  play(path: string): Promise<void>;
  /** Takes the mix of a page instead. Answer and candidates come as events. */
  mixSignal(signal: MixSignalFromRenderer): void;
  /** Offers a connection; the offer and its candidates come as events. Without redundancy it gets plain Opus. */
  join(listener: { readonly id: string; readonly redundancy: boolean }): void;
  answer(answer: Description): void;
  candidate(candidate: CandidateOf): void;
  leave(listener: { readonly id: string }): void;
  /** RTP packets handed on so far, to all listeners together. */
  packetsSent(): number;
  /** Collects garbage, so that memory is what is held and not what was used on the way. */
  collect(): void;
  /** Falls silent; everybody stays connected. */
  silence(): void;
};

export interface SenderEvents {
  mixSignal: MixSignalToRenderer;
  offer: Description;
  candidate: CandidateOf;
  failed: { readonly id: string; readonly reason: string };
}
