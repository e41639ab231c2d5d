import type { IceServer, Received, Rendition } from '@mauzin/shared';

import type { Figures } from './health.ts';
import { Hearing, type HearingOptions } from './hearing.ts';
import { Line, type Welcome } from './line.ts';
import { StationOffers } from './offers.ts';
import { PocketReporter } from './pocket-reporter.ts';
import type { Playable } from './ports.ts';
import type { SessionOptions } from './session-options.ts';
import { Sound } from './sound.ts';
import type { Outlook } from './sound-options.ts';
import { Speaker } from './speaker.ts';
import { type Choices, describe, type Facts, type ListenerState, type Offers } from './state.ts';
import { TransportSwitch, type TransportSwitchOptions } from './transport-switch.ts';

/**
 * One open listener page: what the person wants, and what the service says. The line to the service is `Line`'s, the
 * connections are `Sound`'s, the HTTP stream and the way between the two `TransportSwitch`'s, the audio element is
 * `Speaker`'s. Knows no browser and no React.
 */
export class Session<TStream> {
  readonly #options: SessionOptions<TStream>;
  readonly #line: Line;
  readonly #sound: Sound<TStream>;
  readonly #speaker: Speaker<TStream>;
  readonly #transports: TransportSwitch;
  readonly #hearing: Hearing;
  readonly #pocketReporter: PocketReporter;
  readonly #offers: StationOffers;
  #state: ListenerState = { name: 'connecting', unlocked: false };
  #choices: Choices;
  #iceServers: readonly IceServer[] = [];
  /** The resume token: it opens the HTTP stream. */
  #ticket = '';
  /** The rendition in which the HTTP stream was joined last. */
  #streamed: Rendition = 'normal';
  /** What the service said last; null before it said anything. */
  #live: boolean | null = null;
  #wanted = false;
  #full = false;

