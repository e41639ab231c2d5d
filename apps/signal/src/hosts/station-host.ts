import {
  type FailureCode,
  type Feature,
  type Hello,
  limits,
  type Route,
  type Station,
  toldTo,
} from '@mauzin/shared';

import { type Admission, Doorkeeper, type DoorkeeperSettings } from '../access/doorkeeper.ts';
import type { Guard } from '../access/guard.ts';
import { SentAway } from '../access/sent-away.ts';
import type { LiveStreams } from '../live-streams.ts';
import { type Cause, causeOf } from './cause.ts';
import type { ServiceObserver, StationStats } from '../observe/contracts.ts';
import type { FromRelay, Relay, RelayedStation } from '../sound/relay/contracts.ts';
import type { StationConfig } from '../store/stations/contracts.ts';
import { Room } from '../room/room.ts';
import { TicketRound } from './ticket-round.ts';
import type { From, LinkId, RoomEffect, RoomEvent, RoomSetup, RoomTimer } from '../room/room-types.ts';

/** Largest frame that a listener can cause, bytes: control characters in its answer grow sixfold in JSON, and no browser writes any but lines' ends. */
const mostCausedBytes = 2 * limits.answerBytes + 512;

/** A socket, as far as a station needs it. */
export interface Link {
  readonly id: LinkId;
  /** What its peer has listed of the protocol's additions: it is sent no others. */
  readonly features: readonly Feature[];
  /** @param cause the listener whose doing it is, for frames to a broadcaster */
  send(frame: string, cause?: Cause): void;
  /** Says why, and closes. Null: the peer said bye. */
  end(failure: FailureCode | null): void;
}

/** `own-network`: it is on the broadcaster's network, which nobody keeps out. */
export type SentAwayOutcome = 'done' | 'unknown-listener' | 'own-network';

export interface StationHostSettings extends DoorkeeperSettings {
  readonly iceServersFor: RoomSetup['iceServersFor'];
  readonly liveStreams: LiveStreams | null;
  readonly observer: Required<ServiceObserver>;
  readonly relay: Relay | null;
}

type UntimedEvent = RoomEvent extends infer Each
  ? Each extends RoomEvent
    ? Omit<Each, 'atMs'>
    : never
  : never;

/** One station at work: feeds its room with events, and does what the room wants, with real sockets and real time. */
export class StationHost {
  readonly #settings: StationHostSettings;
  readonly #guard: Guard;
  readonly #room: Room;
  readonly #links = new Map<LinkId, Link>();
  /** Who came in by a key, and its hash. */
  readonly #byKey = new Map<LinkId, { readonly peer: string; readonly keyHash: string }>();
  /** Where each listener is, and by which socket. */
  readonly #places = new Map<string, { readonly link: LinkId; readonly network: string }>();
  readonly #timers = new Map<RoomTimer, () => void>();
  /** Events that came while effects of an earlier one were being carried out: strictly one after the other. */
  readonly #events: UntimedEvent[] = [];
  readonly #sentAway = new SentAway();
  readonly #tickets: TicketRound;
  readonly #reviewStreams: () => void;
  #config: StationConfig;
  #door: Doorkeeper;
  /** At the relay; null: the station's broadcaster has not been here yet, or it has none. */
  #atRelay: RelayedStation | null = null;
  #busy = false;
  #closed = false;
  #endedBy: 'unknown-station' | 'restarting' = 'restarting';

  /** @param reviewStreams whoever plays the HTTP stream may have no right to any more: `opens` tells */
  constructor(
    config: StationConfig,
    settings: StationHostSettings,
    guard: Guard,
    reviewStreams: () => void = () => undefined,
  ) {
    this.#settings = settings;
    this.#guard = guard;
    this.#config = config;
    this.#reviewStreams = reviewStreams;
    this.#door = this.#openDoor();
    this.#tickets = new TicketRound({ clock: settings.clock, give: (from) => this.giveTicket(from) });
    this.#room = new Room(this.#roomSetup());
  }

