import type { Candidate, ClockPort } from '@mauzin/shared';

import type { CreatePeer, InboundStats, PeerPort } from '../ports.ts';

type Options = Parameters<CreatePeer<string>>[0];

/** A receiving connection whose packets flow while the test says so. Its stream is named after its offer. */
export class FakePeer implements PeerPort {
  readonly options: Options;
  readonly candidates: Candidate[] = [];
  destroyed = false;
  /** Whether packets ever flowed. */
  opened = false;
  loudness = 0.5;
  /** 60 for the saver. */
  packetMs = 20;
  /** Whether it can say what has come. */
  tells = true;
  /** Whether it answers at all when it is asked. */
  answers = true;
  throws = false;
  readonly #clock: ClockPort;
  #received = 0;
  #flowingSince: number | null = null;
  #lossShare = 0;
  #lost = 0;
  #lossSince = 0;

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
    this.opened = true;
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
    if (this.throws) throw new Error('unusable candidate');
    this.candidates.push(candidate);
  }

  /** From now on, 0..1. */
  set lossShare(share: number) {
    this.#lost = this.#lostNow();
    this.#lossSince = this.#packets();
    this.#lossShare = share;
  }

  stats(): Promise<InboundStats | null> {
    if (!this.answers) return new Promise(() => undefined);
    if (!this.tells) return Promise.reject(new Error('the connection is gone'));
    const packets = this.#packets();
    if (packets === 0) return Promise.resolve(null);
    return Promise.resolve({
      packetsReceived: packets,
      packetsLost: this.#lostNow(),
      wireBytes: packets * 160,
      jitterMs: 4,
      concealedSamples: packets * 96,
      totalSamples: packets * 960,
      bufferDelaySeconds: packets * 960 * 0.06,
      bufferedSamples: packets * 960,
      roundTripMs: 40,
    });
  }

  level(): number {
    if (this.throws) throw new Error('no receiver');
    return this.destroyed ? 0 : this.loudness;
  }

  destroy(): void {
    this.destroyed = true;
    if (this.throws) throw new Error('already destroyed');
  }

  #packets(): number {
    const since = this.#flowingSince;
    const arrived = since === null ? 0 : Math.floor((this.#clock.now() - since) / this.packetMs);
    return this.#received + arrived;
  }

  /** Of those that were to come, and so did not arrive. */
  #lostNow(): number {
    const arrived = this.#packets() - this.#lossSince;
    return this.#lost + Math.round((arrived * this.#lossShare) / (1 - this.#lossShare));
  }
}
