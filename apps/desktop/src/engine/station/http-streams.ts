import { type FanOut, WebmLive } from '@mauzin/media';
import type { ClockPort, Rendition } from '@mauzin/shared';
import type { LiveReader, LiveSink, LiveStreams, LiveWish } from '@mauzin/signal';

export interface HttpStreamsOptions {
  readonly clock: ClockPort;
  /** Of the normal rendition. */
  readonly fanOut: FanOut;
  /** Of the saver, where there is one. */
  readonly saver?: FanOut;
  /** How many read may have changed. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** Most players at once, of all renditions. */
const maxReaders = 600;

/** The broadcast over HTTP, as the service inside serves it: a live WebM for each rendition. */
export class HttpStreams implements LiveStreams {
  readonly route = 'direct';
  readonly #normal: WebmLive;
  readonly #saver: WebmLive | null;

  constructor({ fanOut, saver, ...options }: HttpStreamsOptions) {
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

  available(): boolean {
    return true;
  }

  open({ filled, rendition }: LiveWish, sink: LiveSink): LiveReader | null {
    if (this.readers >= maxReaders) return null;
    return this.#of(rendition).open(sink, { filled });
  }

  /** The broadcast is over. */
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
