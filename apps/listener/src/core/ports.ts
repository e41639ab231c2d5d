import type { Candidate, IceServer } from '@mauzin/shared';

/** What a receiving connection has counted since it began (W3C webrtc-stats, `inbound-rtp`). */
export interface InboundStats {
  readonly packetsReceived: number;
  /** May be negative: duplicates count against it (RFC 3550 §6.4.1). */
  readonly packetsLost: number;
  readonly bytesReceived: number;
  readonly jitterMs: number;
  readonly concealedSamples: number;
  readonly totalSamples: number;
  /** Sum over all samples played of the time each spent in the jitter buffer, s. */
  readonly bufferDelaySeconds: number;
  readonly bufferedSamples: number;
  /** There and back over the network, ms; null while unknown. */
  readonly roundTripMs: number | null;
}

export interface PeerEvents<TStream> {
  readonly onAnswer: (sdp: string) => void;
  readonly onCandidate: (candidate: Candidate) => void;
  readonly onStream: (stream: TStream) => void;
  /** Once, when the connection ends by itself; not after `destroy`. */
  readonly onClosed: (reason: unknown) => void;
}

/** One receiving WebRTC connection, answering an offer. */
export interface PeerPort {
  addCandidate(candidate: Candidate): void;
  /** Null while nothing has been received. Rejects when the connection is gone. */
  stats(): Promise<InboundStats | null>;
  /** Loudness of what is playing now, 0..1 of full scale; cheap enough to ask for every frame. */
  level(): number;
  /** Idempotent. */
  destroy(): void;
}

/** Answers `offer` with a new connection. May throw when the offer cannot be used. */
export type CreatePeer<TStream> = (
  options: { readonly offer: string; readonly iceServers: readonly IceServer[] } & PeerEvents<TStream>,
) => PeerPort;

/** `replaced`: something else was put on before the browser had decided. */
export type PlayResult = 'playing' | 'blocked' | 'replaced';

/** The one audio element of the page. */
export interface AudioPort<TStream> {
  /**
   * Plays this instead of what is on now; null is silence without end, which keeps the element unlocked and the page
   * awake. Starts playing before it returns, so it may be called in a person's tap.
   */
  play(stream: TStream | null): Promise<PlayResult>;
  stop(): void;
  /** Told when the element stands still though nobody here asked for it (a phone call, another player), and when it goes on. */
  onInterrupted: ((interrupted: boolean) => void) | null;
}
