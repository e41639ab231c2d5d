import type { ClockPort, Route } from '@mauzin/shared';

import { alarmMs } from './loss.ts';
import { Pocket, type PocketOptions } from './pocket.ts';
import type { Transport } from './state.ts';
import { Doubt, transportFor } from './transport.ts';

/** What of the connections is needed to change between them and the HTTP stream. */
export interface WebRtcSide {
  /** Null while no packets arrive. */
  readonly heard: object | null;
  /** Sound was heard by the connections and is missing; and whether that is new. */
  readonly lost: boolean;
  readonly alarming: boolean;
  /** An offer should come by itself; it asks when none does. */
  expect(): void;
  /** Ends all connections. */
  rest(): void;
}

export interface TransportSwitchOptions extends Pick<
  PocketOptions,
  'random' | 'url' | 'progress' | 'blocked'
> {
  readonly clock: ClockPort;
  /** The browser has WebRTC. */
  readonly webrtc: boolean;
  /** The browser plays the HTTP stream, if the station has one. */
  readonly canPlayHttp: boolean;
  readonly sound: WebRtcSide;
  /** Whether the service can be told something now, and whether it says that the station is live. */
  readonly outlook: () => 'live' | 'off' | 'unknown';
  /** Tells the service that connections are wanted, or not any more. */
  readonly tell: (message: 'listen' | 'unlisten') => void;
  readonly onChange: () => void;
}

/** After so many joinings in vain, while the service can be reached, connections are tried instead. */
const mostFailed = 4;

/**
 * Decides by which of two ways the sound comes, and changes from one to the other: the old one is heard until the new one
 * is. Without pocket mode it is connections, unless they prove impossible; with it, it is the HTTP stream, unless that does.
 */
export class TransportSwitch {
  readonly #options: TransportSwitchOptions;
  readonly #pocket: Pocket;
  readonly #doubt: Doubt;
  /** Runs while the stream is heard, and another connection than the one that brought nothing may yet be offered. */
  readonly #chance: Doubt;
  #wanted = false;
  #chosen: boolean;
  /** Null before the service has said which stream the station has. */
  #httpStream: Route | 'none' | null = null;
  #inVain: Transport | null = null;
  #by: Transport | null;
  /** Whether the service believes that connections are wanted. */
  #listening = false;
  /** Since when sound is missing that the given-up way had brought. */
  #missingSince: number | null = null;

  constructor(options: TransportSwitchOptions, pocketChosen: boolean) {
    this.#options = options;
    this.#chosen = pocketChosen;
    this.#doubt = new Doubt(options.clock, () => this.#noPackets());
    this.#chance = new Doubt(options.clock, () => this.#noChance());
    this.#pocket = new Pocket({ ...options, onChange: () => this.#changed() });
    this.#by = this.#best();
  }

  /** How the sound comes, or is to come; null where it cannot. */
  get by(): Transport | null {
    return this.#by;
  }

