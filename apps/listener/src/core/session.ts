import {
  type FailureCode,
  failures,
  type IceServer,
  protocolVersion,
  type Received,
  type Rendition,
  serviceToListenerSchema,
  SignalClient,
  type SignalState,
} from '@mauzin/shared';

import type { Figures } from './health.ts';
import { offersFrom } from './offers.ts';
import { Reporter } from './reporter.ts';
import type { Playable } from './ports.ts';
import type { SessionOptions } from './session-options.ts';
import { type Choices, describe, type ListenerState, type Offers } from './state.ts';
import { type Outlook, Sound } from './sound.ts';
import { Speaker } from './speaker.ts';

/**
 * One open listener page: the conversation with the service, and what the person wants. The connections and the audio
 * element are `Sound`'s. Knows no browser and no React.
 */
export class Session<TStream> {
  readonly #options: SessionOptions<TStream>;
  readonly #client: SignalClient<'listener'>;
  readonly #sound: Sound<TStream>;
  readonly #speaker: Speaker<TStream>;
  readonly #reporter: Reporter;
  #state: ListenerState = { name: 'connecting', unlocked: false };
  #iceServers: readonly IceServer[] = [];
  #live: boolean | null = null;
  #wanted = false;
  #full = false;
  #ended: { readonly failure: FailureCode } | null = null;
  #figures: Figures | null = null;
  #heardBefore: string | null = null;
  #choices: Choices;
  #code: string | null;
  #station: { renditions: readonly Rendition[] | undefined; httpStream: boolean } = {
    renditions: undefined,
    httpStream: false,
  };
  #offers: Offers;

  constructor(options: SessionOptions<TStream>) {
    this.#options = options;
    this.#choices = options.choices;
    this.#code = options.code;
    this.#offers = this.#offersNow();
    this.#client = new SignalClient<'listener'>({
      openSocket: options.openSocket,
      clock: options.clock,
      random: options.random,
      schema: serviceToListenerSchema,
      hello: () => ({
        type: 'hello',
        role: 'listener',
        version: protocolVersion,
        station: options.station?.slug ?? '',
        listening: this.#wanted,
        connection: this.#sound.heard?.id ?? null,
        ...(this.#code === null ? {} : { code: this.#code }),
      }),
      onMessage: (message) => this.#receive(message),
      orderKey: (message) => ('connection' in message ? message.connection : null),
      onState: (state) => this.#signalChanged(state),
      onError: options.onError,
    });
    this.#sound = new Sound({
      createPeer: options.createPeer,
      clock: options.clock,
      random: options.random,
      onError: options.onError,
      iceServers: () => this.#iceServers,
      outlook: () => this.#outlook(),
      send: (message) => this.#client.send(message),
      onChange: () => this.#update(),
    });
    this.#speaker = new Speaker({
      audio: options.audio,
      clock: options.clock,
      onChange: () => this.#update(),
      onError: options.onError,
    });
    this.#reporter = new Reporter({
      clock: options.clock,
      heard: () => this.#sound.heard,
      onReport: (report, figures) => {
        this.#client.send({ type: 'health', report });
        this.#figures = figures;
        this.#update();
      },
    });
  }

  get state(): ListenerState {
    return this.#state;
  }

  get offers(): Offers {
    return this.#offers;
  }

  /** Loudness of what is heard now, 0..1; for the meter, every frame. */
  level(): number {
    return this.#state.name === 'playing' ? this.#sound.level() : 0;
  }

  start(): void {
    if (!this.#options.supported) return this.#update();
    if (this.#options.station === null) return this.#end('unknown-station');
    return this.#client.connect();
  }

  /** The person wants sound. Call it in the tap itself: browsers unlock the audio element only there. */
  listen(): void {
    if (this.#ended || !this.#options.supported) return;
    const first = !this.#wanted;
    this.#wanted = true;
    this.#speaker.unlock();
    if (first && this.#client.state.name === 'online') {
      this.#client.send({ type: 'listen', connection: null });
      if (this.#live) this.#sound.expect();
    }
    this.#update();
  }

  /** The person has heard enough; the page stays. */
  stop(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#full = false;
    this.#quiet();
    this.#client.send({ type: 'unlisten' });
    this.#update();
  }

  /** The person has changed a choice. */
  choose(change: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...change };
    this.#update();
  }

  /** The person has typed the access code of a private station. */
  enterCode(code: string): void {
    this.#code = code;
    this.#client.connect();
  }

  /** The network is back, or the page is looked at again: what waits need wait no longer. */
  wake(): void {
    const { state } = this.#client;
    if (state.name === 'waiting' && !wasSentAway(state.failure)) this.#client.connect();
    this.#sound.check();
    this.#speaker.check();
  }

  /** The page goes away: says bye and ends everything. Idempotent. */
  close(): void {
    this.#wanted = false;
    this.#quiet();
    this.#client.close();
    this.#reporter.stop();
  }

  #quiet(): void {
    this.#sound.rest();
    this.#speaker.off();
  }

  #offersNow(): Offers {
    const { http, suggestsSaver } = this.#options;
    const { renditions, httpStream } = this.#station;
    return offersFrom({ renditions, httpStream, http, suggestsSaver });
  }

  #tellOffers(): void {
    this.#offers = this.#offersNow();
    this.#options.onOffers(this.#offers);
  }

  /** Nothing can be done here but to load the page anew. */
  #end(failure: FailureCode): void {
    this.#ended = { failure };
    this.#update();
  }

  #signalChanged(state: SignalState<'listener'>): void {
    if (state.name === 'online') return this.#welcomed(state.welcome);
    this.#sound.pauseAsking();
    if (state.name === 'closed' && state.failure !== null) return this.#end(state.failure);
    return this.#update();
  }

  #welcomed(welcome: Extract<Received<'listener'>, { type: 'welcome' }>): void {
    this.#iceServers = welcome.iceServers;
    this.#live = welcome.onAirMs !== null;
    this.#station = { renditions: welcome.renditions, httpStream: welcome.httpStream ?? false };
    this.#tellOffers();
    this.#full = false;
    // The hello has said that sound is wanted, so an offer comes by itself where none is held.
    if (this.#wanted && this.#live && !this.#sound.heard) this.#sound.expect();
    this.#update();
  }

  #receive(message: Received<'listener'>): void {
    switch (message.type) {
      case 'live':
        this.#live = true;
        this.#station = { ...this.#station, renditions: message.renditions };
        this.#tellOffers();
        if (this.#wanted && !this.#sound.heard) this.#sound.expect();
        break;
      case 'off':
        this.#live = false;
        this.#full = false;
        // Sound that comes directly outlives the broadcaster's socket; it ends when its packets do.
        if (this.#wanted && message.reason === 'stopped') this.#sound.rest();
        break;
      case 'offer':
        this.#full = false;
        if (this.#wanted) this.#sound.offered(message);
        else this.#client.send({ type: 'closed', connection: message.connection });
        break;
      case 'candidate':
        this.#sound.addCandidate(message.connection, message.candidate);
        break;
      case 'closed':
        this.#sound.closedByOther(message.connection);
        break;
      case 'error':
        if (message.code !== 'station-full' || !this.#wanted || this.#sound.heard) return;
        this.#full = true;
        this.#sound.refused();
        break;
      case 'welcome':
      case 'presence':
      case 'pong':
        return;
    }
    this.#update();
  }

  #outlook(): Outlook {
    if (this.#client.state.name !== 'online' || this.#live === null) return 'unknown';
    return this.#live ? 'live' : 'off';
  }

  #update(): void {
    const heard = this.#sound.heard;
    if ((heard?.id ?? null) !== this.#heardBefore) {
      this.#heardBefore = heard?.id ?? null;
      this.#figures = null;
      this.#reporter.restart();
    }
    if (this.#ended && this.#wanted && !heard) {
      this.#wanted = false;
      this.#quiet();
    }
    if (this.#wanted) this.#speaker.put(this.#playable());
    this.#state = describe({
      supported: this.#options.supported,
      signal: this.#signal(),
      ended: this.#ended,
      live: this.#live,
      wanted: this.#wanted,
      heard: heard && { connection: heard.id, route: heard.route, by: 'webrtc', rendition: 'normal' },
      tried: this.#sound.tried,
      full: this.#full,
      blocked: this.#speaker.blocked,
      figures: this.#figures,
    });
    this.#options.onState(this.#state);
  }

  #playable(): Playable<TStream> {
    const { stream } = this.#sound;
    return stream === null ? { kind: 'silence' } : { kind: 'stream', stream };
  }

  #signal(): Parameters<typeof describe>[0]['signal'] {
    const state = this.#client.state;
    if (state.name === 'waiting') return { name: 'away', failure: state.failure };
    return { name: state.name === 'online' ? 'online' : 'connecting' };
  }
}

/** Told to stay away for long: a page that is looked at every few seconds must not knock as often. */
const wasSentAway = (failure: FailureCode | null): boolean =>
  failure !== null && failures[failure].retry === 'later';
