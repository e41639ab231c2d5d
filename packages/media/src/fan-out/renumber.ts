import { samplesPerMs } from '../rtp/opus-toc.ts';

/** How far back a packet may come and still be forwarded: 64 packets are 1.3 s. */
const window = 64;
/** A larger jump than this is a numbering that started anew (RFC 3550 §A.1, MAX_DROPOUT). */
const maxJump = 3_000;
/** A pause of the source after which its timestamps are compared with the clock, ms … */
const stallMs = 1_000;
/** … and how far they may be off before they are set right, ms. */
const stallToleranceMs = 200;

export interface Incoming {
  readonly sequence: number;
  readonly timestamp: number;
  /** 0 for a packet of padding alone. */
  readonly durationSamples: number;
  readonly nowMs: number;
}

export type Renumbered =
  | {
      readonly kind: 'forward';
      readonly sequence: number;
      readonly timestamp: number;
      /** Whether it is the first packet after a restart. */
      readonly first: boolean;
      /** Whether no later packet was forwarded before it. Timestamps cannot tell: after 12 hours they have gone half around. */
      readonly newest: boolean;
    }
  | { readonly kind: 'drop'; readonly reason: DropReason };
export type DropReason = 'padding' | 'duplicate' | 'late';

interface Stream {
  /** Highest incoming sequence, counted on over its wrap. */
  highest: number;
  /** Outgoing minus incoming, for packets after the newest dropped one. */
  sequenceShift: number;
  timestampShift: number;
  /** Incoming sequence last seen in each place of the window. */
  readonly seen: number[];
  /** Sequences of padding alone that were taken out of the numbering, newest last, no older than the window. */
  removed: number[];
}

interface Newest {
  readonly sequence: number;
  readonly timestamp: number;
  readonly durationSamples: number;
  readonly inTimestamp: number;
  readonly atMs: number;
}

/**
 * Outgoing sequence numbers and timestamps. Losses of the source stay visible as gaps, so that receivers mend or conceal
 * them; packets of padding alone leave none. After a restart the sequence goes on by one and the timestamp by the clock:
 * going on without the pause would leave its length in every receiver's buffer as delay. Pure: time comes in.
 */
export class Renumber {
  #stream: Stream | null = null;
  #newest: Newest | null = null;
  readonly #firstSequence: number;
  readonly #firstTimestamp: number;

  /** Where the outgoing numbering begins; random, as RFC 3550 §5.1 asks. */
  constructor(firstSequence: number, firstTimestamp: number) {
    this.#firstSequence = firstSequence;
    this.#firstTimestamp = firstTimestamp;
  }

  /** The next packet comes with another numbering. */
  restart(): void {
    this.#stream = null;
  }

  next(incoming: Incoming): Renumbered {
    const stream = this.#stream;
    if (stream === null) return this.#begin(incoming);
    const distance = signed16(incoming.sequence - stream.highest);
    if (Math.abs(distance) > maxJump) return this.#begin(incoming);
    const sequence = stream.highest + distance;
    if (distance <= -window) return { kind: 'drop', reason: 'late' };
    if (stream.seen[place(sequence)] === sequence) return { kind: 'drop', reason: 'duplicate' };
    stream.seen[place(sequence)] = sequence;
    return distance > 0
      ? this.#inOrder(stream, sequence, incoming)
      : this.#reordered(stream, sequence, incoming);
  }

  #begin(incoming: Incoming): Renumbered {
    if (incoming.durationSamples === 0) return { kind: 'drop', reason: 'padding' };
    const { sequence, timestamp } = this.#following(incoming.nowMs);
    const seen: number[] = Array.from({ length: window }, () => -1);
    seen[place(incoming.sequence)] = incoming.sequence;
    this.#stream = {
      highest: incoming.sequence,
      sequenceShift: sequence - incoming.sequence,
      timestampShift: timestamp - incoming.timestamp,
      seen,
      removed: [],
    };
    return this.#forward(sequence, timestamp, incoming, true);
  }

  /** Numbers for a packet that follows the newest one after a change of the source. */
  #following(nowMs: number): { sequence: number; timestamp: number } {
    const newest = this.#newest;
    if (newest === null) return { sequence: this.#firstSequence, timestamp: this.#firstTimestamp };
    const passed = Math.round((nowMs - newest.atMs) * samplesPerMs);
    return {
      sequence: newest.sequence + 1,
      timestamp: newest.timestamp + Math.max(passed, newest.durationSamples),
    };
  }

  #inOrder(stream: Stream, sequence: number, incoming: Incoming): Renumbered {
    stream.highest = sequence;
    if (incoming.durationSamples === 0) {
      stream.sequenceShift -= 1;
      stream.removed = [...stream.removed.filter((removed) => removed > sequence - window), sequence];
      return { kind: 'drop', reason: 'padding' };
    }
    this.#mendStall(stream, incoming);
    const timestamp = incoming.timestamp + stream.timestampShift;
    return this.#forward(sequence + stream.sequenceShift, timestamp, incoming, false);
  }

  /** A packet that comes after a later one keeps the number that was left free for it. */
  #reordered(stream: Stream, sequence: number, incoming: Incoming): Renumbered {
    // Numbers after it are given out already, so padding that comes late stays a gap.
    if (incoming.durationSamples === 0) return { kind: 'drop', reason: 'padding' };
    const removedSince = stream.removed.filter((removed) => removed > sequence).length;
    return {
      kind: 'forward',
      sequence: modulo(sequence + stream.sequenceShift + removedSince, 0x10000),
      timestamp: modulo(incoming.timestamp + stream.timestampShift, 0x100000000),
      first: false,
      newest: false,
    };
  }

  /** A capture that stood still (a machine that slept) goes on where it stopped: count the pause in. */
  #mendStall(stream: Stream, incoming: Incoming): void {
    const newest = this.#newest;
    if (newest === null) return;
    const pauseMs = incoming.nowMs - newest.atMs;
    if (pauseMs < stallMs) return;
    const advancedMs = signed32(incoming.timestamp - newest.inTimestamp) / samplesPerMs;
    if (Math.abs(pauseMs - advancedMs) <= stallToleranceMs) return;
    stream.timestampShift = this.#following(incoming.nowMs).timestamp - incoming.timestamp;
  }

  #forward(sequence: number, timestamp: number, incoming: Incoming, first: boolean): Renumbered {
    const numbers = { sequence: modulo(sequence, 0x10000), timestamp: modulo(timestamp, 0x100000000) };
    this.#newest = {
      ...numbers,
      durationSamples: incoming.durationSamples,
      inTimestamp: incoming.timestamp,
      atMs: incoming.nowMs,
    };
    return { kind: 'forward', ...numbers, first, newest: true };
  }
}

const modulo = (value: number, range: number): number => ((value % range) + range) % range;
const place = (sequence: number): number => modulo(sequence, window);
/** The distance that was meant, of two sequence numbers that wrap. */
const signed16 = (difference: number): number => modulo(difference + 0x8000, 0x10000) - 0x8000;
/** The distance that was meant, of two timestamps that wrap. */
export const signed32 = (difference: number): number =>
  modulo(difference + 0x80000000, 0x100000000) - 0x80000000;
