import { FanOut, type FanOutEvent, type Source, WebRtcSource } from '@mauzin/media';
import type {
  AirState,
  Audience,
  ClockPort,
  EngineState,
  MixSignalFromRenderer,
  MixSignalToRenderer,
} from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import { AddressWatch } from './address-watch.ts';
import { type EngineConfig, freshEngineState } from './contract.ts';
import type { Interfaces } from './lan-address.ts';
import { MixWatch } from './mix-watch.ts';
import { StationHost } from './station-host.ts';

export interface EngineOptions {
  /** The built listener page. */
  readonly pagesDir: string;
  readonly clock: ClockPort;
  /** Epoch ms. */
  readonly wallMs: () => number;
  /** 0..1 */
  readonly random: () => number;
  readonly interfaces: () => Interfaces;
  readonly logger: ServiceLogger;
  readonly onState: (state: EngineState) => void;
  /** What the fan-out says to the window's offer. */
  readonly onMixSignal: (signal: MixSignalToRenderer) => void;
  /** A source came to its end by itself. */
  readonly onSourceEnded?: (error: Error | null) => void;
}

/** The mix stays inside this machine. */
const mixAddress = '127.0.0.1';

/**
 * The broadcasting half of Mauzin, without a window: takes the mix in, copies it to the listeners, and keeps the station
 * at its signal service, which it starts itself where the station lives on this machine. Runs in any Node process.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #fanOut: FanOut;
  readonly #host: StationHost;
  readonly #mix: MixWatch;
  readonly #addresses: AddressWatch;
  #window: WebRtcSource | null = null;
  #air: AirState['name'] = 'off';
  /** When it went on the air, in the clock's time; earlier than this engine's start where another one began it. */
  #liveAtMs = 0;
  #onAirBeforeMs = 0;
  /** What the host was last told: it starts its service anew each time that it is told. */
  #served = '';
  #peak = 0;
  #state: EngineState = freshEngineState;
  #closed = false;

  constructor(options: EngineOptions) {
    const { clock, interfaces, logger, random } = options;
    this.#options = options;
    this.#fanOut = new FanOut({ clock, random, onEvent: (event) => this.#follow(event) });
    this.#mix = new MixWatch({
      clock,
      lastPacketAtMs: () => this.#fanOut.stats().lastPacketAtMs,
      onChange: (flow) => {
        logger.info({ mix: flow }, 'mix');
        this.#goOnAir();
        this.#tell();
      },
    });
    this.#addresses = new AddressWatch(clock, interfaces, (address) => {
      logger.info({ address }, 'network changed');
      this.#tell();
    });
    this.#host = new StationHost({
      clock,
      random,
      logger,
      pagesDir: options.pagesDir,
      fanOut: this.#fanOut,
      onAirMs: () => this.#onAirMs(),
      onChange: () => this.#tell(),
    });
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Serves this station from now on. Listeners of the same station stay connected. */
  configure({ recordTo: _recordTo, ...config }: EngineConfig): void {
    const served = JSON.stringify(config);
    if (served === this.#served) return;
    this.#served = served;
    this.#host.configure(config);
  }

  /**
   * Wishes to be on the air or not. It is on the air once the mix flows.
   * @param onAirMs for how long it already was, before this engine was started anew
   */
  setLive(live: boolean, onAirMs: number | null = null): void {
    if (this.#closed || live === (this.#air !== 'off')) return;
    this.#onAirBeforeMs = onAirMs ?? 0;
    this.#setAir(live ? 'starting' : 'off');
    if (live) {
      this.#goOnAir();
    } else {
      this.#fanOut.clearSource();
      this.#window = null;
      this.#mix.reset();
      this.#host.setLive(false);
    }
    this.#tell();
  }

  /** Ends another broadcaster of this station. Only by a person's choice. */
  takeOver(): void {
    this.#host.takeOver();
  }

  /** One step of the window's offer of its mix. */
  mixSignal(signal: MixSignalFromRenderer): void {
    if (this.#closed || this.#air === 'off') return;
    try {
      this.#windowSource().signal(signal);
      if (signal.type === 'offer') this.#mix.expect(true);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the mix was refused');
    }
  }

  /** Sound from elsewhere than the window. The engine closes it. */
  setSource(source: Source): void {
    this.#fanOut.setSource(source);
    this.#mix.expect(true);
  }

  /** Ends everything: listeners, service, source. Idempotent; resolves when nothing is left open. */
  async close(): Promise<void> {
    this.setLive(false);
    this.#closed = true;
    this.#mix.close();
    this.#addresses.close();
    await this.#host.close();
    this.#fanOut.close();
  }

  /** The window's source, made anew when the one before was closed with an earlier broadcast. */
  #windowSource(): WebRtcSource {
    if (this.#window && this.#window.state.name !== 'closed') return this.#window;
    const { logger, onMixSignal } = this.#options;
    const source: WebRtcSource = new WebRtcSource({
      bindAddress: mixAddress,
      onSignal: onMixSignal,
      onState: (state) => {
        if (source === this.#window && state.name === 'failed') this.#mix.expect(false);
      },
      onError: (error) => logger.warn({ err: error }, 'mix connection'),
    });
    this.#window = source;
    this.#fanOut.setSource(source);
    return source;
  }

  #follow(event: FanOutEvent): void {
    const { logger, onSourceEnded } = this.#options;
    switch (event.type) {
      case 'source-started':
        logger.info({ source: event.kind }, 'source started');
        break;
      case 'source-ended':
        logger.info({ source: event.kind, err: event.error }, 'source ended');
        onSourceEnded?.(event.error);
        break;
      case 'outlet-failed':
        logger.warn({ outlet: event.id, err: event.error }, 'outlet failed');
    }
  }

  /** Begins once something can be heard; afterwards a gap in the mix does not end it. */
  #goOnAir(): void {
    if (this.#air !== 'starting' || this.#mix.flow !== 'flowing') return;
    this.#liveAtMs = this.#options.clock.now() - this.#onAirBeforeMs;
    this.#peak = 0;
    this.#setAir('live');
    this.#host.setLive(true);
  }

  #setAir(air: AirState['name']): void {
    this.#options.logger.info({ air }, 'air');
    this.#air = air;
  }

  #onAirMs(): number | null {
    return this.#air === 'live' ? Math.max(0, this.#options.clock.now() - this.#liveAtMs) : null;
  }

  #airState(): AirState {
    return this.#air === 'live' ? { name: 'live', onAirMs: this.#onAirMs() ?? 0 } : { name: this.#air };
  }

  #audience(): Audience {
    const { hearing, listeners: open } = this.#host;
    this.#peak = Math.max(this.#peak, hearing);
    return {
      ...freshEngineState.audience,
      open,
      hearing,
      peak: this.#peak,
      direct: hearing,
    };
  }

  #tell(): void {
    if (this.#closed) return;
    const address = this.#addresses.address;
    const isInside = this.#host.isInside;
    const next: EngineState = {
      service: this.#host.service,
      air: this.#airState(),
      mix: this.#mix.flow,
      audience: this.#audience(),
      recording: { name: 'off' },
      link: this.#host.linkAt(address ?? mixAddress),
      notices: [
        ...this.#host.notices,
        ...(isInside && address === null ? [{ name: 'no-network' as const }] : []),
      ],
    };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#options.onState(next);
  }
}
