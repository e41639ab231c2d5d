import { FanOut, type FanOutEvent } from '@mauzin/media';
import type { EngineState, MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import { MixWatch } from './mix-watch.ts';
import { WindowMix } from './window-mix.ts';

export interface SaverMixOptions {
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: ServiceLogger;
  readonly onSignal: (signal: MixSignalToRenderer) => void;
  /** `state` has another value now. */
  readonly onChange: () => void;
}

/** How long the encode goes on for nobody, ms: a phone whose network comes and goes must not start it anew each time. */
const lingerMs = 30_000;

/**
 * The saver rendition: a fan-out of its own, and the mix in an encode of its own, which the window is asked for only while
 * somebody wants it.
 */
export class SaverMix {
  readonly fanOut: FanOut;
  readonly #options: SaverMixOptions;
  readonly #window: WindowMix;
  readonly #watch: MixWatch;
  #wanted = false;
  #cancelLinger: (() => void) | null = null;

  constructor(options: SaverMixOptions) {
    const { clock, logger, onChange, onSignal, random } = options;
    this.#options = options;
    this.fanOut = new FanOut({ clock, random, onEvent: (event) => this.#log(event) });
    this.#watch = new MixWatch({
      clock,
      lastPacketAtMs: () => this.fanOut.stats().lastPacketAtMs,
      onChange,
    });
    this.#window = new WindowMix({
      fanOut: this.fanOut,
      onSignal: (signal) => onSignal({ ...signal, rendition: 'saver' }),
      onFailed: () => this.#watch.expect(false),
      onError: (error) => logger.warn({ err: error }, 'saver connection'),
    });
  }

  get state(): EngineState['saver'] {
    return { wanted: this.#wanted, mix: this.#watch.flow };
  }

  /** How things stand now. @param listeners how many want the saver or hear it, however they are reached */
  follow({ listeners, live }: { readonly listeners: number; readonly live: boolean }): void {
    if (!live) return this.#end();
    if (listeners > 0) {
      this.#cancelLinger?.();
      this.#cancelLinger = null;
      this.#begin();
    } else if (this.#wanted) {
      this.#cancelLinger ??= this.#options.clock.after(lingerMs, () => {
        this.#end();
        this.#options.onChange();
      });
    }
    return undefined;
  }

  /** One step of the window's offer. @throws MediaError */
  signal(signal: MixSignalFromRenderer): void {
    if (!this.#wanted) return; // the window has not heard yet that nobody wants its saver
    this.#window.signal(signal);
    if (signal.type === 'offer') this.#watch.expect(true);
  }

  /** The machine woke: the window makes a new connection. */
  wake(): void {
    if (this.#wanted) this.#watch.expect(true);
  }

  /** Closes every outlet too. Idempotent. */
  close(): void {
    this.#end();
    this.#watch.close();
    this.fanOut.close();
  }

  #begin(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#options.logger.info({}, 'the saver is wanted');
  }

  #end(): void {
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    if (!this.#wanted) return;
    this.#wanted = false;
    this.fanOut.clearSource();
    this.#window.forget();
    this.#watch.reset();
    this.#options.logger.info({}, 'the saver is not wanted any more');
  }

  #log(event: FanOutEvent): void {
    const { logger } = this.#options;
    if (event.type === 'outlet-failed') logger.warn({ outlet: event.id, err: event.error }, 'outlet failed');
    else logger.info({ rendition: 'saver' }, event.type);
  }
}
