import { type ListenerHello, protocolVersion, type Rendition, type ServiceToListener } from '@mauzin/shared';

import { DueList } from './due-list.ts';
import { freshPast, type Listener, ListenerBook } from './listener-book.ts';
import { fitListening } from './listening-list.ts';
import { Memory } from './memory.ts';
import { Outbox } from './outbox.ts';
import { PassOn } from './pass-on.ts';
import type { RoomContext } from './room-context.ts';
import type {
  BroadcasterSays,
  From,
  ListenerSays,
  RoomEffect,
  RoomEvent,
  RoomSetup,
  RoomTimer,
} from './room-types.ts';
import { RouteJudge } from './route-judge.ts';
import { RouteReview } from './route-review.ts';
import { Routes } from './routes.ts';
import { Seat } from './seat.ts';
import { uplinkOf, Uplinks } from './uplinks.ts';

type HelloOf<T extends 'broadcaster-hello' | 'listener-hello'> = Extract<RoomEvent, { type: T }>;

/** The station went on the air at another time than was believed, by more than this: worth telling, ms. */
const noticeableMs = 1_000;

/**
 * One station: what happens comes in as events, what to do about it goes out as effects. It owns no socket and asks no
 * clock; the same events always give the same effects. Nobody's words reach another but as a message made anew here,
 * stamped with the sender that the service knows.
 */
export class Room {
  readonly #context: RoomContext;
  readonly #judge: RouteJudge;
  readonly #due: DueList;
  readonly #routes: Routes;
  readonly #review: RouteReview;
  readonly #passOn: PassOn;
  readonly #uplinks: Uplinks;
  readonly #memory: Memory;
  /** Whether there is a saver to choose, as the last broadcaster said. */
  #hasSaver = false;
  /** Who is told by the next presence; null: there is none under way. */
  #presenceFor: 'all' | 'broadcaster' | null = null;
  /** What the broadcaster was told last, of those who do not hear from it. */
  #toldElsewhere = 0;

  constructor(setup: RoomSetup) {
    const seat = new Seat();
    this.#context = { setup, seat, book: new ListenerBook(), out: new Outbox(seat), atMs: setup.openedAtMs };
    this.#judge = new RouteJudge(this.#context);
    this.#due = new DueList(this.#context);
    this.#routes = new Routes(this.#context, this.#judge, this.#due);
    this.#review = new RouteReview(this.#context, this.#judge, this.#due, this.#routes);
    this.#passOn = new PassOn(this.#context, this.#routes);
    this.#uplinks = new Uplinks(this.#context);
    this.#memory = new Memory(setup.maxListeners);
  }

  handle(event: RoomEvent): RoomEffect[] {
    this.#context.atMs = event.atMs;
    this.#apply(event);
    this.#uplinks.settle();
    this.#presenceOfElsewhere();
    return this.#context.out.take();
  }

  /** Whether this listener is to hear the station by the relay. */
  isRelayed(peer: string): boolean {
    const sound = this.#context.book.get(peer)?.sound;
    return sound?.name === 'wanted' && sound.route === 'relay';
  }

  /** What everybody may know, and for the figures. */
  status(atMs: number): {
    readonly onAirMs: number | null;
    readonly listeners: number;
    readonly direct: number;
    readonly relayed: number;
    readonly overHttp: number;
  } {
    const { book, seat } = this.#context;
    const { sinceMs } = seat;
    return {
      onAirMs: sinceMs === null ? null : Math.max(0, Math.round(atMs - sinceMs)),
      listeners: book.counted,
      direct: book.direct,
      relayed: book.relayed,
      overHttp: this.#uplinks.overHttp,
    };
  }

