import {
  type BroadcasterHello,
  chooseRoute,
  type FailureCode,
  type ListenerHello,
  namedRendition,
  protocolVersion,
  type Rendition,
  type Role,
  type ServiceToBroadcaster,
  type ServiceToListener,
} from '@mauzin/shared';

import { type Listener, ListenerBook } from './listener-book.ts';
import { fitListening } from './listening-list.ts';
import { relayToBroadcaster, relayToListener } from './pass-on.ts';
import type {
  BroadcasterSays,
  From,
  LinkId,
  ListenerSays,
  RoomEffect,
  RoomEvent,
  RoomNote,
  RoomSetup,
} from './room-types.ts';

/** Who owns the station's sound. `sinceMs` is when it went on the air, monotonic. */
type Seat =
  /** The service has just begun: a broadcast may well be going on, nobody has said so yet. */
  | { readonly name: 'unknown' }
  | { readonly name: 'free' }
  | { readonly name: 'held'; readonly peer: string; readonly link: LinkId; readonly sinceMs: number | null }
  /** Its socket is gone while on the air. It may be back in a moment, and is heard all the while. */
  | { readonly name: 'away'; readonly sinceMs: number };

/** The station went on the air at another time than was believed, by more than this: worth telling, ms. */
const noticeableMs = 1_000;

/**
 * One station: what happens comes in as events, what to do about it goes out as effects. It owns no socket and asks no
 * clock; the same events always give the same effects. Nobody's words reach another but as a message made anew here,
 * stamped with the sender that the service knows.
 */
export class Room {
  readonly #setup: RoomSetup;
  readonly #book = new ListenerBook();
  #seat: Seat = { name: 'unknown' };
  /** Whether there is a saver to choose, as the last broadcaster said. */
  #hasSaver = false;
  #presenceArmed = false;
  #effects: RoomEffect[] = [];

  constructor(setup: RoomSetup) {
    this.#setup = setup;
  }

  handle(event: RoomEvent): RoomEffect[] {
    this.#effects = [];
    this.#apply(event);
    return this.#effects;
  }

  /** What everybody may know. */
  status(atMs: number): { readonly onAirMs: number | null; readonly listeners: number } {
    const sinceMs = this.#sinceMs();
    return {
      onAirMs: sinceMs === null ? null : Math.max(0, Math.round(atMs - sinceMs)),
      listeners: this.#book.counted,
    };
  }

