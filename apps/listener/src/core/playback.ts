import type { Candidate, HealthReport, IceServer, Received, Rendition, Roles, Welcome } from '@mauzin/shared';

import type { Figures } from './health.ts';
import { Hearing } from './hearing.ts';
import type { StationOffers } from './offers.ts';
import { PocketReporter } from './pocket-reporter.ts';
import type { Playable } from './ports.ts';
import type { SessionOptions } from './session-options.ts';
import { Sound } from './sound.ts';
import type { Outlook } from './sound-options.ts';
import { Speaker } from './speaker.ts';
import type { Choices, Facts, ListenerState } from './state.ts';
import { TransportSwitch } from './transport-switch.ts';

export interface PlaybackOptions<TStream> {
  readonly edges: Pick<
    SessionOptions<TStream>,
    'supported' | 'http' | 'createPeer' | 'audio' | 'clock' | 'random' | 'onError'
  >;
  readonly offers: StationOffers;
  readonly choices: () => Choices;
  readonly outlook: () => Outlook;
  readonly send: (message: Roles['listener']['sends']) => void;
  /** Something of what is heard, how well, or by what way, has changed. */
  readonly onChange: () => void;
}

/** Everything by which sound comes: connections, the HTTP stream, the one element; and how well it is heard. */
export class Playback<TStream> {
  readonly #options: PlaybackOptions<TStream>;
  readonly #sound: Sound<TStream>;
  readonly #speaker: Speaker<TStream>;
  readonly #transports: TransportSwitch;
  readonly #hearing: Hearing;
  readonly #pocketReporter: PocketReporter;
  #iceServers: readonly IceServer[] = [];
  /** Opens the HTTP stream of a private station. */
  #ticket: string | undefined;
  /** The rendition in which the HTTP stream was joined last. */
  #streamed: Rendition = 'normal';
  /** A choice was made while nothing was heard: the first connection that is heard may have been offered before the choice. */
  #unmatched = false;

