import {
  type FailureCode,
  type IceServer,
  protocolVersion,
  type Received,
  type Roles,
  serviceToListenerSchema,
  SignalClient,
  type SignalState,
} from '@mauzin/shared';

import { Access } from './access.ts';
import { Hearing } from './hearing.ts';
import { offersFrom, sameOffers, type StationAbilities } from './offers.ts';
import type { Playable } from './ports.ts';
import { Reach } from './reach.ts';
import type { SessionOptions } from './session-options.ts';
import { type Outlook, Sound } from './sound.ts';
import { Speaker } from './speaker.ts';
import { type Choices, describe, type Facts, type ListenerState, type Offers } from './state.ts';

/**
 * One open listener page: the conversation with the service, and what the person wants. The connections are `Sound`'s, the
 * audio element is `Speaker`'s. Knows no browser and no React.
 */
export class Session<TStream> {
  readonly #options: SessionOptions<TStream>;
  readonly #client: SignalClient<'listener'>;
  readonly #reach: Reach;
  readonly #access: Access;
  readonly #sound: Sound<TStream>;
  readonly #speaker: Speaker<TStream>;
  readonly #hearing: Hearing;
  #state: ListenerState = { name: 'connecting', unlocked: false };
  #choices: Choices;
  #offers: Offers;
  #station: StationAbilities = { renditions: undefined, httpStream: false };
  #iceServers: readonly IceServer[] = [];
  /** What the service said last; null before it said anything. */
  #live: boolean | null = null;
  #wanted = false;
  #missingSince: number | null = null;
  #full = false;
  #ended: { readonly failure: FailureCode } | null = null;

