import type { Candidate, IceServer } from '@mauzin/shared';

/** What a receiving connection has counted since it began (W3C webrtc-stats, `inbound-rtp`). */
export interface InboundStats {
  readonly packetsReceived: number;
  /** May be negative: duplicates count against it (RFC 3550 §6.4.1). */
  readonly packetsLost: number;
  /** As they were on the wire, with the headers of RTP, SRTP, UDP and IPv4. */
  readonly wireBytes: number;
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

/** What the one audio element can be given. `tone`: soft and repeating, so that a lost signal is noticed. */
export type Playable<TStream> =
  | { readonly kind: 'silence' | 'tone' }
  | { readonly kind: 'stream'; readonly stream: TStream }
  | { readonly kind: 'http'; readonly url: string };

/** Where the element is in what it plays, s. */
export interface Progress {
  readonly playedS: number;
  /** End of what has arrived. */
  readonly bufferedS: number;
  /** What came since this address was opened, on the wire, as far as a page can tell; null where it cannot. */
  readonly wireBytes: number | null;
}

/**
 * `blocked`: the browser wants a tap. `replaced`: something else was put on before it had decided. `failed`: it cannot play
 * this, or cannot now.
 */
export type PlayResult = 'playing' | 'blocked' | 'replaced' | 'failed';

/** The one audio element of the page. */
export interface AudioPort<TStream> {
  /**
   * Plays this instead of what is on now; what is on already plays on, untouched. Silence has no end: it keeps the element
   * unlocked and the page awake. Starts playing before it returns, so it may be called in a person's tap.
   */
  play(what: Playable<TStream>): Promise<PlayResult>;
  /** How far the element is in what came over HTTP; null where nothing does. */
  progress(): Progress | null;
  stop(): void;
  /** Told when the element stands still though nobody here asked for it (a phone call, another player), and when it goes on. */
  onInterrupted: ((interrupted: boolean) => void) | null;
  /** Told when what came over HTTP has ended or cannot be played. To play it again opens it anew. */
  onEnded: (() => void) | null;
}