  /** Who wants sound, by route. */
  routes(): { readonly direct: number; readonly relayed: number } {
    // There is no relay yet.
    return { direct: this.#book.wanting, relayed: 0 };
  }

  /** Whether this listener hears by the relay: not, when the service has gone. */
  isRelayed(_peer: string): boolean {
    return false;
  }

  #apply(event: RoomEvent): void {
    switch (event.type) {
      case 'broadcaster-hello':
        return this.#seatBroadcaster(event);
      case 'listener-hello':
        return this.#welcomeListener(event);
      case 'broadcaster-says':
        if (this.#seat.name !== 'held' || this.#seat.link !== event.from.link) return undefined;
        return this.#hearBroadcaster(event.message, event.atMs);
      case 'listener-says': {
        const listener = this.#book.at(event.from);
        return listener ? this.#hearListener(listener, event.message) : undefined;
      }
      case 'link-lost':
        return this.#lose(event.from);
      case 'timer':
        return event.timer === 'grace' ? this.#giveUpWaiting() : this.#tellPresence();
    }
  }

  // ---- the broadcaster

  #seatBroadcaster(event: { atMs: number; from: From; resume: string; hello: BroadcasterHello }): void {
    const { atMs, from, hello } = event;
    const seat = this.#seat;
    if (seat.name === 'held') {
      const same = seat.peer === from.peer;
      if (!same && !hello.takeOver) return this.#close(from.link, 'station-taken');
      this.#close(seat.link, same ? 'replaced' : 'taken-over');
    }
    // A seat whose owner is away is free to whoever has the key: an app that was started anew has no token to show.
    if (seat.name === 'away') this.#effects.push({ type: 'disarm', timer: 'grace' });
    const believedMs = this.#sinceMs();
    const sinceMs = hello.onAirMs === null ? null : atMs - hello.onAirMs;
    this.#seat = { name: 'held', peer: from.peer, link: from.link, sinceMs };
    const hadSaver = this.#hasSaver;
    this.#hasSaver = hello.renditions?.includes('saver') ?? false;
    const { first, rest } = fitListening(this.#book.all());
    this.#tellBroadcaster({ type: 'welcome', ...this.#welcome(event, 'broadcaster'), listening: first });
    for (const one of rest) this.#tellBroadcaster({ type: 'listen', ...one });
    this.#note('broadcaster-joined', from.peer);
    const isNews = this.#hasSaver !== hadSaver;
    this.#tellAir(believedMs, atMs, { isNews });
    return undefined;
  }

  #hearBroadcaster(message: BroadcasterSays, atMs: number): void {
    const seat = this.#seat;
    if (seat.name !== 'held') return undefined;
    switch (message.type) {
      case 'live':
        if (seat.sinceMs !== null) return undefined;
        this.#seat = { ...seat, sinceMs: atMs };
        return this.#tellAir(null, atMs);
      case 'off':
        this.#seat = { ...seat, sinceMs: null };
        return this.#tellAir(seat.sinceMs, atMs);
      case 'bye':
        this.#seat = { name: 'free' };
        this.#close(seat.link, null);
        this.#note('broadcaster-left', seat.peer);
        return this.#tellAir(seat.sinceMs, atMs);
      case 'reached':
      case 'capacity':
        return undefined;
      case 'offer':
      case 'candidate':
      case 'closed':
      case 'refuse': {
        const listener = this.#book.get(message.listener);
        const relayed = relayToListener(this.#book, message);
        return listener && relayed ? this.#tellListener(listener, relayed) : undefined;
      }
    }
  }

  // ---- listeners

  #welcomeListener(event: {
    atMs: number;
    from: From;
    resume: string;
    resumed: boolean;
    hello: ListenerHello;
  }): void {
    const { atMs, from, hello } = event;
    const before = this.#book.get(from.peer);
    if (!before && this.#book.size >= this.#setup.maxListeners) return this.#close(from.link, 'station-full');
    if (before) this.#close(before.link, 'replaced');
    const wanted = before?.sound.name === 'wanted';
    const listener = this.#book.enter(from, hello.uncounted === true);
    if (event.resumed && hello.listening && hello.connection !== null) this.#believeListener(atMs);
    const { onAirMs } = this.status(atMs);
    this.#tellListener(listener, {
      type: 'welcome',
      ...this.#welcome(event, 'listener'),
      onAirMs,
      ...this.#renditions(),
      ...(this.#setup.httpStream === null ? {} : { httpStream: this.#setup.httpStream }),
    });
    if (hello.listening) this.#listen(listener, hello);
    else if (wanted) this.#tellBroadcaster({ type: 'unlisten', listener: from.peer });
    return this.#armPresence();
  }

  /**
   * After a restart of the service listeners are often back before their broadcaster. Who comes with our token and still
   * hears a connection is right that the station is live: telling it `off` could end its sound. How long it has been
   * live is not known until the broadcaster says so.
   */
  #believeListener(atMs: number): void {
    if (this.#seat.name !== 'unknown' || atMs - this.#setup.openedAtMs > this.#setup.graceMs) return;
    this.#seat = { name: 'away', sinceMs: atMs };
    this.#effects.push({ type: 'arm', timer: 'grace', delayMs: this.#setup.graceMs });
  }

  #hearListener(listener: Listener, message: ListenerSays): void {
    const { peer } = listener;
    switch (message.type) {
      case 'listen':
        return this.#listen(listener, message);
      case 'unlisten':
        if (listener.sound.name === 'unwanted') return undefined;
        this.#book.setSound(peer, { name: 'unwanted' });
        return this.#tellBroadcaster({ type: 'unlisten', listener: peer });
      case 'bye':
        this.#close(listener.link, null);
        return this.#forget(listener, 'bye');
      case 'answer':
      case 'candidate':
      case 'closed':
      case 'health': {
        const relayed = relayToBroadcaster(this.#book, peer, message, this.#seat.name === 'held');
        return relayed ? this.#tellBroadcaster(relayed) : undefined;
      }
    }
  }

  #listen(listener: Listener, wish: Pick<ListenerHello, 'connection' | 'rendition'>): void {
    const { peer } = listener;
    const { connection, rendition = 'normal' } = wish;
    const others = this.#book.wanting - Number(listener.sound.name === 'wanted');
    // There is no relay yet, so it does not matter whose network a listener is on. Who still hears a connection keeps it.
    const { route } = chooseRoute({
      sameNetwork: false,
      relayAvailable: false,
      directFailed: false,
      directInUse: others,
      directCapacity: this.#setup.directCapacity,
    });
    if (route === null && connection === null) {
      return this.#tellListener(listener, { type: 'error', code: 'station-full' });
    }
    this.#book.setSound(peer, { name: 'wanted', held: connection, rendition });
    const wanted = namedRendition(rendition);
    return this.#tellBroadcaster({ type: 'listen', listener: peer, connection, ...wanted });
  }

  #forget(listener: Listener, reason: 'bye' | 'lost'): void {
    this.#book.remove(listener.peer);
    this.#tellBroadcaster({ type: 'listener-left', listener: listener.peer, reason });
    this.#armPresence();
  }

  // ---- sockets and time

  #lose(from: From): void {
    const listener = this.#book.at(from);
    if (listener) return this.#forget(listener, 'lost');
    const seat = this.#seat;
    if (seat.name !== 'held' || seat.link !== from.link) return undefined;
    this.#note('broadcaster-lost', seat.peer);
    if (seat.sinceMs === null) {
      this.#seat = { name: 'free' };
      return undefined;
    }
    this.#seat = { name: 'away', sinceMs: seat.sinceMs };
    this.#effects.push({ type: 'arm', timer: 'grace', delayMs: this.#setup.graceMs });
    return undefined;
  }

  #giveUpWaiting(): void {
    if (this.#seat.name !== 'away') return;
    const { sinceMs } = this.#seat;
    this.#seat = { name: 'free' };
    this.#tellAir(sinceMs, sinceMs, { offBecause: 'lost' });
  }

  #armPresence(): void {
    if (this.#presenceArmed) return;
    this.#presenceArmed = true;
    this.#effects.push({ type: 'arm', timer: 'presence', delayMs: this.#setup.presenceEveryMs });
  }

  #tellPresence(): void {
    this.#presenceArmed = false;
    const presence = { type: 'presence', listeners: this.#book.counted } as const;
    this.#tellBroadcaster(presence);
    this.#tellListeners(presence);
  }

  // ---- words

  #sinceMs(): number | null {
    return this.#seat.name === 'held' || this.#seat.name === 'away' ? this.#seat.sinceMs : null;
  }

  /** Tells listeners what has changed since `believedMs`, if they would notice. `isNews`: there is more that has. */
  #tellAir(
    believedMs: number | null,
    atMs: number,
    { isNews = false, offBecause = 'stopped' }: { isNews?: boolean; offBecause?: 'stopped' | 'lost' } = {},
  ): void {
    const sinceMs = this.#sinceMs();
    if (sinceMs === null) {
      if (believedMs === null) return;
      this.#note('off', null);
      return this.#tellListeners({ type: 'off', reason: offBecause });
    }
    if (believedMs === null) this.#note('live', null);
    else if (Math.abs(believedMs - sinceMs) < noticeableMs && !isNews) return;
    this.#tellListeners({ type: 'live', onAirMs: Math.round(atMs - sinceMs), ...this.#renditions() });
  }

  /** What can be chosen, told where there is a choice. Made here: a broadcaster's own list goes to nobody. */
  #renditions(): { renditions?: Rendition[] } {
    return this.#hasSaver ? { renditions: ['normal', 'saver'] } : {};
  }

  #welcome({ from, resume }: { from: From; resume: string }, role: Role) {
    const { station, iceServersFor, pingEveryMs } = this.#setup;
    const listeners = this.#book.counted;
    return {
      version: protocolVersion,
      peer: from.peer,
      resume,
      station,
      iceServers: [...iceServersFor(from.peer, role)],
      listeners,
      pingEveryMs,
    };
  }

  #tellBroadcaster(message: ServiceToBroadcaster): void {
    if (this.#seat.name === 'held') this.#effects.push({ type: 'send', to: [this.#seat.link], message });
  }

  #tellListener(listener: Listener, message: ServiceToListener): void {
    this.#effects.push({ type: 'send', to: [listener.link], message });
  }

  #tellListeners(message: ServiceToListener): void {
    if (this.#book.size > 0) this.#effects.push({ type: 'send', to: this.#book.links(), message });
  }

  #close(link: LinkId, failure: FailureCode | null): void {
    this.#effects.push({ type: 'close', link, failure });
  }

  #note(note: RoomNote, peer: string | null): void {
    this.#effects.push({ type: 'note', note, peer });
  }
}
