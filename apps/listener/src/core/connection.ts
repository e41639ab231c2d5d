import {
  type Candidate,
  type ClockPort,
  type IceServer,
  limits,
  type Rendition,
  type Route,
  saverEncoding,
} from '@mauzin/shared';

import type { CreatePeer, InboundStats, PeerPort } from './ports.ts';

/** `opening`: no packet yet. `stalled`: packets came, and none for `silenceMs`. `ended`: the peer is gone. */
export type Flow = 'opening' | 'flowing' | 'stalled' | 'ended';

export interface ConnectionOptions<TStream> {
  readonly id: string;
  readonly route: Route;
  readonly rendition: Rendition;
  readonly offer: string;
  readonly iceServers: readonly IceServer[];
  readonly createPeer: CreatePeer<TStream>;
  readonly clock: ClockPort;
  readonly onAnswer: (sdp: string) => void;
  readonly onCandidate: (candidate: Candidate) => void;
  /** The stream came, packets came, they stopped for a moment or longer, or the peer ended. Never after `close`. */
  readonly onChange: () => void;
  /** So many bytes more have come, on the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly onError: (error: unknown) => void;
}

/** No packet for so long means that the sound is lost, ms. States of ICE come 7 to 34 s late or never. */
export const silenceMs = 2_000;
const quietMs = 600;
/** So much sound, ms, proves that a new connection carries it, and fills its buffer, so that it may replace the one that is heard. */
const enoughMs = 200;
const packetMs = { normal: 20, saver: saverEncoding.packetMs } as const;
/** A page whose last look is longer ago than this, ms, has slept; packets then get a moment to come in before they count as missing. */
const sleptMs = 3_000;
const wakingMs = 500;
/** A path lost for so long, ms, does not heal: the sending side has given it up after 27 s. */
const lostMs = 30_000;
/** A peer that takes longer than this, ms, to say what has come says nothing: some never answer once their path is gone. */
const answerMs = 1_000;
/**
 * While sound is awaited, and while it flows. What has stalled is watched as closely as its successor, so that one
 * that heals by itself wins and nothing is swapped.
 */
const eagerCheckMs = 100;
const checkMs = 250;

/** One offered connection: answers it, and watches its packets. */
export class Connection<TStream> {
  readonly id: string;
  readonly route: Route;
  readonly rendition: Rendition;
  readonly #options: ConnectionOptions<TStream>;
  readonly #peer: PeerPort;
  #stream: TStream | null = null;
  #flow: Flow = 'opening';
  #stats: InboundStats | null = null;
  #countedAt = 0;
  #advancedAt = 0;
  #lookedAt = 0;
  #quiet = false;
  #sentCandidates = 0;
  #closed = false;
  #cancelCheck: (() => void) | null = null;
  #cancelAnswer: (() => void) | null = null;

  /** Throws when the offer cannot be used. */
  constructor(options: ConnectionOptions<TStream>) {
    this.#options = options;
    this.id = options.id;
    this.route = options.route;
    this.rendition = options.rendition;
    this.#peer = options.createPeer({
      offer: options.offer,
      iceServers: options.iceServers,
      onAnswer: (sdp) => {
        if (!this.#closed) options.onAnswer(sdp);
      },
      onCandidate: (candidate) => this.#sendCandidate(candidate),
      onStream: (stream) => this.#change(() => (this.#stream = stream)),
      onClosed: (reason) => {
        this.#change(() => (this.#flow = 'ended'));
        options.onError(reason);
      },
    });
    this.#lookedAt = options.clock.now();
    this.#scheduleCheck();
  }

  get stream(): TStream | null {
    return this.#stream;
  }

  get flow(): Flow {
    return this.#flow;
  }

  /** Whether enough has come to hear this connection instead of another. */
  get proved(): boolean {
    return this.#packets * packetMs[this.rendition] >= enoughMs;
  }

