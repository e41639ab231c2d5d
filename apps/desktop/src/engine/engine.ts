import { FanOut, type FanOutEvent, type Source } from '@mauzin/media';
import {
  type EngineNotice,
  type EngineState,
  type MixSignalFromRenderer,
  type MixSignalToRenderer,
  mostDirectListeners,
  type SentinelSignalFromRenderer,
  type SentinelSignalToRenderer,
} from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import { BroadcastPhase } from './broadcast-phase.ts';
import { AudienceWatch } from './audience/audience-watch.ts';
import { type EngineConfig, freshEngineState } from './contract.ts';
import { MixWatch } from './mix/mix-watch.ts';
import { SaverMix } from './mix/saver-mix.ts';
import { WindowMix } from './mix/window-mix.ts';
import { AddressWatch } from './network/address-watch.ts';
import { type Interfaces, isOwnAddress } from './network/lan-address.ts';
import { Recorder } from './recording/recorder.ts';
import { systemDisk } from './recording/recording-disk.ts';
import { meetingPlace } from './sentinel/meeting-place.ts';
import { SentinelLink } from './sentinel/sentinel-link.ts';
import { HttpStreams } from './station/http-streams.ts';
import { StationConnector } from './station/station-connector.ts';
import { openWebSocket } from './web-socket.ts';

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
  /** Whether the window encodes a saver too, while it is asked to. A file has been encoded once and for all. */
  readonly hasSaver: boolean;
  readonly onState: (state: EngineState) => void;
  /** What the fan-out says to the window's offer. */
  readonly onMixSignal: (signal: MixSignalToRenderer) => void;
  /** What the sentinel's ears in the window are told. Without it nobody listens there. */
  readonly onSentinelSignal?: (signal: SentinelSignalToRenderer) => void;
  /** A source came to its end by itself. */
  readonly onSourceEnded?: (error: Error | null) => void;
}

/** Where this machine reaches itself, also on no network. */
const loopback = '127.0.0.1';

