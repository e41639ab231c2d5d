import type { Frame } from '../fan-out/contracts.ts';
import { signed32 } from '../fan-out/renumber.ts';

/** How long a decoder takes to agree with the encoder amidst a stream (RFC 7845 §4.2), samples of 48 kHz: 80 ms. */
export const warmUpSamples = 3_840;
/** That much in the shortest packets, and room for some that come late. */
const mostKept = 40;

/** The frames that came last, in their order. */
export class LatestFrames {
  #frames: Frame[] = [];

  isNewest({ timestamp }: Frame): boolean {
    const newest = this.#frames.at(-1);
    return newest === undefined || signed32(timestamp - newest.timestamp) > 0;
  }

  add(frame: Frame): void {
    const index = this.#frames.findLastIndex((other) => signed32(frame.timestamp - other.timestamp) > 0);
    this.#frames = this.#frames.toSpliced(index + 1, 0, frame).slice(-mostKept);
  }

  clear(): void {
    this.#frames = [];
  }

  /** Those that lead up to a time without a gap, enough to warm a decoder up; fewer where there was a gap. */
  upTo(timestamp: number): readonly Frame[] {
    const leading: Frame[] = [];
    let from = timestamp;
    for (const frame of this.#frames.toReversed()) {
      if (signed32(timestamp - from) >= warmUpSamples) break;
      if (signed32(from - frame.timestamp) !== frame.durationSamples) break;
      leading.unshift(frame);
      from = frame.timestamp;
    }
    return leading;
  }
}
