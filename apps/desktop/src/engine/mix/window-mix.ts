import { type FanOut, WebRtcSource } from '@mauzin/media';
import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';

export interface WindowMixOptions {
  readonly fanOut: FanOut;
  /** What the fan-out says to the window's offer. */
  readonly onSignal: (signal: MixSignalToRenderer) => void;
  /** The window's connection has failed; the window makes another. */
  readonly onFailed: () => void;
  readonly onError: (error: unknown) => void;
}

/** The mix stays inside this machine. */
const mixAddress = '127.0.0.1';

/** Takes the window's mix in, as the fan-out's source. */
export class WindowMix {
  readonly #options: WindowMixOptions;
  #source: WebRtcSource | null = null;

  constructor(options: WindowMixOptions) {
    this.#options = options;
  }

  /** One step of the window's offer. @throws MediaError */
  signal(signal: MixSignalFromRenderer): void {
    this.#open().signal(signal);
  }

  /** The broadcast is over, and the fan-out has closed its source. */
  forget(): void {
    this.#source = null;
  }

  /** The source, made anew when the one before was closed. */
  #open(): WebRtcSource {
    if (this.#source && this.#source.state.name !== 'closed') return this.#source;
    const { fanOut, onError, onFailed, onSignal } = this.#options;
    const source: WebRtcSource = new WebRtcSource({
      bindAddress: mixAddress,
      takesDataChannels: true,
      onSignal,
      onState: (state) => {
        if (source === this.#source && state.name === 'failed') onFailed();
      },
      onError,
    });
    this.#source = source;
    fanOut.setSource(source);
    return source;
  }
}