  #apply(event: RoomEvent): void {
    const { book, seat } = this.#context;
    switch (event.type) {
      case 'broadcaster-hello':
        return this.#seatBroadcaster(event);
      case 'listener-hello':
        return this.#welcomeListener(event);
      case 'broadcaster-says':
        return seat.isHeldBy(event.from.link) ? this.#hearBroadcaster(event.message) : undefined;
      case 'listener-says': {
        const listener = book.at(event.from);
        return listener ? this.#hearListener(listener, event.message) : undefined;
      }
      case 'relay-says':
        return this.#hearRelay(event.message);
      case 'relay-open':
        return this.#review.relayIs(event.isOpen);
      case 'link-lost':
        return this.#lose(event.from);
      case 'timer':
        return this.#ring(event.timer);
    }
  }

  // ---- the broadcaster

  #seatBroadcaster(event: HelloOf<'broadcaster-hello'>): void {
    const { out, seat } = this.#context;
    const { atMs, from, hello, network } = event;
    const before = { name: seat.name, peer: seat.peer, sinceMs: seat.sinceMs };
    const same = before.peer === from.peer;
    if (seat.link !== null) {
      if (!same && !hello.takeOver) return out.close(from.link, 'station-taken');
      out.close(seat.link, same ? 'replaced' : 'taken-over');
    }
    // A seat whose owner is away is free to whoever has the key: an app that was started anew has no token to show.
    if (before.name === 'away') out.disarm('grace');
    if (!same) this.#judge.said = Infinity;
    const hasMoved = seat.take(from, network, hello.onAirMs === null ? null : atMs - hello.onAirMs);
    const hadSaver = this.#hasSaver;
    this.#hasSaver = hello.renditions?.includes('saver') ?? false;
    this.#uplinks.hasSaver = this.#hasSaver;
    if (!seat.isOnAir) this.#review.wentOff();
    this.#greet(event, hasMoved);
    if (seat.isOnAir) this.#review.wentLive();
    return this.#tellAir(before.sinceMs, { isNews: this.#hasSaver !== hadSaver });
  }

  #greet(event: HelloOf<'broadcaster-hello'>, hasMoved: boolean): void {
    const { out, seat, setup } = this.#context;
    const uplinks = seat.isOnAir ? this.#uplinks.listening() : [];
    const { first, rest } = fitListening([...uplinks, ...this.#review.seated(hasMoved)]);
    out.toBroadcaster({ type: 'welcome', ...this.#welcome(event), listening: first });
    for (const one of rest) out.toBroadcaster({ type: 'listen', ...one });
    out.note({ note: 'broadcaster-joined', peer: event.from.peer });
    if (setup.relay) this.#armPresence('broadcaster');
  }

  #hearBroadcaster(message: BroadcasterSays): void {
    const { out, seat, atMs } = this.#context;
    const believedMs = seat.sinceMs;
    switch (message.type) {
      case 'live':
        if (seat.isOnAir) return undefined;
        seat.setAir(atMs);
        this.#review.wentLive();
        return this.#tellAir(null);
      case 'off':
        seat.setAir(null);
        this.#review.wentOff();
        return this.#tellAir(believedMs);
      case 'bye': {
        const { link, peer } = seat;
        seat.leave();
        this.#review.wentOff();
        if (link !== null) out.close(link, null);
        out.note({ note: 'broadcaster-left', peer });
        return this.#tellAir(believedMs);
      }
      case 'capacity':
        return this.#review.capacityIs(message.direct);
      case 'reached':
      case 'offer':
      case 'candidate':
      case 'closed':
      case 'refuse': {
        const uplink = uplinkOf(message.listener);
        if (uplink !== null) return this.#uplinks.fromBroadcaster(uplink, message);
        return this.#passOn.fromSide('direct', message);
      }
    }
  }

  // ---- the relay

  #hearRelay(message: Extract<RoomEvent, { type: 'relay-says' }>['message']): void {
    switch (message.type) {
      case 'to-listener':
        return this.#passOn.fromSide('relay', message.message);
      case 'to-broadcaster':
        return this.#uplinks.fromRelay(message.rendition, message.message);
      case 'readers':
        this.#uplinks.readers = { normal: message.normal, saver: message.saver };
        return undefined;
      case 'lost':
        for (const peer of message.listeners) {
          const listener = this.#context.book.get(peer);
          if (listener) this.#routes.lostByRelay(listener);
        }
    }
  }

  // ---- listeners

  #welcomeListener(event: HelloOf<'listener-hello'>): void {
    const { book, out, setup, seat } = this.#context;
    const { atMs, from, hello, network } = event;
    const before = book.get(from.peer);
    if (!before && book.size >= setup.maxListeners) return out.close(from.link, 'station-full');
    if (before) out.close(before.link, 'replaced');
    if (event.resumed && hello.listening && hello.connection !== null) this.#believe(hello);
    const past = before?.past ?? this.#memory.take(from.peer, atMs);
    const listener = this.#enter(event, before, past?.network === network ? past : null, past?.movedAtMs);
    out.toListener(listener.link, {
      type: 'welcome',
      ...this.#welcome(event),
      onAirMs: seat.sinceMs === null ? null : Math.max(0, Math.round(atMs - seat.sinceMs)),
      ...this.#renditions(),
      ...(setup.httpStream === null ? {} : { httpStream: setup.httpStream }),
    });
    if (hello.listening) this.#routes.listen(listener, hello);
    else this.#routes.unlisten(listener);
    this.#review.entered(listener, past);
    return this.#armPresence('all');
  }

  #enter(
    { from, hello, network }: HelloOf<'listener-hello'>,
    before: Listener | null,
    past: Listener['past'] | null,
    movedAtMs: number | undefined,
  ): Listener {
    if (before) this.#due.clear(before);
    return this.#context.book.enter(from, {
      uncounted: hello.uncounted === true,
      past: past ?? freshPast(network, movedAtMs),
      ...(before ? { knows: before.knows } : {}),
    });
  }

  /**
   * After a restart of the service listeners are often back before their broadcaster. Who comes with our token and still
   * hears a connection is right that the station is live: telling it `off` could end its sound. How long it has been
   * live is not known until the broadcaster says so. What the relay sent has ended with the old service.
   */
  #believe(hello: ListenerHello): void {
    const { out, seat, setup, atMs } = this.#context;
    if (hello.route === 'relay') return;
    if (seat.name !== 'unknown' || atMs - setup.openedAtMs > setup.graceMs) return;
    seat.believe(atMs);
    out.note({ note: 'live', peer: null });
    out.arm('grace', setup.graceMs);
  }

  #hearListener(listener: Listener, message: ListenerSays): void {
    switch (message.type) {
      case 'listen':
        return this.#routes.listen(listener, message);
      case 'unlisten':
        return listener.sound.name === 'wanted' ? this.#routes.unlisten(listener) : undefined;
      case 'bye':
        this.#context.out.close(listener.link, null);
        return this.#forget(listener, 'bye');
      case 'answer':
      case 'candidate':
      case 'closed':
      case 'health':
        return this.#passOn.fromListener(listener, message);
    }
  }

  #forget(listener: Listener, reason: 'bye' | 'lost'): void {
    const { book, atMs } = this.#context;
    const { past, peer, sound } = listener;
    if (reason === 'lost' && sound.name === 'wanted') this.#memory.keep(peer, past, atMs);
    this.#routes.leave(listener, reason);
    book.remove(peer);
    this.#armPresence('all');
  }

  // ---- sockets and time

  #lose(from: From): void {
    const { book, out, seat, setup } = this.#context;
    const listener = book.at(from);
    if (listener) return this.#forget(listener, 'lost');
    if (!seat.isHeldBy(from.link)) return undefined;
    out.note({ note: 'broadcaster-lost', peer: seat.peer });
    if (seat.lose()) out.arm('grace', setup.graceMs);
    return undefined;
  }

  #ring(timer: RoomTimer): void {
    switch (timer) {
      case 'grace':
        return this.#giveUpWaiting();
      case 'presence':
        return this.#tellPresence();
      case 'routes':
        return this.#review.ring();
      case 'uplink-normal':
        return this.#uplinks.lingered('normal');
      case 'uplink-saver':
        return this.#uplinks.lingered('saver');
    }
  }

  #giveUpWaiting(): void {
    const { seat } = this.#context;
    if (seat.name !== 'away') return;
    const { sinceMs } = seat;
    seat.giveUp();
    this.#tellAir(sinceMs, { offBecause: 'lost' });
  }

  // ---- presence

  #armPresence(whom: 'all' | 'broadcaster'): void {
    const { out, setup } = this.#context;
    if (this.#presenceFor === null) out.arm('presence', setup.presenceEveryMs);
    if (this.#presenceFor !== 'all') this.#presenceFor = whom;
  }

  /** Who hears by the relay, or over HTTP, is news for the broadcaster alone. */
  #presenceOfElsewhere(): void {
    const elsewhere = this.#context.book.relayed + this.#uplinks.overHttp;
    if (elsewhere !== this.#toldElsewhere) this.#armPresence('broadcaster');
  }

  #tellPresence(): void {
    const { book, out, setup } = this.#context;
    const whom = this.#presenceFor;
    this.#presenceFor = null;
    const presence = { type: 'presence', listeners: book.counted } as const;
    const { relayed } = book;
    const { overHttp } = this.#uplinks;
    this.#toldElsewhere = relayed + overHttp;
    out.toBroadcaster(setup.relay ? { ...presence, relayed, overHttp } : presence);
    if (whom === 'all') out.toListeners(book.links(), presence);
  }

  // ---- words

  /** Tells listeners what has changed since `believedMs`, if they would notice. `isNews`: there is more that has. */
  #tellAir(
    believedMs: number | null,
    { isNews = false, offBecause = 'stopped' }: { isNews?: boolean; offBecause?: 'stopped' | 'lost' } = {},
  ): void {
    const { out, seat, atMs } = this.#context;
    const { sinceMs } = seat;
    if (sinceMs === null) {
      if (believedMs === null) return;
      out.note({ note: 'off', peer: null });
      return this.#tellListeners({ type: 'off', reason: offBecause });
    }
    if (believedMs === null) out.note({ note: 'live', peer: null });
    else if (Math.abs(believedMs - sinceMs) < noticeableMs && !isNews) return;
    this.#tellListeners({ type: 'live', onAirMs: Math.round(atMs - sinceMs), ...this.#renditions() });
  }

  #tellListeners(message: ServiceToListener): void {
    this.#context.out.toListeners(this.#context.book.links(), message);
  }

  /** What can be chosen, told where there is a choice. Made here: a broadcaster's own list goes to nobody. */
  #renditions(): { renditions?: Rendition[] } {
    return this.#hasSaver ? { renditions: ['normal', 'saver'] } : {};
  }

  #welcome({ from, hello, resume }: HelloOf<'broadcaster-hello' | 'listener-hello'>) {
    const { book, setup } = this.#context;
    return {
      version: protocolVersion,
      peer: from.peer,
      resume,
      station: setup.station,
      iceServers: [...setup.iceServersFor(from.peer, hello.role)],
      listeners: book.counted,
      pingEveryMs: setup.pingEveryMs,
    };
  }
}
