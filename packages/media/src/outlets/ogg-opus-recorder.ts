import type { ClockPort } from '@mauzin/shared';

import type { Frame, Outlet, SendResult } from '../fan-out/contracts.ts';
import { signed32 } from '../fan-out/renumber.ts';
import { type AppendFile, AppendQueue } from '../ogg/append-queue.ts';
import { headerPages, OggOpusPages, type RecordingTags } from '../ogg/ogg-opus-pages.ts';
import { OpusTimeline } from '../timeline/opus-timeline.ts';
import { opusClockHz, samplesPerMs } from '../rtp/opus-toc.ts';
import { LatestFrames, warmUpSamples } from './latest-frames.ts';

export interface OggOpusRecorderOptions {
  readonly id: string;
  readonly clock: ClockPort;
  readonly tags: RecordingTags;
  /**
   * The frames before the first one, as `endBeforeNext` hands them on: they warm a player's decoder up, and are heard in the file before.
   * Absent: the first frames that come serve for that, and are heard nowhere.
   */
  readonly leadIn?: readonly Frame[];
  /** Called when the first packet comes. */
  readonly open: () => Promise<AppendFile>;
  /** The file cannot be written any further; called once. What the file holds can be played. */
  readonly onFailed: (error: unknown) => void;
  /**
   * A pause was longer than what is filled with silence: packets that come now belong into another
   * file. Called once.
   */
  readonly onBroken: () => void;
}

/** Makes the outlet that goes on after another one. `leadIn`: the frames before its first one. */
export type Succeed = (leadIn: readonly Frame[]) => Outlet;

/** Longest pause that is filled with silence, ms. */
export const longestPauseMs = 5 * 60_000;

/**
 * Most bytes that wait for the disk: a minute at 64 kbit/s, with packing. A disk that falls further behind, or hangs, has
 * failed; nothing is kept for it.
 */
const maxWaitingBytes = 512 * 1024;

const lookEveryMs = 1_000;
/** Packets come every 20 ms, and none is 2 s late: the pause is filled, up to … */
const pauseMs = 2_000;
/** … so long ago, ms, because what comes next may be numbered a little earlier than it came. */
const pauseMarginMs = 1_000;

/**
 * Writes the fan-out's packets into an Ogg Opus file (RFC 7845) as they are. The file only grows, a page each 0.4 s, and is
 * synced all the while: whatever happens to this process or its machine, all but the last second plays in any player. Its
 * time is true: packets that are missing are silence, to within 2.5 ms, and nothing goes back.
 */
export class OggOpusRecorder implements Outlet {
  readonly id: string;
  readonly kind = 'tap';
  readonly #options: OggOpusRecorderOptions;
  readonly #queue: AppendQueue;
  readonly #pages: OggOpusPages;
  readonly #timeline: OpusTimeline;
  #state: 'recording' | 'broken' | 'closed' = 'recording';
  #headerBytes = 0;
  #pagesMade = 0;
  #lastFrameAtMs: number | null = null;
  readonly #latest = new LatestFrames();
  /** Who goes on from the next frame on, once that is asked for … */
  #succeed: Succeed | null = null;
  /** … and the time of that frame, when it has come. */
  #endsAt: number | null = null;
  #cancelLook: () => void = () => undefined;
  #settled: Promise<void> | null = null;