/**
 * The broadcasting half of Mauzin, without a window: takes the mix in, copies it to the listeners, and keeps the station
 * at its signal service, which it starts itself where the station lives on this machine. Runs in any Node process.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #phase: BroadcastPhase;
  readonly #fanOut: FanOut;
  readonly #connector: StationConnector;
  readonly #mix: MixWatch;
  readonly #addresses: AddressWatch;
  readonly #audience: AudienceWatch;
  readonly #sentinel: SentinelLink;
  readonly #recorder: Recorder;
  readonly #window: WindowMix;
  readonly #saver: SaverMix | null;
  readonly #streams: HttpStreams;
  /** What the host was last told: it starts its service anew each time that it is told. */
  #served = '';
  #state: EngineState = freshEngineState;
  #closed = false;

  constructor(options: EngineOptions) {
    const { clock, interfaces, logger, random } = options;
    this.#options = options;
    this.#phase = new BroadcastPhase(clock, (air) => logger.info({ air }, 'air'));
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
    this.#window = new WindowMix({
      fanOut: this.#fanOut,
      onSignal: options.onMixSignal,
      onFailed: () => this.#mix.expect(false),
      onError: (error) => logger.warn({ err: error }, 'mix connection'),
    });
    this.#saver = options.hasSaver
      ? new SaverMix({ clock, random, logger, onSignal: options.onMixSignal, onChange: () => this.#tell() })
      : null;
    this.#streams = new HttpStreams({
      clock,
      fanOut: this.#fanOut,
      ...(this.#saver ? { saver: this.#saver.fanOut } : {}),
      onChange: () => this.#tell(),
      onError: (error) => logger.warn({ err: error }, 'live stream'),
    });
    this.#addresses = new AddressWatch(clock, interfaces, (address) => {
      logger.info({ address }, 'network changed');
      this.#connector.poke();
      // Before anybody believes from a dead socket that listeners hear nothing.
      this.#sentinel.poke();
      this.#tell();
    });
    this.#sentinel = new SentinelLink({
      clock,
      random,
      openSocket: openWebSocket,
      onSignal: (signal) => options.onSentinelSignal?.(signal),
      onError: (error) => logger.warn({ err: error }, 'sentinel'),
    });
    this.#audience = new AudienceWatch({
      clock,
      counts: () => ({
        open: this.#connector.listeners,
        direct: this.#connector.hearing,
        relayed: this.#connector.relayed,
        overHttp: this.#connector.isInside ? this.#streams.readers : this.#connector.overHttp,
      }),
      bytesSent: () => this.#connector.bytesSent + this.#streams.bytesSent,
      isUncounted: (peer) => this.#sentinel.isSelf(peer),
      isOwnAddress: (address) => isOwnAddress(interfaces(), address),
      onChange: () => this.#tell(),
    });
    this.#recorder = new Recorder({
      clock,
      logger,
      fanOut: this.#fanOut,
      disk: systemDisk,
      wallMs: options.wallMs,
      onChange: () => this.#tell(),
    });
    this.#connector = new StationConnector({
      clock,
      random,
      logger,
      pagesDir: options.pagesDir,
      fanOut: this.#fanOut,
      ...(this.#saver ? { saver: this.#saver.fanOut } : {}),
      liveStreams: this.#streams,
      onAirMs: () => this.#phase.onAirMs,
      directCapacity: () => this.#audience.directCapacity,
      listenerEvents: this.#audience.events,
      onChange: () => this.#tell(),
    });
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Serves this station from now on. Listeners of the same station stay connected. */
  configure({ directListeners = mostDirectListeners, recordTo, ...config }: EngineConfig): void {
    this.#audience.limitDirect(directListeners);
    this.#recorder.configure(recordTo === null ? null : { folder: recordTo, station: config.station.name });
    const served = JSON.stringify(config);
    if (served === this.#served) return;
    this.#served = served;
    this.#audience.forgetReach();
    this.#connector.configure(config);
  }

  /**
   * Wishes to be on the air or not. It is on the air once the mix flows.
   * @param onAirMs for how long it already was, before this engine was started anew
   * @param resumes it was on the air until a moment ago, before the machine or the app was started anew
   */
  setLive(live: boolean, onAirMs: number | null = null, resumes = false): void {
    if (this.#closed || live === (this.#phase.name !== 'off')) return;
    if (live && (resumes || onAirMs !== null)) this.#connector.resume();
    if (live) {
      this.#phase.start(onAirMs ?? 0);
      this.#goOnAir();
    } else {
      this.#phase.stop();
      this.#fanOut.clearSource();
      this.#window.forget();
      this.#mix.reset();
      this.#recorder.setLive(false);
      this.#connector.setLive(false);
      this.#streams.endAll();
    }
    this.#tell();
  }

  /** Ends another broadcaster of this station. Only by a person's choice. */
  takeOver(): void {
    this.#connector.takeOver();
  }

  /** One step of the window's offer of its mix, in either rendition. */
  mixSignal(signal: MixSignalFromRenderer): void {
    if (this.#closed || this.#phase.name === 'off') return undefined;
    try {
      if (signal.rendition === 'saver') return this.#saver?.signal(signal);
      this.#window.signal(signal);
      if (signal.type === 'offer') this.#mix.expect(true);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the mix was refused');
    }
    return undefined;
  }

  /** What the sentinel's ears in the window say. */
  sentinelSignal(signal: SentinelSignalFromRenderer): void {
    if (!this.#closed) this.#sentinel.signal(signal);
  }

  /** The machine slept and woke: looks at everything anew, at once. */
  wake(): void {
    if (this.#closed) return;
    this.#options.logger.info({}, 'woke');
    this.#connector.wake();
    this.#sentinel.poke();
    this.#recorder.wake();
    this.#addresses.look();
    if (this.#phase.name !== 'off') this.#mix.expect(true);
    this.#saver?.wake();
    this.#tell();
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
    this.#audience.close();
    this.#sentinel.close();
    this.#streams.close();
    await Promise.all([this.#connector.close(), this.#recorder.close()]);
    this.#saver?.close();
    this.#fanOut.close();
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
    if (this.#phase.name !== 'starting' || this.#mix.flow !== 'flowing') return;
    this.#audience.begin();
    this.#phase.goLive();
    this.#recorder.setLive(true);
    this.#connector.setLive(true);
  }

  #notices(): readonly EngineNotice[] {
    const notices: EngineNotice[] = [...this.#connector.notices, ...this.#recorder.notices];
    // Elsewhere the way to a phone leads through routers, and it may be any of those.
    if (!this.#connector.isInside) return notices;
    if (this.#addresses.address === null) notices.push({ name: 'no-network' });
    const port = this.#connector.mediaPort;
    if (port !== null && this.#audience.suspectsFirewall) notices.push({ name: 'firewall', port });
    return notices;
  }

  #tell(): void {
    if (this.#closed) return;
    this.#saver?.follow({
      live: this.#phase.name === 'live',
      listeners: this.#connector.wants('saver') + this.#streams.readersOfSaver,
    });
    this.#connector.tellCapacity();
    const address = this.#addresses.address;
    const next: EngineState = {
      service: this.#connector.service,
      air: this.#phase.state,
      mix: this.#mix.flow,
      saver: this.#saver?.state ?? freshEngineState.saver,
      audience: this.#audience.audience,
      recording: this.#recorder.state,
      link: this.#connector.linkAt(address ?? loopback),
      notices: this.#notices(),
    };
    // A station that is somebody else's now has no ears of ours in its audience.
    const isOurs = next.service.name !== 'failed';
    const isOut = isOurs && next.air.name === 'live' && next.mix === 'flowing';
    this.#sentinel.follow(isOut && next.link !== null ? meetingPlace(next.link, this.#connector.pass) : null);
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#options.onState(next);
  }
}
