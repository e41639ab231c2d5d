import type { ClockPort } from '@mauzin/shared';

import { samplesPerMs } from '../rtp/opus-toc.ts';

/** A larger jump than this is a numbering that started anew (RFC 3550 §A.1, MAX_DROPOUT). */
const maxJump = 3_000;

/** What arrived of a stream since the last report. */
export interface ReceptionReport {
  readonly expected: number;
  /** Share of expected packets that were lost on their way, whether RED mended them or not, 0..1. */
  readonly lossShare: number;
  /** Share of expected packets that neither came nor were mended, 0..1. */
  readonly missingShare: number;
  /** Interarrival jitter (RFC 3550 §6.4.1), ms. */
  readonly jitterMs: number;
}

/** Counts what arrives of a stream and what does not, as RFC 3550 §A.3 has it. */
export class ReceptionStats {
  readonly #clock: ClockPort;
  #highest: number | null = null;
  /** Where the time since the last report began. */
  #base = 0;
  #received = 0;
  #mended = 0;
  #transitMs: number | null = null;
  #jitterMs = 0;
  #lastAtMs: number | null = null;
  #packets = 0;

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  /** When a packet came last, in the clock's time, ms; null before the first. */
  get lastAtMs(): number | null {
    return this.#lastAtMs;
  }

  /** Packets that came so far. */
  get packets(): number {
    return this.#packets;
  }

  /** Another stream begins: its numbers say nothing of the one before it. */
  restart(): void {
    this.#highest = null;
    this.#transitMs = null;
  }

  /** One packet of the stream, as it came. */
  received(sequence: number, timestamp: number): void {
    const nowMs = this.#clock.now();
    this.#lastAtMs = nowMs;
    this.#packets += 1;
    this.#count(sequence);
    const transitMs = nowMs - timestamp / samplesPerMs;
    const change = this.#transitMs === null ? 0 : Math.abs(transitMs - this.#transitMs);
    this.#transitMs = transitMs;
    // Where the timestamps wrap, or go on elsewhere, there is no jitter to be learnt.
    if (change < 10_000) this.#jitterMs += (change - this.#jitterMs) / 16;
  }

  mended(packets: number): void {
    this.#mended += packets;
  }

  /** What came since the last `take`; the next report still begins where this one does. */
  peek(): ReceptionReport {
    const expected = this.#highest === null ? 0 : Math.max(0, this.#highest - this.#base);
    const lost = Math.max(0, expected - this.#received);
    const missing = Math.max(0, lost - this.#mended);
    const share = (part: number): number => (expected === 0 ? 0 : Math.min(1, part / expected));
    return {
      expected,
      lossShare: share(lost),
      missingShare: share(missing),
      jitterMs: this.#jitterMs,
    };
  }

  /** What came since the last `take`; the next report begins here. */
  take(): ReceptionReport {
    const report = this.peek();
    this.#base = this.#highest ?? 0;
    this.#received = 0;
    this.#mended = 0;
    return report;
  }

  #count(sequence: number): void {
    const highest = this.#highest;
    const ahead = highest === null ? maxJump + 1 : ((sequence - highest + 0x8000) & 0xffff) - 0x8000;
    if (highest === null || Math.abs(ahead) > maxJump) {
      this.#highest = sequence;
      this.#base = sequence - 1;
      this.#received = 1;
      this.#mended = 0;
      return;
    }
    this.#highest = Math.max(highest, highest + ahead);
    this.#received += 1;
  }
}
