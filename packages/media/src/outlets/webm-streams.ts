import type { ClockPort, Rendition } from '@mauzin/shared';

import type { FanOut } from '../fan-out/fan-out.ts';
import type { LiveReader, LiveSink } from '../webm/live-reader.ts';
import { WebmLive } from './webm-live.ts';

export interface WebmStreamsOptions {
  readonly clock: ClockPort;
  /** The fan-out of the normal rendition. */
  readonly fanOut: FanOut;
  /** The fan-out of the saver, where there is one; a player that asks for the saver where there is none gets the normal one. */
  readonly saver?: FanOut;
  /** Most players at once, together with the listeners of both fan-outs. 600 unless told. */
  readonly maxReaders?: number;
  /** The number of readers may have changed. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export interface WebmWish {
  readonly rendition: Rendition;
  /** For players that read whole blocks: filled up with what they skip, so that their blocks are full in time. */
  readonly filled: boolean;
}

const defaultMaxReaders = 600;

/** A station's sound over HTTP: a live WebM for each rendition. */
export class WebmStreams {
  readonly #normal: WebmLive;
  readonly #saver: WebmLive | null;
  readonly #fanOuts: readonly FanOut[];
  readonly #maxReaders: number;

  constructor({ fanOut, maxReaders = defaultMaxReaders, saver, ...options }: WebmStreamsOptions) {
    this.#fanOuts = saver ? [fanOut, saver] : [fanOut];
    this.#maxReaders = maxReaders;
    this.#normal = new WebmLive({ id: 'http-live', fanOut, maxReaders, ...options });
    this.#saver = saver ? new WebmLive({ id: 'http-live', fanOut: saver, maxReaders, ...options }) : null;
  }

  get readers(): number {
    return this.#normal.readers + this.readersOfSaver;
  }

  get readersOfSaver(): number {
    return this.#saver?.readers ?? 0;
  }

  /** Bytes handed to players so far. */
  get bytesSent(): number {
    return this.#normal.bytesSent + (this.#saver?.bytesSent ?? 0);
  }

  /** Opens the stream for one player. Null: no more room. */
  open({ filled, rendition }: WebmWish, sink: LiveSink): LiveReader | null {
    const listeners = this.#fanOuts.reduce((sum, fanOut) => sum + fanOut.listeners, 0);
    if (this.readers + listeners >= this.#maxReaders) return null;
    return this.#of(rendition).open(sink, { filled });
  }

  /** The broadcast is over. New readers may come. */
  endAll(): void {
    this.#normal.endAll();
    this.#saver?.endAll();
  }

  /** Idempotent. */
  close(): void {
    this.#normal.close();
    this.#saver?.close();
  }

  #of(rendition: Rendition): WebmLive {
    return rendition === 'saver' ? (this.#saver ?? this.#normal) : this.#normal;
  }
}
