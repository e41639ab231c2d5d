import {
  FanOut,
  type LiveReader,
  type LiveSink,
  type OpusPacket,
  type Source,
  type SourceSink,
  WebmStreams,
} from '@mauzin/media/light';
import type { ClockPort, Rendition } from '@mauzin/shared';

import type { LiveWish } from '../../live-streams.ts';

export interface StationStreamsOptions {
  readonly clock: ClockPort;
  /** The number of readers has changed. */
  readonly onReaders: () => void;
  readonly onError: (error: unknown) => void;
}

/** A reader that is given no sound for so long is ended, ms. */
export const soundWithinMs = 10_000;
const lookEveryMs = 1_000;

/** Packets that another process hands over. */
class HandedOver implements Source {
  readonly kind = 'webrtc';
  #sink: SourceSink | null = null;

  start(sink: SourceSink): void {
    this.#sink = sink;
  }

  packet(packet: OpusPacket): void {
    this.#sink?.packet(packet);
  }

  close(): void {
    this.#sink = null;
  }
}

interface Line {
  readonly fanOut: FanOut;
  readonly source: HandedOver;
  lastAtMs: number;
}

interface OpenReader {
  readonly rendition: Rendition;
  readonly openedAtMs: number;
  readonly end: () => void;
}

/** One station's sound over HTTP, muxed in the main process from packets that a forwarding one hands over while somebody reads. */
export class StationStreams {
  readonly #options: StationStreamsOptions;
  readonly #lines: Readonly<Record<Rendition, Line>>;
  readonly #webm: WebmStreams;
  readonly #open = new Set<OpenReader>();
  /** Counted up for each new home process, whose packet numbers begin anew. */
  #stream = 0;
  #cancelLook: (() => void) | null = null;

  constructor(options: StationStreamsOptions) {
    this.#options = options;
    const { clock, onError, onReaders } = options;
    this.#lines = { normal: this.#makeLine(), saver: this.#makeLine() };
    this.#webm = new WebmStreams({
      clock,
      fanOut: this.#lines.normal.fanOut,
      saver: this.#lines.saver.fanOut,
      // The relay counts over all stations.
      maxReaders: Infinity,
      onChange: onReaders,
      onError,
    });
  }

  get readers(): Readonly<Record<Rendition, number>> {
    const saver = this.#webm.readersOfSaver;
    return { normal: this.#webm.readers - saver, saver };
  }

  /** Opens the stream for one reader. Null: no more room. A reader that gets no sound in time is ended. */
  open({ filled, rendition }: LiveWish, sink: LiveSink): LiveReader | null {
    const wrapped: LiveSink = {
      write: (bytes) => sink.write(bytes),
      end: () => {
        this.#open.delete(kept);
        sink.end();
      },
    };
    const reader = this.#webm.open({ filled, rendition }, wrapped);
    if (reader === null) return null;
    const close = (): void => {
      this.#open.delete(kept);
      reader.close();
    };
    const kept: OpenReader = {
      rendition,
      openedAtMs: this.#options.clock.now(),
      end: () => {
        close();
        sink.end();
      },
    };
    this.#open.add(kept);
    if (this.#cancelLook === null) this.#lookLater();
    return { drained: () => reader.drained(), close };
  }

  packet(rendition: Rendition, packet: OpusPacket): void {
    const line = this.#lines[rendition];
    line.lastAtMs = this.#options.clock.now();
    line.source.packet({ ...packet, stream: this.#stream });
  }

  /** Packets that come from now on are numbered anew. */
  restart(): void {
    this.#stream += 1;
  }

  /** No sound of this rendition will come. */
  endAll(rendition: Rendition): void {
    for (const reader of this.#open) if (reader.rendition === rendition) reader.end();
  }

  /** Idempotent. */
  close(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#webm.close();
    for (const { fanOut } of Object.values(this.#lines)) fanOut.close();
  }

  #makeLine(): Line {
    const { clock } = this.#options;
    // This fan-out's numbers are not seen outside, so they need no random start: streams have a time of their own.
    const fanOut = new FanOut({ clock, random: () => 0, onEvent: () => undefined });
    const source = new HandedOver();
    fanOut.setSource(source);
    return { fanOut, source, lastAtMs: -Infinity };
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.#cancelLook = null;
      const nowMs = this.#options.clock.now();
      for (const reader of this.#open) {
        const sinceMs = Math.max(reader.openedAtMs, this.#lines[reader.rendition].lastAtMs);
        if (nowMs - sinceMs >= soundWithinMs) reader.end();
      }
      if (this.#open.size > 0) this.#lookLater();
    });
  }
}
