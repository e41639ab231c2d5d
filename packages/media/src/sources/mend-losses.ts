import { opusDurationSamples } from '../rtp/opus-toc.ts';
import type { RedundantBlock } from '../rtp/red.ts';

/** How far back a lost packet is still filled in: what comes later would be too late for everybody. */
const window = 64;

export interface SourcePacket {
  readonly payload: Uint8Array;
  readonly sequence: number;
  readonly timestamp: number;
}

/**
 * Fills in lost packets from the earlier frames that RED packets bring along. RFC 2198 gives those frames a time, and no number:
 * the number follows from how long each frame sounds. For one stream; pure.
 */
export class LossMender {
  /** Sequences of the packets that were passed on, each in its place of the window. */
  readonly #seen: number[] = Array.from({ length: window }, () => -1);
  #highest: number | null = null;
  #mended = 0;

  /** Packets filled in so far. */
  get mended(): number {
    return this.#mended;
  }

  /** The packets to pass on, in this order: lost ones that came along with this packet, and then the packet itself. */
  next(packet: SourcePacket, earlier: readonly RedundantBlock[]): SourcePacket[] {
    const lost = this.#highest === null ? [] : this.#lost(packet, earlier, this.#highest);
    this.#mended += lost.length;
    const all = [...lost, packet];
    for (const { sequence } of all) this.#note(sequence);
    return all;
  }

  #lost(packet: SourcePacket, earlier: readonly RedundantBlock[], highest: number): SourcePacket[] {
    const lost: SourcePacket[] = [];
    let following = { sequence: packet.sequence, offset: 0 };
    for (const block of [...earlier].reverse()) {
      const sequence = sequenceOf(block, following);
      if (sequence === null) break;
      following = { sequence, offset: block.offset };
      if (this.#seen[sequence % window] === sequence || distance(highest, sequence) >= window) continue;
      lost.unshift({
        payload: block.payload,
        sequence,
        timestamp: (packet.timestamp - block.offset) >>> 0,
      });
    }
    return lost;
  }

  #note(sequence: number): void {
    this.#seen[sequence % window] = sequence;
    if (this.#highest === null || distance(sequence, this.#highest) > 0) this.#highest = sequence;
  }
}

/** Frames follow one another without pauses, or with whole frames lost between them. */
function sequenceOf(
  { offset, payload }: RedundantBlock,
  following: { readonly sequence: number; readonly offset: number },
): number | null {
  const durationSamples = opusDurationSamples(payload);
  const apart = offset - following.offset;
  if (durationSamples === null || durationSamples === 0 || apart <= 0) return null;
  const frames = apart % durationSamples === 0 ? apart / durationSamples : 1;
  return (following.sequence - frames) & 0xffff;
}

/** By how much `a` is ahead of `b`, of sequence numbers that wrap. */
const distance = (a: number, b: number): number => ((a - b + 0x8000) & 0xffff) - 0x8000;
