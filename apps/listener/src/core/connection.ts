import { type Candidate, type ClockPort, type IceServer, limits, type Route } from '@mauzin/shared';

import type { CreatePeer, InboundStats, PeerPort } from './ports.ts';

/** `opening`: no packet yet. `stalled`: packets came, and none for `silenceMs`. `ended`: the peer is gone. */
export type Flow = 'opening' | 'flowing' | 'stalled' | 'ended';

export interface ConnectionOptions<TStream> {
  readonly id: string;
  readonly route: Route;
  readonly offer: string;
  readonly iceServers: readonly IceServer[];
  readonly createPeer: CreatePeer<TStream>;
  readonly clock: ClockPort;
  readonly onAnswer: (sdp: string) => void;
  readonly onCandidate: (candidate: Candidate) => void;
  /** The stream came, packets came, they stopped, or the peer ended. Never after `close`. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** No packet for so long means that the sound is lost, ms. States of ICE come 7 to 34 s late or never. */
const silenceMs = 2_000;
/** A path lost for so long does not heal: the sending side has given it up after 27 s. */
const lostMs = 30_000;
/**
 * While sound is awaited, and while it flows. What has stalled is watched as closely as its successor, so that one
 * that heals by itself wins and nothing is swapped.
 */
const eagerCheckMs = 100;
const checkMs = 500;

/** One offered connection: answers it, and watches its packets. */
export class Connection<TStream> {
  readonly id: string;
  readonly route: Route;
  readonly #options: ConnectionOptions<TStream>;
  readonly #peer: PeerPort;
  #stream: TStream | null = null;
  #flow: Flow = 'opening';
  #stats: InboundStats | null = null;
  #advancedAt = 0;
  #sentCandidates = 0;
  #closed = false;
  #cancelCheck: (() => void) | null = null;

  /** Throws when the offer cannot be used. */
  constructor(options: ConnectionOptions<TStream>) {
    this.#options = options;
    this.id = options.id;
    this.route = options.route;
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
    this.#scheduleCheck();
  }

  get stream(): TStream | null {
    return this.#stream;
  }

  get flow(): Flow {
    return this.#flow;
  }

  /** Packets received so far. */
  get packets(): number {
    return this.#stats?.packetsReceived ?? 0;
  }

  /** The newest count; null before the first packet. */
  get stats(): InboundStats | null {
    return this.#stats;
  }

  level(): number {
    return this.#closed ? 0 : this.#peer.level();
  }

  addCandidate(candidate: Candidate): void {
    if (!this.#closed) this.#peer.addCandidate(candidate);
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
    this.#peer.destroy();
  }

  async #look(): Promise<void> {
    try {
      const stats = await this.#peer.stats();
      if (this.#closed || this.#flow === 'ended') return;
      this.#count(stats);
    } catch (error) {
      if (!this.#closed) this.#options.onError(error);
    }
    this.#scheduleCheck();
  }

  #count(stats: InboundStats | null): void {
    const now = this.#options.clock.now();
    if (stats !== null && stats.packetsReceived > this.packets) {
      this.#advancedAt = now;
      this.#change(() => {
        this.#stats = stats;
        this.#flow = 'flowing';
      });
      return;
    }
    const silentMs = now - this.#advancedAt;
    if (this.#flow === 'flowing' && silentMs >= silenceMs) this.#change(() => (this.#flow = 'stalled'));
    if (this.#flow === 'stalled' && silentMs >= lostMs) this.#change(() => (this.#flow = 'ended'));
  }

  #scheduleCheck(): void {
    if (this.#closed || this.#flow === 'ended') return;
    this.#cancelCheck?.();
    const eager = this.#flow !== 'flowing' || this.packets < enoughPackets;
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

/** So many packets prove that a new connection carries sound and may replace the one that is heard. */
export const enoughPackets = 10;
