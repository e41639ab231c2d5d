/** Why something here could not be done. Callers switch on this, never on a message's text. */
export type MediaErrorReason =
  /** A session description over `limits.sdpChars`. */
  | 'sdp-too-large'
  /** A session description that cannot be understood, or none that fits this state of the connection. */
  | 'malformed-sdp'
  /** A description without an audio part in Opus that may flow in our direction. */
  | 'no-opus'
  | 'malformed-candidate'
  /** More than `limits.usedCandidates`. */
  | 'too-many-candidates'
  /** The connection or source is closed. */
  | 'closed'
  | 'file-missing'
  | 'file-unreadable'
  | 'file-not-ogg'
  | 'file-not-opus'
  /** What its packets mean is said by the file alone, so that copies of them would be other sound: channels … */
  | 'file-channels'
  /** … or the level. */
  | 'file-gain'
  /** Its packets are longer than what a network carries. */
  | 'file-packets'
  /** No UDP port could be had at the wanted address. */
  | 'no-udp-port';

/** An expected failure: `reason` for code, `message` for people and logs. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly reason: MediaErrorReason;

  constructor(reason: MediaErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