  constructor(options: OggOpusRecorderOptions) {
    const { id, leadIn, onFailed, open, tags } = options;
    this.id = id;
    this.#options = options;
    this.#queue = new AppendQueue({
      open,
      maxWaitingBytes,
      onFailed: (error) => {
        this.#cancelLook();
        onFailed(error);
      },
    });
    this.#pages = new OggOpusPages({
      tags,
      preSkipSamples: leadIn?.reduce((sum, { durationSamples }) => sum + durationSamples, 0) ?? warmUpSamples,
      onPage: (page) => this.#keep(page),
      onError: (error) => this.#queue.fail(error),
    });
    this.#timeline = new OpusTimeline((payload, durationSamples) =>
      this.#pages.add(payload, durationSamples),
    );
    for (const frame of leadIn ?? []) this.#push(frame);
  }

  /** Bytes that the file holds. */
  get bytes(): number {
    return this.#queue.appendedBytes;
  }

  /** The file holds more than its headers. */
  get holdsSound(): boolean {
    return this.#pagesMade > headerPages && this.bytes > this.#headerBytes;
  }

  /** How long the file plays by now, ms; the last of it is still being written. */
  get durationMs(): number {
    return (this.#timeline.endSamples * 1_000) / opusClockHz;
  }

  send(frame: Frame): SendResult {
    if (this.#state !== 'recording') return 0;
    if (this.#endsAt !== null && signed32(frame.timestamp - this.#endsAt) >= 0) return 0;
    const nowMs = this.#options.clock.now();
    if (this.#isTooLate(frame, nowMs)) {
      this.#break();
      return 0;
    }
    if (this.#succeed && this.#latest.isNewest(frame)) return this.#handOver(this.#succeed, frame);
    if (this.#lastFrameAtMs === null) this.#lookLater();
    this.#lastFrameAtMs = nowMs;
    this.#push(frame);
    return 'consumed';
  }

  /**
   * The file ends where the next frame begins. `succeed` is then told which frames lead up to that one, and gives the outlet that goes on
   * with it. Until this one is closed it still takes frames of before that come late. The first call counts.
   */
  endBeforeNext(succeed: Succeed): void {
    if (this.#lastFrameAtMs !== null) this.#succeed ??= succeed;
  }

  /** The machine stood still for so long, ms, and its clock with it: that was a pause. */
  skip(passedMs: number): void {
    if (this.#state !== 'recording' || this.#lastFrameAtMs === null) return;
    if (passedMs > longestPauseMs) return this.#break();
    // What comes next no longer follows what came last.
    this.#latest.clear();
    this.#timeline.skip(Math.round(passedMs * samplesPerMs));
    return undefined;
  }

  /** Ends the file. Idempotent. */
  close(): void {
    void this.settled();
  }

  /** Ends the file; resolves, and never rejects, when it is closed, or when a disk that hung let go of it. */
  settled(): Promise<void> {
    this.#settled ??= this.#finish();
    return this.#settled;
  }

  async #finish(): Promise<void> {
    this.#state = 'closed';
    this.#cancelLook();
    if (this.#endsAt === null) this.#timeline.flush();
    else this.#timeline.fillUpTo(this.#endsAt);
    await this.#pages.finish().catch((error: unknown) => this.#queue.fail(error));
    await this.#queue.end();
  }

  #push(frame: Frame): void {
    this.#latest.add(frame);
    this.#timeline.push(frame);
  }

  #handOver(succeed: Succeed, frame: Frame): SendResult {
    this.#succeed = null;
    this.#endsAt = frame.timestamp;
    this.#cancelLook();
    // The fan-out may offer it the same frame again, which then is one that came twice.
    return succeed(this.#latest.upTo(frame.timestamp)).send(frame);
  }

  #keep(page: Uint8Array): void {
    this.#pagesMade += 1;
    if (this.#pagesMade <= headerPages) this.#headerBytes += page.length;
    this.#queue.push(page);
  }

  /** Whether a frame comes too late for this file, by its number or, because numbers wrap after a day, by the clock. */
  #isTooLate(frame: Frame, nowMs: number): boolean {
    if (this.#lastFrameAtMs === null) return false;
    if (nowMs - this.#lastFrameAtMs > longestPauseMs) return true;
    return this.#timeline.gapBefore(frame) > longestPauseMs * samplesPerMs;
  }

  #break(): void {
    this.#state = 'broken';
    this.#cancelLook();
    this.#options.onBroken();
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.#look();
      if (this.#state === 'recording') this.#lookLater();
    });
  }

  #look(): void {
    if (this.#lastFrameAtMs === null) return;
    const passedMs = this.#options.clock.now() - this.#lastFrameAtMs;
    if (passedMs > longestPauseMs) return this.#break();
    if (passedMs < pauseMs) return undefined;
    const passedSamples = Math.round((passedMs - pauseMarginMs) * samplesPerMs);
    this.#timeline.fillTo(this.#timeline.newestEndSamples + passedSamples);
    return undefined;
  }
}
