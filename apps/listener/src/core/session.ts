import type { IceServer, Received } from '@mauzin/shared';

import { Hearing } from './hearing.ts';
import { Line, type Welcome } from './line.ts';
import { StationOffers } from './offers.ts';
import type { Playable } from './ports.ts';
import type { SessionOptions } from './session-options.ts';
import { Sound } from './sound.ts';
import type { Outlook } from './sound-options.ts';
import { Speaker } from './speaker.ts';
import { type Choices, describe, type Facts, type ListenerState, type Offers } from './state.ts';

/**
 * One open listener page: what the person wants, and what the service says. The line to the service is `Line`'s, the
 * connections are `Sound`'s, the audio element is `Speaker`'s. Knows no browser and no React.
 */
export class Session<TStream> {
  readonly #options: SessionOptions<TStream>;
  readonly #line: Line;
  readonly #sound: Sound<TStream>;
  readonly #speaker: Speaker<TStream>;
  readonly #hearing: Hearing;
  readonly #offers: StationOffers;
  #state: ListenerState = { name: 'connecting', unlocked: false };
  #choices: Choices;
  #iceServers: readonly IceServer[] = [];
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
        listening: this.#wanted,
        connection: this.#sound.heard?.id ?? null,
        rendition: this.#choices.rendition,
      }),
      onWelcome: (welcome) => this.#welcomed(welcome),
      onMessage: (message) => this.#receive(message),
      onChange: () => {
        if (!this.#line.online) this.#sound.pauseAsking();
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
      onChange: () => this.#update(),
      onBytes: (bytes) => this.#hearing.received(bytes),
    });
    this.#speaker = new Speaker({ audio: options.audio, clock, onChange: () => this.#update(), onError });
    this.#hearing = new Hearing({
      clock,
      heard: () => this.#sound.heard,
      lost: () => this.#sound.lost,
      onReport: (report) => this.#line.send({ type: 'health', report }),
      onChange: () => this.#update(),
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
    if (this.#options.supported) this.#line.start();
    else this.#update();
  }

  /** The person wants sound. Call it in the tap itself: browsers unlock the audio element only there. */
  listen(): void {
    if (this.#line.ended || !this.#options.supported) return;
    const first = !this.#wanted;
    this.#wanted = true;
    this.#speaker.unlock();
    if (first && this.#line.online) {
      this.#line.send({ type: 'listen', connection: null, rendition: this.#choices.rendition });
      if (this.#live) this.#sound.expect();
    }
    this.#update();
  }

  /** The person has heard enough; the page stays. */
  stop(): void {
    if (!this.#wanted) return;
    this.#quiet();
    this.#line.send({ type: 'unlisten' });
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
    this.#line.enterCode(code);
  }

  /** The page is looked at again, or the network is another: what waits need wait no longer. */
  wake(networkChanged = false): void {
    this.#line.wake(networkChanged);
    this.#sound.check();
    this.#speaker.check();
  }

  /** The page goes away: says bye and ends everything. Idempotent. */
  close(): void {
    this.#quiet();
    this.#line.close();
    this.#hearing.stop();
  }

  /** No sound is wanted any more. */
  #quiet(): void {
    this.#wanted = false;
    this.#full = false;
    this.#sound.rest();
    this.#speaker.off();
  }

  #welcomed(welcome: Welcome): void {
    this.#iceServers = welcome.iceServers;
    this.#live = welcome.onAirMs !== null;
    this.#offers.station({ renditions: welcome.renditions, httpStream: welcome.httpStream });
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
        this.#offers.station({ renditions: message.renditions });
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
        else this.#line.send({ type: 'closed', connection: message.connection });
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
    const { heard } = this.#sound;
    if (heard && heard.rendition !== rendition && this.#offers.has(rendition)) this.#sound.change();
  }

  #outlook(): Outlook {
    if (!this.#line.online || this.#live === null) return 'unknown';
    return this.#live ? 'live' : 'off';
  }

  #update(): void {
    this.#hearing.update();
    this.#miss();
    if (this.#line.ended && this.#wanted && !this.#sound.heard) this.#quiet();
    this.#offers.slow(this.#hearing.slow);
    this.#state = describe(this.#facts());
    if (this.#wanted) this.#speaker.put(this.#playable());
    this.#options.onState(this.#state);
  }

  /** Is wanted sound missing, or about to be? */
  #miss(): void {
    const { heard } = this.#sound;
    const missing = this.#wanted && this.#live !== false && (heard === null || heard.quiet);
    this.#line.missing(missing);
  }

  #facts(): Facts {
    const heard = this.#sound.heard;
    return {
      supported: this.#options.supported,
      signal: this.#line.signal,
      code: this.#line.question,
      ended: this.#line.ended,
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
}
