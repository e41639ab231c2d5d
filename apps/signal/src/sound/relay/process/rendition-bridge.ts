import type { FanOut, Frame, Outlet, Source, SourceSink } from '@mauzin/media';

/** Passes the packets of one fan-out on to another, as they are: an outlet of the one, and a source of the other. */
export class RenditionBridge {
  readonly outlet: Outlet = {
    id: 'bridge',
    kind: 'tap',
    send: (frame) => this.#pass(frame),
    close: () => this.#close(),
  };
  readonly source: Source = {
    kind: 'webrtc',
    start: (sink) => {
      this.#sink = sink;
    },
    close: () => this.#close(),
  };
  readonly #to: FanOut;
  #sink: SourceSink | null = null;

  constructor(to: FanOut) {
    this.#to = to;
  }

  /** False once another source has taken its place. */
  get isOpen(): boolean {
    return this.#sink !== null;
  }

  #pass({ payload, sequence, timestamp }: Frame): 'consumed' {
    if (this.#to.outlets.size > 0) this.#sink?.packet({ payload, sequence, timestamp, stream: 0 });
    return 'consumed';
  }

  #close(): void {
    this.#sink = null;
  }
}
