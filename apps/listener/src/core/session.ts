import type { Received, Welcome } from '@mauzin/shared';

import { Line } from './line.ts';
import { StationOffers } from './offers.ts';
import { Playback } from './playback.ts';
import type { SessionOptions } from './session-options.ts';
import type { Outlook } from './sound-options.ts';
import { type Choices, describe, type Facts, type ListenerState, type Offers } from './state.ts';

/**
 * One open listener page: what the person wants, and what the service says. The line to the service is `Line`'s, all that
 * makes sound is `Playback`'s. Knows no browser and no React.
 */
export class Session<TStream> {
  readonly #options: SessionOptions<TStream>;
  readonly #line: Line;
  readonly #offers: StationOffers;
  readonly #playback: Playback<TStream>;
  #state: ListenerState = { name: 'connecting', unlocked: false };
  #choices: Choices;
  /** What the service said last; null before it said anything. */
  #live: boolean | null = null;
  #wanted = false;
  #full = false;

  constructor(options: SessionOptions<TStream>) {
    this.#options = options;
    this.#choices = options.choices;
    this.#offers = new StationOffers(options);
    this.#line = new Line({
      ...options,
      hello: () => ({ ...this.#playback.greet(), rendition: this.#choices.rendition }),
      onWelcome: (welcome) => this.#welcomed(welcome),
      onMessage: (message) => this.#receive(message),
      onChange: () => {
        if (!this.#line.online) this.#playback.away();
        this.#update();
      },
    });
    this.#playback = new Playback({
      edges: options,
      offers: this.#offers,
      choices: () => this.#choices,
      outlook: () => this.#outlook(),
      send: (message) => this.#line.send(message),
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
    return this.#state.name === 'playing' ? this.#playback.level() : 0;
  }

  start(): void {
    if (this.#playback.possible) this.#line.start();
    else this.#update();
  }

  /** The person wants sound. Call it in the tap itself: browsers unlock the audio element only there. */
  listen(): void {
    if (this.#line.ended || !this.#playback.possible) return;
    this.#wanted = true;
    this.#playback.want();
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
    this.#playback.choose();
    this.#update();
  }

  /** The person has typed the access code of a private station. */
  enterCode(code: string): void {
    this.#line.enterCode(code);
  }

  /** The page is looked at again, or the network is another: what waits need wait no longer. */
  wake(networkChanged = false): void {
    this.#line.wake(networkChanged);
    this.#playback.wake();
  }

  /** The page goes away: says bye and ends everything. Idempotent. */
  close(): void {
    this.#quiet();
    this.#line.close();
    this.#playback.close();
  }

  /** No sound is wanted any more. */
  #quiet(): void {
    this.#wanted = false;
    this.#full = false;
    this.#playback.stop();
  }

  #welcomed(welcome: Welcome<'listener'>): void {
    this.#live = welcome.onAirMs !== null;
    this.#full = false;
    this.#offers.station({ renditions: welcome.renditions, httpStream: welcome.httpStream });
    this.#playback.welcomed(welcome);
    this.#update();
  }

  #receive(message: Received<'listener'>): void {
    switch (message.type) {
      case 'live':
        this.#live = true;
        this.#offers.station({ renditions: message.renditions });
        this.#playback.live();
        break;
      case 'off':
        this.#live = false;
        this.#full = false;
        // Sound that comes directly outlives the broadcaster's socket; it ends when its packets do.
        if (this.#wanted && message.reason === 'stopped') this.#playback.over();
        break;
      case 'offer':
        this.#full = false;
        this.#playback.offered(message);
        break;
      case 'candidate':
        this.#playback.addCandidate(message.connection, message.candidate);
        break;
      case 'closed':
        this.#playback.closedByOther(message.connection);
        break;
      case 'ticket':
        this.#playback.ticketCame(message.ticket);
        break;
      case 'error':
        if (message.code !== 'station-full' || !this.#playback.refused()) return;
        this.#full = true;
        break;
      case 'welcome':
      case 'pong':
        return;
      default:
        message satisfies never;
    }
    this.#update();
  }

  #outlook(): Outlook {
    if (!this.#line.online || this.#live === null) return 'unknown';
    return this.#live ? 'live' : 'off';
  }

  #update(): void {
    this.#playback.measure();
    this.#line.relayed(this.#playback.heard?.route === 'relay');
    this.#line.missing(this.#wanted && this.#live !== false && this.#playback.quiet);
    if (this.#line.ended && this.#wanted && !this.#playback.heard) this.#quiet();
    this.#offers.slow(this.#playback.slow);
    this.#state = describe(this.#facts());
    if (this.#wanted) this.#playback.play(this.#state);
    this.#options.onState(this.#state);
  }

  #facts(): Facts {
    return {
      ...this.#playback.facts,
      signal: this.#line.signal,
      code: this.#line.question,
      ended: this.#line.ended,
      live: this.#live ?? this.#options.believedLive,
      greeted: this.#live !== null,
      wanted: this.#wanted,
      full: this.#full,
    };
  }
}
