/** What goes into a fan-out and what comes out of it. */

/** One Opus packet of a source. */
export interface OpusPacket {
  /** Without RTP header and padding. Empty when the packet carried padding alone. Never written to afterwards. */
  readonly payload: Uint8Array;
  /** The source's own numbering, 0..65535, so that losses before the fan-out stay visible after it. */
  readonly sequence: number;
  /** Samples of 48 kHz, 0..2³²−1, in the source's own numbering. */
  readonly timestamp: number;
  /** Changes when the source's numbering starts anew: another connection, another SSRC, another round of a file. */
  readonly stream: number;
}

export interface SourceSink {
  packet(packet: OpusPacket): void;
  /** No more packets will come. `error` is null for a source that simply came to its end. */
  ended(error: Error | null): void;
}

/** Where sound comes in. A source that was given to a fan-out is closed by the fan-out alone. */
export interface Source {
  readonly kind: 'webrtc' | 'file';
  /** Called once. From now on packets may come, each in its time. */
  start(sink: SourceSink): void;
  /** Idempotent. No packet comes afterwards. */
  close(): void;
}

/** One packet, built once for all outlets. Nobody may write to its buffers; they may be kept. */
export interface Frame {
  /** The bare Opus packet, for recordings and streams. */
  readonly payload: Uint8Array;
  /** Outgoing numbering, continuous over changes of the source. */
  readonly sequence: number;
  readonly timestamp: number;
  /** How long it sounds, samples of 48 kHz. */
  readonly durationSamples: number;
  /** The whole RTP packet in plain Opus. */
  readonly rtp: Buffer;
  /** The whole RTP packet in RED, with the frame before it where that fits. */
  readonly redRtp: Buffer;
}

/**
 * Where the copies of an outlet go. `listener`: one of them leaves this process for somebody who hears, and takes a place. `tap`: they
 * stay with us (a recording, a muxer, another fan-out), and take nobody's place.
 */
export type OutletKind = 'listener' | 'tap';

/**
 * What an outlet did with a frame: the bytes that it sent, 0 when it was not ready and skipped the frame; or `consumed`: it took
 * the frame, and nothing was sent. Only what is sent is counted.
 */
export type SendResult = number | 'consumed';

/** One copy going out. CONTRIBUTING has the recipe for a new one. */
export interface Outlet {
  readonly id: string;
  readonly kind: OutletKind;
  /** Takes one frame, at once and without waiting. An outlet that throws is taken out and closed; the others notice nothing. */
  send(frame: Frame): SendResult;
  /** Idempotent. */
  close(): void;
}

/** What every outgoing RTP packet has in common, and every offer says. */
export interface MediaParameters {
  readonly ssrc: number;
  readonly opusPayloadType: number;
  readonly redPayloadType: number;
}