  constructor(options: SessionOptions<TStream>) {
    const { clock, random, onError } = options;
    this.#options = options;
    this.#choices = options.choices;
    this.#offers = offersFrom({ ...this.#station, ...options });
    this.#access = new Access({
      private: options.station?.private ?? false,
      kept: options.code,
      keep: options.onCode,
    });
    this.#reach = new Reach({
      clock,
      client: () => this.#client,
      missingMs: () => (this.#missingSince === null ? null : clock.now() - this.#missingSince),
      networkThere: options.networkThere ?? (() => true),
    });
    this.#client = new SignalClient<'listener'>({
      openSocket: () => {
        this.#reach.opened();
        return options.openSocket();
      },
      clock,
      random,
      patience: () => this.#reach.patience(),
      schema: serviceToListenerSchema,
      hello: () => this.#hello(),
      onMessage: (message) => this.#receive(message),
      orderKey: (message) => ('connection' in message ? message.connection : null),
      onState: (state) => this.#signalChanged(state),
      onError,
    });
    this.#sound = new Sound({
      createPeer: options.createPeer,
      clock,
      random,
      onError,
      iceServers: () => this.#iceServers,
      rendition: () => this.#choices.rendition,
      outlook: () => this.#outlook(),
      send: (message) => this.#client.send(message),
      onChange: () => this.#update(),
      onBytes: (bytes) => this.#hearing.received(bytes),
    });
    this.#speaker = new Speaker({ audio: options.audio, clock, onChange: () => this.#update(), onError });
    this.#hearing = new Hearing({
      clock,
      heard: () => this.#sound.heard,
      lost: () => this.#sound.lost,
      onReport: (report) => this.#client.send({ type: 'health', report }),
      onChange: () => this.#update(),
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
    if (!this.#options.supported || this.#access.question) return this.#update();
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
      this.#client.send({ type: 'listen', connection: null, rendition: this.#choices.rendition });
      if (this.#live) this.#sound.expect();
    }
    this.#update();
  }

  /** The person has heard enough; the page stays. */
  stop(): void {
    if (!this.#wanted) return;
    this.#quiet();
    this.#client.send({ type: 'unlisten' });
    this.#update();
  }

  /** The person has changed a choice. */
  choose(change: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...change };
    this.#matchRendition();
    this.#update();
  }

  /** The person has typed the access code of a private station. */
  enterCode(code: string): void {
    if (!this.#access.question) return;
    this.#access.enter(code);
    // After too many tries the client waits as it was told, and takes the code along when it comes back.
    if (this.#client.state.name !== 'waiting') this.#client.connect();
    this.#update();
  }

  /** The page is looked at again, or the network is another: what waits need wait no longer. */
  wake(networkChanged = false): void {
    this.#reach.wake(networkChanged);
    this.#sound.check();
    this.#speaker.check();
  }

  /** The page goes away: says bye and ends everything. Idempotent. */
  close(): void {
    this.#quiet();
    this.#client.close();
    this.#reach.stop();
    this.#hearing.stop();
  }

  #hello(): Roles['listener']['hello'] {
    const { code } = this.#access;
    return {
      type: 'hello',
      role: 'listener',
      version: protocolVersion,
      station: this.#options.station?.slug ?? '',
      listening: this.#wanted,
      connection: this.#sound.heard?.id ?? null,
      rendition: this.#choices.rendition,
      ...(code === null ? {} : { code }),
    };
  }

  /** No sound is wanted any more. */
  #quiet(): void {
    this.#wanted = false;
    this.#full = false;
    this.#sound.rest();
    this.#speaker.off();
  }

  /** Nothing can be done here but to load the page anew. */
  #end(failure: FailureCode): void {
    this.#ended = { failure };
    this.#update();
  }

  #signalChanged(state: SignalState<'listener'>): void {
    if (state.name === 'online') return this.#welcomed(state.welcome);
    this.#sound.pauseAsking();
    const failure = 'failure' in state ? state.failure : null;
    const asked = failure !== null && this.#access.refused(failure);
    if (state.name === 'closed' && failure !== null && !asked) return this.#end(failure);
    return this.#update();
  }

  #welcomed(welcome: Extract<Received<'listener'>, { type: 'welcome' }>): void {
    this.#reach.welcomed();
    this.#access.accepted();
    this.#iceServers = welcome.iceServers;
    this.#live = welcome.onAirMs !== null;
    this.#station = { renditions: welcome.renditions, httpStream: welcome.httpStream ?? false };
    this.#full = false;
    // The hello has said that sound is wanted, so an offer comes by itself where none is held.
    if (this.#wanted && this.#live && !this.#sound.heard) this.#sound.expect();
    this.#matchRendition();
    this.#update();
  }

  #receive(message: Received<'listener'>): void {
    switch (message.type) {
      case 'live':
        this.#live = true;
        this.#station = { ...this.#station, renditions: message.renditions };
        if (this.#wanted && !this.#sound.heard) this.#sound.expect();
        this.#matchRendition();
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

  /** Another rendition than the one that plays may be wanted, and be there. */
  #matchRendition(): void {
    const { rendition } = this.#choices;
    const isThere = rendition === 'normal' || this.#station.renditions?.includes(rendition);
    const { heard } = this.#sound;
    if (isThere && heard && heard.rendition !== rendition) this.#sound.change();
  }

  #outlook(): Outlook {
    if (this.#client.state.name !== 'online' || this.#live === null) return 'unknown';
    return this.#live ? 'live' : 'off';
  }

  #update(): void {
    this.#hearing.update();
    this.#miss();
    if (this.#ended && this.#wanted && !this.#sound.heard) this.#quiet();
    this.#tellOffers();
    this.#state = describe(this.#facts());
    if (this.#wanted) this.#speaker.put(this.#playable());
    this.#options.onState(this.#state);
  }

  /** Is wanted sound missing, or about to be? */
  #miss(): void {
    const { heard } = this.#sound;
    const missing = this.#wanted && this.#live !== false && (heard === null || heard.quiet);
    if (!missing) this.#missingSince = null;
    else this.#missingSince ??= this.#options.clock.now();
    this.#reach.missing(missing);
  }

  #tellOffers(): void {
    const { http, suggestsSaver } = this.#options;
    const offers = offersFrom({ ...this.#station, http, suggestsSaver: suggestsSaver || this.#hearing.slow });
    if (sameOffers(offers, this.#offers)) return;
    this.#offers = offers;
    this.#options.onOffers(offers);
  }

  #facts(): Facts {
    const heard = this.#sound.heard;
    return {
      supported: this.#options.supported,
      signal: this.#signal(),
      code: this.#access.question,
      ended: this.#ended,
      live: this.#live ?? this.#options.believedLive,
      greeted: this.#live !== null,
      wanted: this.#wanted,
      heard: heard && {
        connection: heard.id,
        route: heard.route,
        by: 'webrtc',
        rendition: heard.rendition,
      },
      tried: this.#sound.tried,
      lost: this.#sound.lost,
      full: this.#full,
      blocked: this.#speaker.blocked,
      figures: this.#hearing.figures,
    };
  }

  #playable(): Playable<TStream> {
    const lost = this.#state.name === 'reconnecting' && this.#state.lost && this.#sound.alarming;
    if (lost && this.#choices.tone) return { kind: 'tone' };
    const { stream } = this.#sound;
    return stream === null ? { kind: 'silence' } : { kind: 'stream', stream };
  }

  #signal(): Facts['signal'] {
    const { state } = this.#client;
    if (state.name === 'waiting') return { name: 'away', failure: state.failure };
    if (state.name === 'online') return { name: 'online' };
    return { name: 'connecting', again: state.name === 'connecting' && state.attempt > 0 };
  }
}
