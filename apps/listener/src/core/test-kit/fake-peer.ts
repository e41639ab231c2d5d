import type { Candidate, ClockPort } from '@mauzin/shared';

import type { CreatePeer, InboundStats, PeerPort } from '../ports.ts';

type Options = Parameters<CreatePeer<string>>[0];

/** 20 ms frames. */
const packetsPerMs = 1 / 20;

/** A receiving connection whose packets flow while the test says so. Its stream is named after its offer. */
export class FakePeer implements PeerPort {
  readonly options: Options;
  readonly candidates: Candidate[] = [];
  destroyed = false;
  loudness = 0.5;
  readonly #clock: ClockPort;
  #received = 0;
  #flowingSince: number | null = null;

  constructor(options: Options, clock: ClockPort) {
    if (options.offer === 'unusable') throw new Error('unusable offer');
    this.options = options;
    this.#clock = clock;
  }

  /** Answers, brings the stream, and lets packets flow. */
  connect(): void {
    this.answer();
    this.flow();
  }

  answer(): void {
    this.options.onAnswer(`answer to ${this.options.offer}`);
    this.options.onStream(this.options.offer);
  }

  flow(): void {
    this.#flowingSince ??= this.#clock.now();
  }

  dry(): void {
    this.#received = this.#packets();
    this.#flowingSince = null;
  }

  fail(): void {
    this.options.onClosed(new Error('ICE failed'));
  }

  addCandidate(candidate: Candidate): void {
    this.candidates.push(candidate);
  }

  stats(): Promise<InboundStats | null> {
    const packets = this.#packets();
    if (packets === 0) return Promise.resolve(null);
    return Promise.resolve({
      packetsReceived: packets,
      packetsLost: packets / 9,
      bytesReceived: packets * 160,
      jitterMs: 4,
      concealedSamples: packets * 96,
      totalSamples: packets * 960,
      bufferDelaySeconds: packets * 960 * 0.06,
      bufferedSamples: packets * 960,
      roundTripMs: 40,
    });
  }

  level(): number {
    return this.destroyed ? 0 : this.loudness;
  }

  destroy(): void {
    this.destroyed = true;
  }

  #packets(): number {
    const since = this.#flowingSince;
    return this.#received + (since === null ? 0 : Math.floor((this.#clock.now() - since) * packetsPerMs));
  }
}