  /** No packet for a while, though they came: the sound is not lost yet, but something may be wrong. */
  get quiet(): boolean {
    return this.#quiet;
  }

  /** The newest count of what has come; null before the first packet. */
  get stats(): InboundStats | null {
    return this.#stats;
  }

  /** When that count was made, ms. */
  get countedAt(): number {
    return this.#countedAt;
  }

  level(): number {
    try {
      return this.#closed ? 0 : this.#peer.level();
    } catch {
      return 0; // asked for with every frame: it would fill the log
    }
  }

  /** A candidate that cannot be used is one way less, and no reason to give up the others. */
  addCandidate(candidate: Candidate): void {
    try {
      if (!this.#closed) this.#peer.addCandidate(candidate);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /** Looks at the packets now instead of at the next turn: after a sleep, or when the network is back. */
  check(): void {
    this.#cancelCheck?.();
    this.#cancelCheck = null;
    void this.#look();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#flow = 'ended';
    this.#cancelCheck?.();
    this.#cancelAnswer?.();
    try {
      this.#peer.destroy();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  get #packets(): number {
    return this.#stats?.packetsReceived ?? 0;
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    const stats = await this.#ask();
    if (this.#closed || this.#flow === 'ended') return;
    this.#count(stats);
    this.#scheduleCheck();
  }

  /** A peer that cannot say what has come has received nothing, as far as anybody knows. */
  async #ask(): Promise<InboundStats | null> {
    try {
      return await Promise.race([this.#peer.stats(), this.#noAnswer()]);
    } catch (error) {
      if (!this.#closed) this.#options.onError(error);
      return null;
    } finally {
      this.#cancelAnswer?.();
    }
  }

  #noAnswer(): Promise<null> {
    return new Promise((resolve) => {
      this.#cancelAnswer?.();
      this.#cancelAnswer = this.#options.clock.after(answerMs, () => resolve(null));
    });
  }

  #count(stats: InboundStats | null): void {
    const now = this.#options.clock.now();
    if (now - this.#lookedAt >= sleptMs)
      this.#advancedAt = Math.max(this.#advancedAt, now - silenceMs + wakingMs);
    this.#lookedAt = now;
    if (stats !== null && stats.packetsReceived > this.#packets) return this.#advance(stats, now);
    return this.#miss(now - this.#advancedAt);
  }

  #advance(stats: InboundStats, now: number): void {
    const bytes = stats.wireBytes - (this.#stats?.wireBytes ?? 0);
    this.#advancedAt = now;
    this.#countedAt = now;
    this.#quiet = false;
    this.#change(() => {
      this.#stats = stats;
      this.#flow = 'flowing';
    });
    this.#options.onBytes(Math.max(0, bytes));
  }

  #miss(silentMs: number): void {
    if (this.#flow === 'flowing' && silentMs >= quietMs && !this.#quiet) {
      this.#change(() => (this.#quiet = true));
    }
    if (this.#flow === 'flowing' && silentMs >= silenceMs) this.#change(() => (this.#flow = 'stalled'));
    if (this.#flow === 'stalled' && silentMs >= lostMs) this.#change(() => (this.#flow = 'ended'));
  }

  #scheduleCheck(): void {
    if (this.#closed || this.#flow === 'ended') return;
    this.#cancelCheck?.();
    const eager = this.#flow !== 'flowing' || this.#quiet || !this.proved;
    const waitMs = eager ? eagerCheckMs : checkMs;
    this.#cancelCheck = this.#options.clock.after(waitMs, () => void this.#look());
  }

  #sendCandidate(candidate: Candidate): void {
    if (this.#closed || this.#sentCandidates >= limits.candidatesPerConnection) return;
    this.#sentCandidates += 1;
    this.#options.onCandidate(candidate);
  }

  #change(apply: () => void): void {
    if (this.#closed) return;
    apply();
    this.#options.onChange();
  }
}
