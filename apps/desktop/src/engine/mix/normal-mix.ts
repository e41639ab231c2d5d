import { FanOut, type FanOutEvent, type Source } from '@mauzin/media';
import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import { type MixFlow, MixWatch } from './mix-watch.ts';
import { WindowMix } from './window-mix.ts';

export interface NormalMixOptions {
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: ServiceLogger;
  /** What the fan-out says to the window's offer. */
  readonly onSignal: (signal: MixSignalToRenderer) => void;
  /** A source came to its end by itself. */
  readonly onSourceEnded: (error: Error | null) => void;
  /** `flow` has another value now. */
  readonly onChange: () => void;
}

/** The normal rendition: its fan-out, and the mix that comes in, from the window or from another source. */
export class NormalMix {
  readonly fanOut: FanOut;
  readonly #options: NormalMixOptions;
  readonly #window: WindowMix;
  readonly #watch: MixWatch;

  constructor(options: NormalMixOptions) {
    const { clock, logger, onChange, onSignal, random } = options;
    this.#options = options;
    this.fanOut = new FanOut({ clock, random, onEvent: (event) => this.#follow(event) });
    this.#watch = new MixWatch({
      clock,
      lastPacketAtMs: () => this.fanOut.stats().lastPacketAtMs,
      onChange: (flow) => {
        logger.info({ mix: flow }, 'mix');
        onChange();
      },
    });
    this.#window = new WindowMix({
      fanOut: this.fanOut,
      onSignal,
      onFailed: () => this.#watch.expect(false),
      onError: (error) => logger.warn({ err: error }, 'mix connection'),
    });
  }

  /** Whether the mix reaches the fan-out. */
  get flow(): MixFlow {
    return this.#watch.flow;
  }

  /** One step of the window's offer. @throws MediaError */
  signal(signal: MixSignalFromRenderer): void {
    this.#window.signal(signal);
    if (signal.type === 'offer') this.#watch.expect(true);
  }

  /** Sound from elsewhere than the window; it is closed with the mix. */
  setSource(source: Source): void {
    this.fanOut.setSource(source);
    this.#watch.expect(true);
  }

  /** The machine woke on the air: the mix will come again. */
  wake(): void {
    this.#watch.expect(true);
  }

  /** Off the air: closes what came in. The window offers its mix anew for the next broadcast. */
  clear(): void {
    this.fanOut.clearSource();
    this.#window.forget();
    this.#watch.reset();
  }

  /** Idempotent. */
  close(): void {
    this.#watch.close();
    this.fanOut.close();
  }

  #follow(event: FanOutEvent): void {
    const { logger, onSourceEnded } = this.#options;
    switch (event.type) {
      case 'source-started':
        logger.info({ source: event.kind }, 'source started');
        break;
      case 'source-ended':
        logger.info({ source: event.kind, err: event.error }, 'source ended');
        onSourceEnded(event.error);
        break;
      case 'outlet-failed':
        logger.warn({ outlet: event.id, err: event.error }, 'outlet failed');
        break;
      default:
        event satisfies never;
    }
  }
}
