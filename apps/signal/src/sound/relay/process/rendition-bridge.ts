import type { FanOut, Frame, Outlet, Source, SourceSink } from '@mauzin/media';

/** Passes the packets of one fan-out on to another, as they are. A source of the one, and an outlet of the other. */
export class RenditionBridge implements Source, Outlet {
  readonly kind = 'webrtc';
  readonly id = 'bridge';
  readonly #to: FanOut;
  #sink: SourceSink | null = null;

  constructor(to: FanOut) {
    this.#to = to;
  }

  /** False once another source has taken its place. */
  get isOpen(): boolean {
    return this.#sink !== null;
  }

  start(sink: SourceSink): void {
    this.#sink = sink;
  }

  /** Not counted as forwarded: it goes nowhere yet. */
  send({ payload, sequence, timestamp }: Frame): number {
    if (this.#to.outlets.size > 0) this.#sink?.packet({ payload, sequence, timestamp, stream: 0 });
    return 0;
  }

  close(): void {
    this.#sink = null;
  }
}