  get config(): StationConfig {
    return this.#config;
  }

  get station(): Station {
    const { slug, name, language } = this.#config;
    return { slug, name, language, ...(this.#door.isPrivate ? { private: true } : {}) };
  }

  status(): ReturnType<Room['status']> {
    return this.#room.status(this.#settings.clock.now());
  }

  /** How it stands now, as far as its room knows. */
  stats(): Omit<StationStats, 'station'> {
    return this.status();
  }

  isRelayed(peer: string): boolean {
    return this.#room.isRelayed(peer);
  }

  /**
   * Whether a hello may come in, and as whom.
   * @param address from `addressOf`
   */
  async admit(hello: Hello, address: string): Promise<Admission> {
    if (hello.role === 'listener' && this.#isKeptOut(address)) return { ok: false, code: 'origin-refused' };
    for (;;) {
      const door = this.#door;
      const admission = await door.admit(hello, address);
      if (this.#closed) return { ok: false, code: this.#endedBy };
      // Its locks were changed meanwhile: what opened the old ones may not open these.
      if (door !== this.#door) continue;
      // Its network may have been sent away meanwhile.
      const isKeptOut = hello.role === 'listener' && this.#isKeptOut(address);
      return isKeptOut ? { ok: false, code: 'origin-refused' } : admission;
    }
  }

  /** The station is another than before from now on: for all that come, and for who is here by a key that is good no more. */
  change(config: StationConfig): void {
    const before = this.#config;
    this.#config = config;
    const isSame =
      before.accessCodeHash === config.accessCodeHash &&
      before.earKeyHash === config.earKeyHash &&
      sameList(before.keyHashes, config.keyHashes);
    if (!isSame) {
      this.#door.close();
      this.#door = this.#openDoor();
    }
    // Who came by the old code hears on, but comes to the stream by the new one only.
    if (before.accessCodeHash !== config.accessCodeHash) this.#tickets.clear();
    for (const [id, { peer, keyHash }] of this.#byKey) {
      if (!config.keyHashes.includes(keyHash) && keyHash !== config.earKeyHash)
        this.#dismiss({ peer, link: id });
    }
    if (config.dismissals !== before.dismissals) this.#dismissListeners();
  }

  /** Who listens, or has its page open: ids that mean nothing elsewhere. */
  listeners(): ReturnType<Room['listeners']> {
    return this.#room.listeners();
  }

  /**
   * Ends a listener with all that it hears, and makes its tokens worth nothing.
   * @param forMs for how long nobody else comes from its network either; null: whoever wants may
   */
  sendAway(peer: string, forMs: number | null): SentAwayOutcome {
    const nowMs = this.#settings.clock.now();
    const network = this.#room.networkOf(peer, nowMs);
    if (network === null) return 'unknown-listener';
    // All phones of the mosque are there.
    if (forMs !== null && network === this.#room.broadcasterNetwork) return 'own-network';
    this.#sentAway.peer(peer);
    if (forMs !== null) this.#sentAway.network(network, nowMs + forMs);
    this.handle({ type: 'send-away', peer });
    this.#reviewStreams();
    return 'done';
  }

  /** Ends it, and all who are here: there is no such station any more, or it begins anew as another. */
  end(failure: 'unknown-station' | 'restarting'): void {
    const links = [...this.#links.values()];
    this.#endedBy = failure;
    this.close();
    for (const link of links) link.end(failure);
  }

  /**
   * Whether this ticket, or none, lets somebody at this address hear the station over HTTP.
   * @param address from `addressOf`
   */
  opens(ticket: string | null, address: string): boolean {
    return !this.#isKeptOut(address) && this.#door.opens(ticket);
  }

  /** A new ticket of the HTTP stream, for a listener who was let in by what is asked for now. */
  giveTicket({ link, peer }: From): void {
    const ticket = this.#tickets.has(link) ? this.#door.ticketFor(peer) : null;
    if (ticket !== null) this.#send([link], { type: 'ticket', ticket });
  }

  join(link: Link, { peer, resumed, hello, keyHash, network }: Extract<Admission, { ok: true }>): void {
    if (this.#closed) return link.end(this.#endedBy);
    this.#links.set(link.id, link);
    if (keyHash !== null) this.#byKey.set(link.id, { peer, keyHash });
    const from = { peer, link: link.id };
    if (hello.role === 'listener') this.#places.set(peer, { link: link.id, network });
    const resume = this.#door.issue(hello.role, peer);
    if (hello.role === 'listener') {
      const ticket = hello.features?.includes('ticket') === true ? this.#door.ticketFor(peer) : null;
      if (ticket !== null) this.#tickets.add(from);
      return this.handle({ type: 'listener-hello', from, network, resume, ticket, resumed, hello });
    }
    this.#openAtRelay();
    if (keyHash !== null) this.#settings.observer.keyUsed(this.#config.slug, keyHash);
    return this.handle({ type: 'broadcaster-hello', from, network, resume, hello });
  }

  leave(from: From): void {
    this.#links.delete(from.link);
    this.#byKey.delete(from.link);
    this.#tickets.remove(from.link);
    this.handle({ type: 'link-lost', from });
  }

  handle(event: UntimedEvent): void {
    if (this.#closed) return;
    this.#events.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        const timed: RoomEvent = { ...next, atMs: this.#settings.clock.now() };
        for (const effect of this.#contained(() => this.#room.handle(timed)) ?? []) {
          this.#contained(() => this.#perform(effect));
        }
        if (next.type === 'link-lost') this.#forgetPlace(next.from);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Ends its timers and lets go of its sockets, which the service closes. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#door.close();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#links.clear();
    this.#byKey.clear();
    this.#tickets.clear();
    this.#places.clear();
    this.#events.length = 0;
    this.#atRelay?.close();
  }

  /** Its key has been revoked. It does not come back, so the station does not wait for it: its sound is nobody's. */
  #dismiss(from: From): void {
    const link = this.#links.get(from.link);
    this.#links.delete(from.link);
    this.#byKey.delete(from.link);
    this.handle({ type: 'broadcaster-says', from, message: { type: 'bye' } });
    link?.end('wrong-key');
  }

  /** Whoever listens has to come in by what is asked for now, players of the HTTP stream too. Who came by the key stays. */
  #dismissListeners(): void {
    this.handle({ type: 'dismiss', spared: new Set(this.#byKey.keys()) });
    this.#reviewStreams();
  }

  #openDoor(): Doorkeeper {
    return new Doorkeeper(this.#config, this.#settings, this.#guard, this.#sentAway);
  }

  /** Never the broadcaster's own network: all phones of the mosque are there. */
  #isKeptOut(address: string): boolean {
    const network = this.#guard.nameOf(address);
    return (
      network !== this.#room.broadcasterNetwork &&
      this.#sentAway.hasNetwork(network, this.#settings.clock.now())
    );
  }

  #forgetPlace({ link, peer }: From): void {
    if (this.#places.get(peer)?.link === link) this.#places.delete(peer);
  }

  get #isRelayed(): boolean {
    return this.#settings.relay !== null && this.#config.settings?.relay !== false;
  }

  get #httpStream(): Route | null {
    const { liveStreams } = this.#settings;
    if (liveStreams?.available(this.#config.slug) !== true) return null;
    return liveStreams.route === 'relay' && !this.#isRelayed ? null : liveStreams.route;
  }

  /** Once the broadcaster is here: before that there is nothing to relay. */
  #openAtRelay(): void {
    const { relay } = this.#settings;
    if (this.#atRelay !== null || relay === null || !this.#isRelayed) return;
    this.#atRelay = relay.openStation(this.#config.slug, (message) => this.#relaySays(message));
    this.#relaySays({ type: 'changed' });
    // So that nobody waits for it later. What keeps it from that it logs itself, and `isOpen` tells.
    relay.start().catch(() => undefined);
  }

  #relaySays(message: FromRelay): void {
    if (message.type !== 'changed') return this.handle({ type: 'relay-says', message });
    return this.handle({ type: 'relay-open', isOpen: this.#atRelay?.isOpen ?? false });
  }

  /** As the station is now, whenever the room looks. */
  #roomSetup(): RoomSetup {
    const { limits: allowed, clock, iceServersFor } = this.#settings;
    const now = (): StationConfig => this.#config;
    const station = (): Station => this.station;
    return {
      ...allowed,
      iceServersFor,
      httpStream: this.#httpStream,
      relay: this.#isRelayed,
      openedAtMs: clock.now(),
      get station() {
        return station();
      },
      get maxListeners() {
        return now().settings?.maxListeners ?? allowed.maxListeners;
      },
      get directCapacity() {
        return Math.min(now().settings?.directCapacity ?? Infinity, allowed.directCapacity);
      },
    };
  }

  /** A mistake of ours in one event or effect must not keep the others from happening, nor end the process. */
  #contained<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      const { lines, logger } = this.#settings;
      const line = lines.next(`an event of ${this.station.slug}`);
      if (line !== null) logger.error({ station: this.station.slug, err: error, ...line }, 'an event failed');
      return null;
    }
  }

  #perform(effect: RoomEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#send(effect.to, effect.message);
      case 'close':
        return this.#links.get(effect.link)?.end(effect.failure);
      case 'arm':
        return this.#arm(effect.timer, effect.delayMs);
      case 'disarm':
        this.#timers.get(effect.timer)?.();
        this.#timers.delete(effect.timer);
        return undefined;
      case 'to-relay':
        return this.#atRelay?.tell(effect.message);
      case 'note':
        return this.#note(effect);
      default:
        return effect satisfies never;
    }
  }

  #note(effect: Extract<RoomEffect, { type: 'note' }>): void {
    const { logger, observer } = this.#settings;
    const { slug: station } = this.#config;
    if (effect.note === 'moved') {
      const { note, peer, to, why } = effect;
      // One of many: for whoever looks for the reason.
      logger.debug({ station, peer, to, why }, note);
      return observer.moved({ station, to, why });
    }
    logger.info(effect.peer === null ? { station } : { station, peer: effect.peer }, effect.note);
    if (effect.note === 'live') observer.wentLive(station);
    if (effect.note === 'off') observer.wentOff(station);
    return undefined;
  }

  #send(to: readonly LinkId[], message: Extract<RoomEffect, { type: 'send' }>['message']): void {
    const frame = JSON.stringify(message);
    // A frame that came in just under the limit may have grown over it by its sender's name. Receivers cut whoever
    // sends them too much, so this must not go out: one peer could have another's connection closed.
    const cause = causeOf(message, (peer) => this.#places.get(peer)?.network);
    if (Buffer.byteLength(frame) > (cause === undefined ? limits.frameBytes : mostCausedBytes)) {
      const { lines, logger } = this.#settings;
      const line = lines.next('a message too large');
      if (line !== null) logger.warn({ station: this.station.slug, ...line }, 'message too large to pass on');
      return;
    }
    for (const id of to) {
      const link = this.#links.get(id);
      const told = link ? toldTo(message, link.features) : null;
      if (told !== null) link?.send(told === message ? frame : JSON.stringify(told), cause);
    }
    return undefined;
  }

  #arm(timer: RoomTimer, delayMs: number): void {
    this.#timers.get(timer)?.();
    const cancel = this.#settings.clock.after(delayMs, () => {
      this.#timers.delete(timer);
      this.handle({ type: 'timer', timer });
    });
    this.#timers.set(timer, cancel);
  }
}

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each, index) => each === other[index]);