  constructor(options: SessionOptions<TStream>) {
    const { clock, random, onError } = options;
    this.#options = options;
    this.#choices = options.choices;
    this.#offers = new StationOffers(options);
    this.#line = new Line({
      ...options,
      hello: () => ({
        listening: this.#transports.greet(),
        connection: this.#sound.heard?.id ?? null,
        rendition: this.#choices.rendition,
      }),
      onWelcome: (welcome) => this.#welcomed(welcome),
      onMessage: (message) => this.#receive(message),
      onChange: () => {
        if (!this.#line.online) this.#away();
        this.#update();
      },
    });
    this.#sound = new Sound({
      createPeer: options.createPeer,
      clock,
      random,
      onError,
      iceServers: () => this.#iceServers,
      rendition: () => this.#choices.rendition,
      outlook: () => this.#outlook(),
      send: (message) => this.#line.send(message),
      onChange: () => {
        this.#transports.connectionsChanged();
        this.#update();
      },
      onBytes: (bytes) => this.#hearing.received(bytes),
    });
    this.#speaker = new Speaker({ audio: options.audio, clock, onChange: () => this.#update(), onError });
    this.#transports = new TransportSwitch(this.#waysOf(options), options.choices.pocket);
    options.audio.onEnded = () => this.#transports.pocket.ended();
    const told: Pick<HearingOptions, 'clock' | 'onReport' | 'onChange'> = {
      clock,
      onReport: (report) => this.#line.send({ type: 'health', report }),
      onChange: () => this.#update(),
    };
    this.#hearing = new Hearing({
      ...told,
      heard: () => this.#sound.heard,
      lost: () => this.#transports.lost,
    });
    this.#pocketReporter = new PocketReporter({
      ...told,
      pocket: this.#transports.pocket,
      rendition: () => this.#streamed,
      onBytes: (bytes) => this.#hearing.received(bytes),
    });
  }

  get state(): ListenerState {
    return this.#state;
  }

  get offers(): Offers {
    return this.#offers.offers;
  }

  /** Loudness of what is heard now, 0..1; for the meter, every frame. */
  level(): number {
    return this.#state.name === 'playing' ? this.#sound.level() : 0;
  }

  start(): void {
    if (this.#transports.possible) this.#line.start();
    else this.#update();
  }

  /** The person wants sound. Call it in the tap itself: browsers unlock the audio element only there. */
  listen(): void {
    if (this.#line.ended || !this.#transports.possible) return;
    this.#wanted = true;
    this.#speaker.unlock();
    this.#transports.want();
    this.#update();
  }

  /** The person has heard enough; the page stays. */
  stop(): void {
    if (!this.#wanted) return;
    this.#quiet();
    this.#update();
  }

  /** The person has changed a choice. */
  choose(change: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...change };
    this.#transports.choose(this.#choices.pocket);
    this.#matchRendition();
    this.#update();
  }

  /** The person has typed the access code of a private station. */
  enterCode(code: string): void {
    this.#line.enterCode(code);
  }

  /** The page is looked at again, or the network is another: what waits need wait no longer. */
  wake(networkChanged = false): void {
    this.#line.wake(networkChanged);
    this.#sound.check();
    this.#transports.pocket.check();
    this.#speaker.check();
  }

  /** The page goes away: says bye and ends everything. Idempotent. */
  close(): void {
    this.#quiet();
    this.#line.close();
    this.#hearing.stop();
    this.#pocketReporter.stop();
  }

  /** No sound is wanted any more. */
  #quiet(): void {
    this.#wanted = false;
    this.#full = false;
    this.#transports.stop();
    this.#speaker.off();
  }

  /** Nobody can be asked; what plays, plays on. */
  #away(): void {
    this.#sound.pauseAsking();
    this.#transports.away();
  }

  #waysOf({ clock, random, supported, http, audio }: SessionOptions<TStream>): TransportSwitchOptions {
    return {
      clock,
      random,
      webrtc: supported,
      canPlayHttp: http?.canPlay ?? false,
      sound: this.#sound,
      url: () => {
        this.#streamed = this.#rendition();
        return http?.url(this.#streamed, this.#ticket) ?? '';
      },
      progress: () => audio.progress(),
      blocked: () => this.#speaker.blocked,
      outlook: () => this.#outlook(),
      tell: (message) => {
        if (message === 'unlisten') this.#line.send({ type: 'unlisten' });
        else this.#line.send({ type: 'listen', connection: null, rendition: this.#choices.rendition });
      },
      onChange: () => this.#update(),
    };
  }

  /** What is wanted, where it can be had. */
  #rendition(): Rendition {
    const { rendition } = this.#choices;
    return this.#offers.has(rendition) ? rendition : 'normal';
  }

  #welcomed(welcome: Welcome): void {
    this.#iceServers = welcome.iceServers;
    this.#live = welcome.onAirMs !== null;
    this.#offers.station({ renditions: welcome.renditions, httpStream: welcome.httpStream });
    this.#full = false;
    this.#ticket = welcome.resume;
    this.#transports.welcomed({ httpStream: welcome.httpStream ?? false });
    this.#matchRendition();
    this.#update();
  }

  #receive(message: Received<'listener'>): void {
    switch (message.type) {
      case 'live':
        this.#live = true;
        this.#offers.station({ renditions: message.renditions });
        this.#transports.live();
        this.#matchRendition();
        break;
      case 'off':
        this.#live = false;
        this.#full = false;
        // Sound that comes directly outlives the broadcaster's socket; it ends when its packets do.
        if (this.#wanted && message.reason === 'stopped') this.#transports.over();
        break;
      case 'offer':
        this.#full = false;
        this.#offered(message);
        break;
      case 'candidate':
        this.#sound.addCandidate(message.connection, message.candidate);
        break;
      case 'closed':
        this.#sound.closedByOther(message.connection);
        break;
      case 'error':
        if (message.code !== 'station-full' || !this.#transports.wantsConnections || this.#sound.heard)
          return;
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

  #offered(offer: Extract<Received<'listener'>, { type: 'offer' }>): void {
    if (!this.#transports.wantsConnections) {
      this.#line.send({ type: 'closed', connection: offer.connection });
      return;
    }
    this.#sound.offered(offer);
    this.#transports.offered();
  }

  /** Another rendition than the one that plays may be wanted, and be there. */
  #matchRendition(): void {
    const { rendition } = this.#choices;
    const { heard } = this.#sound;
    if (heard && heard.rendition !== rendition && this.#offers.has(rendition)) this.#sound.change();
    if (this.#streamed !== this.#rendition()) this.#transports.pocket.rejoin();
  }

  #outlook(): Outlook {
    if (!this.#line.online || this.#live === null) return 'unknown';
    return this.#live ? 'live' : 'off';
  }

  #update(): void {
    this.#hearing.update();
    this.#pocketReporter.update();
    this.#miss();
    if (this.#line.ended && this.#wanted && !this.#heard()) this.#quiet();
    this.#offers.slow(this.#hearing.slow);
    this.#state = describe(this.#facts());
    if (this.#wanted) this.#speaker.put(this.#playable());
    this.#options.onState(this.#state);
  }

  /** Is wanted sound missing, or about to be? */
  #miss(): void {
    const heard = this.#heard();
    const quiet = heard === null || (heard.by === 'webrtc' && (this.#sound.heard?.quiet ?? true));
    this.#line.missing(this.#wanted && this.#live !== false && quiet);
  }

  #heard(): Facts['heard'] {
    const { pocket, url } = this.#transports;
    if (url !== null && pocket.heard) {
      return { connection: null, route: 'relay', by: 'http', rendition: this.#streamed };
    }
    const { heard } = this.#sound;
    if (!heard) return null;
    return { connection: heard.id, route: heard.route, by: 'webrtc', rendition: heard.rendition };
  }

  #figures(): Figures | null {
    const { figures } = this.#pocketReporter;
    return figures ? { ...figures, sessionBytes: this.#hearing.sessionBytes } : this.#hearing.figures;
  }

  #facts(): Facts {
    return {
      supported: this.#transports.possible,
      signal: this.#line.signal,
      code: this.#line.question,
      ended: this.#line.ended,
      live: this.#live ?? this.#options.believedLive,
      greeted: this.#live !== null,
      wanted: this.#wanted,
      heard: this.#heard(),
      tried: this.#sound.tried || this.#transports.pocket.tried,
      lost: this.#transports.lost,
      full: this.#full,
      blocked: this.#speaker.blocked,
      figures: this.#figures(),
    };
  }

  #playable(): Playable<TStream> {
    const { url } = this.#transports;
    // What was on is heard until the stream comes, the tone too.
    if (url !== null) return { kind: 'http', url };
    const lost = this.#state.name === 'reconnecting' && this.#state.lost && this.#transports.alarming;
    if (lost && this.#choices.tone) return { kind: 'tone' };
    const { stream } = this.#sound;
    return stream === null ? { kind: 'silence' } : { kind: 'stream', stream };
  }
}