  /** Whether this browser can hear this station at all, as far as is known yet. */
  get possible(): boolean {
    const { webrtc, canPlayHttp } = this.#options;
    return webrtc || (canPlayHttp && this.#httpStream !== 'none');
  }

  /** The route of the HTTP stream. */
  get route(): Route {
    return this.#httpStream === 'relay' ? 'relay' : 'direct';
  }

  get pocket(): Pick<
    Pocket,
    'heard' | 'tried' | 'failed' | 'behindMs' | 'wireBytes' | 'check' | 'ended' | 'rejoin'
  > {
    return this.#pocket;
  }

  /** Sound was heard in this broadcast, by whatever way, and is missing. */
  get lost(): boolean {
    return this.#options.sound.lost || this.#pocket.lost || this.#missingSince !== null;
  }

  /** Whether that loss is so new that it should be noticed. */
  get alarming(): boolean {
    const since = this.#missingSince ?? -Infinity;
    const isNew = this.#options.clock.now() - since < alarmMs;
    return this.#options.sound.alarming || this.#pocket.alarming || isNew;
  }

  /** Whether offers are of use. */
  get wantsConnections(): boolean {
    if (!this.#wanted) return false;
    const keepsUntilOther = this.#by === 'http' && this.#options.sound.heard !== null && !this.#pocket.heard;
    return this.#by === 'webrtc' || this.#chance.pending || keepsUntilOther;
  }

  /** The address that is to be on the element; null: what the connections bring, if anything. */
  get url(): string | null {
    const keepsUntilOther = this.#by === 'webrtc' && this.#options.sound.heard === null;
    return this.#by === 'http' || keepsUntilOther ? this.#pocket.url : null;
  }

  /** For the hello: whether connections are wanted. */
  greet(): boolean {
    this.#listening = this.wantsConnections;
    return this.#listening;
  }

  /** The service has said what it has. */
  welcomed({ httpStream }: { readonly httpStream?: Route | undefined }): void {
    this.#httpStream = httpStream ?? 'none';
    this.#reconsider();
    // The hello has said that connections are wanted: an offer comes by itself.
    this.#begin();
    this.#pocket.serviceIsBack();
  }

  /** The service is out of reach: what no offer can come from proves nothing. */
  away(): void {
    this.#doubt.clear();
    if (this.#chance.pending) this.#noChance();
    this.#listening = false;
  }

  /** The person has tapped. */
  want(): void {
    const first = !this.#wanted;
    this.#wanted = true;
    this.#chance.clear();
    this.#inVain = null;
    const changed = this.#reconsider();
    if (first || changed) this.#begin();
  }

  /** The person has stopped. */
  stop(): void {
    this.#wanted = false;
    this.#inVain = null;
    this.#missingSince = null;
    this.#doubt.clear();
    this.#chance.clear();
    this.#options.sound.rest();
    this.#pocket.rest();
    this.#by = this.#best();
    this.#sync();
  }

  /** The person has chosen. */
  choose(pocket: boolean): void {
    if (pocket === this.#chosen) return;
    this.#chosen = pocket;
    this.#chance.clear();
    this.#inVain = null;
    if (this.#reconsider()) this.#begin();
    else this.#sync();
  }

  /** A broadcast begins. */
  live(): void {
    this.#chance.clear();
    this.#inVain = null;
    this.#reconsider();
    this.#begin();
  }

  /** The broadcast is over. */
  over(): void {
    this.#missingSince = null;
    this.#doubt.clear();
    this.#chance.clear();
    this.#options.sound.rest();
    this.#pocket.finish();
  }

  /** A connection was offered. */
  offered(): void {
    if (this.#by !== 'webrtc' || this.#options.sound.heard !== null) return;
    this.#doubt.offered();
  }

  /** The connections have changed. */
  connectionsChanged(): void {
    if (this.#options.sound.heard !== null) {
      this.#missingSince = null;
      this.#doubt.clear();
      if (this.#chance.pending) this.#cameAfterAll();
      if (this.#by === 'webrtc') this.#pocket.rest();
    }
    this.#sync();
  }

  #best(): Transport | null {
    const { webrtc, canPlayHttp } = this.#options;
    const http = canPlayHttp && this.#httpStream !== null && this.#httpStream !== 'none';
    return transportFor({ webrtc, http, pocket: this.#chosen, inVain: this.#inVain });
  }

  /** Whether the way has changed. */
  #reconsider(): boolean {
    const best = this.#best();
    if (best === this.#by) return false;
    // The given-up way forgets the loss; the person must not.
    if (this.lost) this.#missingSince ??= this.#options.clock.now();
    this.#by = best;
    // A way that is heard stays until the other one is.
    if (best === 'http' && this.#options.sound.heard === null && !this.#chance.pending)
      this.#options.sound.rest();
    if (best !== 'http' && !this.#pocket.heard) this.#pocket.rest();
    this.#doubt.clear();
    return true;
  }

  #begin(): void {
    this.#sync();
    if (!this.#wanted || this.#options.outlook() !== 'live') return;
    if (this.#by === 'http') this.#pocket.start();
    if (this.#by === 'webrtc' && this.#options.sound.heard === null) this.#options.sound.expect();
  }

  /**
   * Perhaps it is this connection alone that brings nothing: its handshake was lost, or its route is blocked, and the service
   * offers the relay's next. One more is tried beside the stream, which is heard meanwhile.
   */
  #noPackets(): void {
    this.#chance.offered();
    this.#giveUp('webrtc');
  }

  #cameAfterAll(): void {
    this.#chance.clear();
    this.#inVain = null;
    this.#reconsider();
  }

  /** Ends what was tried beside the stream, unless it is heard. */
  #noChance(): void {
    this.#chance.clear();
    if (this.#by === 'http' && this.#options.sound.heard === null) this.#options.sound.rest();
    this.#sync();
  }

  #giveUp(transport: Transport): void {
    this.#inVain = transport;
    if (!this.#reconsider()) return;
    this.#begin();
    this.#options.onChange();
  }

  #changed(): void {
    if (this.#pocket.heard) this.#missingSince = null;
    // What comes after the broadcaster was lost is heard; once it is over, there is nothing to join.
    if (this.#pocket.apart && this.#options.outlook() === 'off') this.#pocket.rest();
    if (this.#by === 'http' && this.#pocket.failed >= mostFailed && this.#options.outlook() === 'live') {
      this.#giveUp('http');
    }
    this.#sync();
    this.#options.onChange();
  }

  /** Brings what the service believes up to date. */
  #sync(): void {
    const wanted = this.wantsConnections;
    if (wanted === this.#listening || this.#options.outlook() === 'unknown') return;
    this.#listening = wanted;
    this.#options.tell(wanted ? 'listen' : 'unlisten');
    if (!wanted) this.#options.sound.rest();
  }
}
