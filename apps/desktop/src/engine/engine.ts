import type { Source } from '@mauzin/media';
import {
  type EngineState,
  type MixSignalFromRenderer,
  mostDirectListeners,
  type SentinelSignalFromRenderer,
} from '@mauzin/desktop-contract';

import { BroadcastPhase } from './broadcast-phase.ts';
import { AudienceWatch } from './audience/audience-watch.ts';
import { type EngineConfig, freshEngineState } from './contract.ts';
import type { EngineOptions } from './engine-options.ts';
import { engineStateOf } from './engine-state.ts';
import { NormalMix } from './mix/normal-mix.ts';
import { SaverMix } from './mix/saver-mix.ts';
import { AddressWatch } from './network/address-watch.ts';
import { isOwnAddress } from './network/lan-address.ts';
import { Recorder } from './recording/recorder.ts';
import { systemDisk } from './recording/recording-disk.ts';
import { meetingPlace } from './sentinel/meeting-place.ts';
import { SentinelLink } from './sentinel/sentinel-link.ts';
import { HttpStreams } from './station/http-streams.ts';
import { StationConnector } from './station/station-connector.ts';
import { openWebSocket } from './web-socket.ts';

/**
 * The broadcasting half of Mauzin, without a window: takes the mix in, copies it to the listeners, and keeps the station
 * at its signal service, which it starts itself where the station lives on this machine. Runs in any Node process.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #phase: BroadcastPhase;
  readonly #connector: StationConnector;
  readonly #mix: NormalMix;
  readonly #addresses: AddressWatch;
  readonly #audience: AudienceWatch;
  readonly #sentinel: SentinelLink;
  readonly #recorder: Recorder;
  readonly #saver: SaverMix | null;
  readonly #streams: HttpStreams;
  /** The configuration that the connector was last given, as JSON: it starts its service anew each time that it is given one. */
  #served = '';
  #state: EngineState = freshEngineState;
  #closed = false;

  constructor(options: EngineOptions) {
    const { clock, interfaces, logger, random } = options;
    this.#options = options;
    this.#phase = new BroadcastPhase(clock, (air) => logger.info({ air }, 'air'));
    this.#mix = new NormalMix({
      clock,
      random,
      logger,
      onSignal: options.onMixSignal,
      onSourceEnded: (error) => options.onSourceEnded?.(error),
      onChange: () => {
        this.#goOnAir();
        this.#tell();
      },
    });
    this.#saver = options.hasSaver
      ? new SaverMix({ clock, random, logger, onSignal: options.onMixSignal, onChange: () => this.#tell() })
      : null;
    this.#streams = new HttpStreams({
      clock,
      fanOut: this.#mix.fanOut,
      ...(this.#saver ? { saver: this.#saver.fanOut } : {}),
      onChange: () => this.#tell(),
      onError: (error) => logger.warn({ err: error }, 'live stream'),
    });
    this.#addresses = new AddressWatch({
      clock,
      interfaces,
      readDefaultRoutes: options.readDefaultRoutes,
      onAddress: (address) => {
        logger.info({ address }, 'network changed');
        this.#connector.poke();
        // First, so that nobody concludes from a dead socket that listeners hear nothing.
        this.#sentinel.poke();
        this.#tell();
      },
      onChange: () => this.#tell(),
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
        unheard: this.#connector.unheard,
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
      fanOut: this.#mix.fanOut,
      disk: systemDisk,
      wallMs: options.wallMs,
      onChange: () => this.#tell(),
    });
    this.#connector = new StationConnector({
      clock,
      random,
      logger,
      pagesDir: options.pagesDir,
      fanOut: this.#mix.fanOut,
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
  configure({
    directListeners = mostDirectListeners,
    newCodeEnds = false,
    network = null,
    recordEach = 'broadcast',
    recordTo,
    ...config
  }: EngineConfig): void {
    this.#connector.newCodeEnds = newCodeEnds;
    this.#addresses.fix(network);
    this.#audience.limitDirect(directListeners);
    const { name } = config.station;
    this.#recorder.configure(
      recordTo === null ? null : { folder: recordTo, station: name, newFile: recordEach },
    );
    const served = JSON.stringify(config);
    if (served === this.#served) return;
    this.#served = served;
    this.#audience.forgetReach();
    this.#connector.configure(config);
  }

  /**
   * Wishes to be on the air or not. It is on the air once the mix flows.
   * @param onAirMs for how long the station already was on the air, before this engine was started anew
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
      this.#mix.clear();
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
    if (this.#closed || this.#phase.name === 'off') return;
    try {
      if (signal.rendition === 'saver') this.#saver?.signal(signal);
      else this.#mix.signal(signal);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the mix was refused');
    }
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
    if (this.#phase.name !== 'off') this.#mix.wake();
    this.#saver?.wake();
    this.#tell();
  }

  /** Sound from elsewhere than the window. The engine closes it. */
  setSource(source: Source): void {
    this.#mix.setSource(source);
  }

  /** Ends everything: listeners, service, source. Idempotent; resolves when nothing is left open. */
  async close(): Promise<void> {
    this.setLive(false);
    this.#closed = true;
    this.#addresses.close();
    this.#audience.close();
    this.#sentinel.close();
    this.#streams.close();
    try {
      await Promise.all([this.#connector.close(), this.#recorder.close()]);
    } finally {
      this.#saver?.close();
      this.#mix.close();
    }
  }

  /** Begins the broadcast once something can be heard; afterwards a gap in the mix does not end it. */
  #goOnAir(): void {
    if (this.#phase.name !== 'starting' || this.#mix.flow !== 'flowing') return;
    this.#audience.begin();
    this.#phase.goLive();
    this.#recorder.setLive(true);
    this.#connector.setLive(true);
  }

  #tell(): void {
    if (this.#closed) return;
    this.#saver?.follow({
      live: this.#phase.name === 'live',
      listeners: this.#connector.wants('saver') + this.#streams.readersOfSaver,
    });
    this.#connector.tellCapacity();
    const next = engineStateOf({
      addresses: this.#addresses,
      audience: this.#audience,
      connector: this.#connector,
      mix: this.#mix,
      phase: this.#phase,
      recorder: this.#recorder,
      saver: this.#saver,
    });
    // A station that is somebody else's now has no ears of ours in its audience.
    const isOurs = next.service.name !== 'failed';
    const isOut = isOurs && next.air.name === 'live' && next.mix === 'flowing';
    this.#sentinel.follow(isOut && next.link !== null ? meetingPlace(next.link, this.#connector.pass) : null);
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#options.onState(next);
  }
}