  constructor(options: PlaybackOptions<TStream>) {
    const { edges, outlook, send, onChange } = options;
    const { clock } = edges;
    this.#options = options;
    this.#sound = new Sound({
      ...edges,
      outlook,
      send,
      iceServers: () => this.#iceServers,
      rendition: () => options.choices().rendition,
      onChange: () => {
        this.#transports.connectionsChanged();
        if (this.#unmatched) this.#match();
        onChange();
      },
      onBytes: (bytes) => this.#hearing.received(bytes),
    });
    this.#speaker = new Speaker({ ...edges, onChange });
    this.#transports = this.#ways();
    edges.audio.onEnded = () => this.#transports.pocket.ended();
    const onReport = (report: HealthReport): void => send({ type: 'health', report });
    this.#hearing = new Hearing({
      clock,
      onReport,
      onChange,
      heard: () => this.#sound.heard,
      lost: () => this.#transports.lost,
    });
    this.#pocketReporter = new PocketReporter({
      clock,
      onReport,
      onChange,
      pocket: this.#transports.pocket,
      rendition: () => this.#streamed,
      route: () => this.#transports.route,
      onBytes: (bytes) => this.#hearing.received(bytes),
    });
  }

  /** What of the state of the page is known here. */
  get facts(): Pick<Facts, 'supported' | 'heard' | 'tried' | 'lost' | 'blocked' | 'figures'> {
    return {
      supported: this.possible,
      heard: this.heard,
      tried: this.#sound.tried || this.#transports.pocket.tried,
      lost: this.#transports.lost,
      blocked: this.#speaker.blocked,
      figures: this.#figures(),
    };
  }

  get heard(): Facts['heard'] {
    const { by, pocket } = this.#transports;
    const { heard } = this.#sound;
    if (pocket.heard && (by === 'http' || heard === null)) {
      return { connection: null, route: this.#transports.route, by: 'http', rendition: this.#streamed };
    }
    if (!heard) return null;
    return { connection: heard.id, route: heard.route, by: 'webrtc', rendition: heard.rendition };
  }

  /** Whether nothing comes now, though the sound need not be lost yet. */
  get quiet(): boolean {
    const { heard } = this;
    return heard === null || (heard.by === 'webrtc' && (this.#sound.heard?.quiet ?? true));
  }

  /** Whether this browser can hear this station at all, as far as is known yet. */
  get possible(): boolean {
    return this.#transports.possible;
  }

  /** Whether the network has proved too slow for the normal rendition. */
  get slow(): boolean {
    return this.#hearing.slow;
  }

  /** Loudness of the connection that is heard, 0..1. */
  level(): number {
    return this.#sound.level();
  }

  /** What the hello says of the sound. */
  greet(): Pick<Roles['listener']['hello'], 'listening' | 'connection' | 'route'> {
    const { heard } = this.#sound;
    const listening = this.#transports.greet();
    if (!heard) return { listening, connection: null };
    return { listening, connection: heard.id, ...(heard.route === 'relay' ? { route: heard.route } : {}) };
  }

  /** In the tap: plays before it returns. */
  want(): void {
    this.#speaker.unlock();
    this.#transports.want();
  }

  /** No sound is wanted any more. Idempotent. */
  stop(): void {
    this.#unmatched = false;
    this.#transports.stop();
    this.#speaker.off();
  }

  /** A choice has changed, or the station has something else to choose. */
  choose(): void {
    this.#transports.choose(this.#options.choices().pocket);
    this.#match();
    if (this.#streamed !== this.#rendition()) this.#transports.pocket.rejoin();
  }

  /** The page is looked at again, or the network is another. */
  wake(): void {
    this.#sound.check();
    this.#transports.pocket.check();
    this.#speaker.check();
  }

  close(): void {
    this.stop();
    this.#hearing.stop();
    this.#pocketReporter.stop();
  }

  welcomed(welcome: Welcome<'listener'>): void {
    this.#iceServers = welcome.iceServers;
    // A service of before knows no tickets: there it is the resume token.
    this.#ticket = welcome.features?.includes('ticket') ? welcome.ticket : welcome.resume;
    this.#transports.welcomed(welcome);
    this.choose();
  }

  /** The service has sent a new ticket: a joining that was refused without it need not wait. */
  ticketCame(ticket: string): void {
    this.#ticket = ticket;
    this.#transports.pocket.check();
  }

  /** Nobody can be asked; what plays, plays on. */
  away(): void {
    this.#sound.pauseAsking();
    this.#transports.away();
  }

  /** A broadcast begins. */
  live(): void {
    this.#transports.live();
    this.choose();
  }

  /** The broadcast is over. */
  over(): void {
    this.#transports.over();
  }

  offered(offer: Extract<Received<'listener'>, { type: 'offer' }>): void {
    if (!this.#transports.wantsConnections) {
      this.#options.send({ type: 'closed', connection: offer.connection });
      return;
    }
    this.#sound.offered(offer);
    this.#transports.offered();
  }

  addCandidate(connection: string, candidate: Candidate): void {
    this.#sound.addCandidate(connection, candidate);
  }

  closedByOther(connection: string): void {
    this.#sound.closedByOther(connection);
  }

  /** There is no room for us now. False where that takes nothing away. */
  refused(): boolean {
    if (!this.#transports.wantsConnections || this.#sound.heard) return false;
    this.#sound.refused();
    return true;
  }

  /** Counts and judges what is heard now. */
  measure(): void {
    this.#hearing.update();
    this.#pocketReporter.update();
  }

  /** Puts on the element what is to be heard in this state. */
  play(state: ListenerState): void {
    this.#speaker.put(this.#playable(state));
  }

  #playable(state: ListenerState): Playable<TStream> {
    const { url, alarming } = this.#transports;
    // What was on is heard until the stream comes, the tone too.
    if (url !== null) return { kind: 'http', url };
    const lost = state.name === 'reconnecting' && state.lost && alarming;
    if (lost && this.#options.choices().tone) return { kind: 'tone' };
    const { stream } = this.#sound;
    return stream === null ? { kind: 'silence' } : { kind: 'stream', stream };
  }

  #figures(): Figures | null {
    const { figures } = this.#pocketReporter;
    return figures ? { ...figures, sessionBytes: this.#hearing.sessionBytes } : this.#hearing.figures;
  }

  /** Once for each choice: a broadcaster that gives another rendition than it says is not asked for ever. */
  #match(): void {
    const { heard } = this.#sound;
    this.#unmatched = heard === null;
    const { rendition } = this.#options.choices();
    if (heard && heard.rendition !== rendition && this.#options.offers.has(rendition)) this.#sound.change();
  }

  /** What is wanted, where it can be had. */
  #rendition(): Rendition {
    const { rendition } = this.#options.choices();
    return this.#options.offers.has(rendition) ? rendition : 'normal';
  }

  #ways(): TransportSwitch {
    const { edges, choices, outlook, send, onChange } = this.#options;
    const { clock, random, supported, http, audio } = edges;
    const options = {
      clock,
      random,
      outlook,
      onChange,
      webrtc: supported,
      canPlayHttp: http?.canPlay ?? false,
      sound: this.#sound,
      url: () => {
        this.#streamed = this.#rendition();
        // It may have been refused for an old ticket (401), which the one element does not tell.
        if (this.#ticket && this.#transports.pocket.failed > 0) send({ type: 'ticket' });
        return http?.url(this.#streamed, this.#ticket) ?? '';
      },
      progress: () => audio.progress(),
      blocked: () => this.#speaker.blocked,
      tell: (message: 'listen' | 'unlisten') => {
        if (message === 'unlisten') send({ type: 'unlisten' });
        else send({ type: 'listen', connection: null, rendition: choices().rendition });
      },
    };
    return new TransportSwitch(options, choices().pocket);
  }
}
