import { namedRendition, type Route } from '@mauzin/shared';

import type { MoveReason } from '../../observe/contracts.ts';
import { type Doubts, isInDoubt } from './doubts.ts';
import type { DueList } from './due-list.ts';
import { type Listener, mayHear, type ListenerWish } from '../state/listener-book.ts';
import { forgive, triedAgainAtMs } from '../state/past.ts';
import type { RoomContext } from '../state/room-context.ts';
import type { RouteJudge } from './route-judge.ts';

const sides: readonly Route[] = ['direct', 'relay'];

/** How long the old side goes on after the new one has reached the listener, unless the listener lets go of it earlier, ms. */
const overlapMs = 5_000;
/** How long the side that a listener is moved to may take to offer it a connection, ms. */
const offerWithinMs = 15_000;

/**
 * The route of each listener. To move a listener, the new side is asked first; the old one goes on until the listener no
 * longer needs it (make-before-break). One move at a time for each listener.
 */
export class Routes {
  readonly #context: RoomContext;
  readonly #judge: RouteJudge;
  readonly #due: DueList;
  readonly #doubts: Doubts;

  constructor(context: RoomContext, judge: RouteJudge, due: DueList, doubts: Doubts) {
    this.#context = context;
    this.#doubts = doubts;
    this.#judge = judge;
    this.#due = due;
  }

  /** The listener wants sound, and keeps the connection that it still hears, if any: its side will say whether that is so. */
  listen(listener: Listener, wish: ListenerWish): void {
    const { by, connection, rendition = 'normal' } = wish;
    const { connections } = listener;
    this.#context.book.setWantsRelay(listener, by === 'relay');
    const side = this.#heldSide(listener, wish);
    if (connection === null || side === null) return this.#seek(listener, wish);
    // Anybody can claim a connection; it takes a place all the same, if there is one.
    const isClaim = side === 'direct' && connections.believedSideOf(connection) === null;
    if (isClaim && !this.#judge.directFits(listener)) {
      if (!this.#doubts.begin(listener, connection, rendition)) return this.#seek(listener, wish);
      return this.#letGo(listener, 'relay');
    }
    connections.claim(connection, side);
    const sound = { name: 'wanted', held: connection, rendition, route: side, leaving: null } as const;
    this.#context.book.setSound(listener, sound);
    this.#due.set(listener, { breakAtMs: null, ...(connections.carries(connection) ? { reach: null } : {}) });
    this.ask(listener, connection);
    return this.#letOthersGo(listener);
  }

  /** The listener wants no sound any more. */
  unlisten(listener: Listener): void {
    this.#context.book.setSound(listener, { name: 'unwanted' });
    this.#due.clear(listener);
    for (const side of sides) this.#letGo(listener, side);
  }

  /** The listener is on another socket now. */
  forget(listener: Listener): void {
    this.#due.clear(listener);
  }

  /** The listener is gone. */
  leave(listener: Listener, reason: 'bye' | 'lost'): void {
    this.#due.clear(listener);
    for (const side of sides) {
      if (!listener.knows[side]) continue;
      this.#context.out.toSide(side, { type: 'listener-left', listener: listener.peer, reason });
    }
  }

  /** Asks the listener's side for sound: for a new connection, unless the connection `held` is still there. */
  ask(listener: Listener, held: string | null): void {
    const { hasRelay, hasSaver, out, seat } = this.#context;
    const { knows, peer, sound } = listener;
    if (sound.name !== 'wanted' || sound.route === null) return;
    // The relay has nothing to send before the station is on the air, and is asked when it is.
    if (sound.route === 'relay' ? !(hasRelay && seat.isOnAir) : seat.link === null) return;
    knows[sound.route] = true;
    // A broadcaster knows which renditions it has; the relay has only those that the station offers.
    const isHad = sound.route === 'direct' || hasSaver;
    const rendition = namedRendition(isHad ? sound.rendition : 'normal');
    const { network } = listener.past.routes;
    const guest = { network, isHome: seat.isHome(network) };
    out.toSide(sound.route, { type: 'listen', listener: peer, connection: held, ...rendition }, guest);
  }

  /** The connection that the listener holds, if this side sends over it. */
  heldFrom(listener: Listener, side: Route): string | null {
    const { connections, sound } = listener;
    if (sound.name !== 'wanted' || sound.held === null) return null;
    return connections.sideOf(sound.held) === side ? sound.held : null;
  }

  /** Chooses the route anew for a listener that hears nothing yet. */
  place(listener: Listener): void {
    const { sound } = listener;
    if (sound.name !== 'wanted' || this.#hears(listener) || isInDoubt(listener)) return;
    const choice = this.#judge.choose(listener);
    if (choice === 'full') return this.turnAway(listener);
    if (choice === 'undecided' || choice === sound.route) return;
    if (sound.route !== null) this.#end(listener, sound.route);
    this.#context.book.change(listener, { route: choice, leaving: null });
    this.#due.set(listener, { reach: null, breakAtMs: null });
  }

  /** Moves the listener: asks the other side first, or gives the listener back to the side that it was about to leave. */
  move(listener: Listener, to: Route, why: MoveReason): void {
    const { book, out, atMs } = this.#context;
    const { connections, past, peer, sound } = listener;
    if (sound.name !== 'wanted' || sound.route === null || sound.route === to) return;
    const from = sound.route;
    past.peer.movedAtMs = atMs;
    out.note({ note: 'moved', peer, to, why });
    if (sound.leaving === to) return this.#takeBack(listener, from, to);
    const leaving = connections.has(from) ? from : null;
    book.change(listener, { route: to, leaving });
    if (leaving === null) this.#letGo(listener, from);
    const reach = leaving === null ? null : { atMs: atMs + offerWithinMs, offered: false };
    this.#due.set(listener, { reach, breakAtMs: null });
    this.ask(listener, null);
  }

  /** Neither side has room for the listener. */
  turnAway(listener: Listener): void {
    this.unlisten(listener);
    this.#context.out.toListener(listener.link, { type: 'error', code: 'station-full' });
  }

  // ---- what the sides and the listener say of connections

  /** The listener's side has offered it a connection, which should come up soon. */
  offered(listener: Listener): void {
    const { atMs, setup } = this.#context;
    // Without a relay there is nothing else to try.
    if (!setup.relay || listener.due.reach?.offered === true) return;
    this.#due.set(listener, { reach: { atMs: atMs + setup.directWithinMs, offered: true } });
  }

  /** Sound goes out over this connection of the listener's. */
  reached(listener: Listener, connection: string): void {
    const { connections, due, past } = listener;
    const side = connections.sideOf(connection);
    if (side === null || connections.carries(connection)) return;
    const { sound: before } = listener;
    if (isInDoubt(listener) && before.name === 'wanted' && before.held === connection)
      this.#doubts.confirmed(listener);
    this.#context.book.reach(listener, connection);
    const { sound } = listener;
    if (sound.name !== 'wanted' || sound.route !== side) return;
    forgive(past, side);
    const breakAtMs = sound.leaving === null ? null : (due.breakAtMs ?? this.#context.atMs + overlapMs);
    this.#due.set(listener, { reach: null, breakAtMs });
  }

  /** One of the listener's connections is over; `byListener`: the listener ended it. */
  ended(listener: Listener, connection: string, byListener: boolean): void {
    const { book } = this.#context;
    const { connections, sound } = listener;
    const side = connections.sideOf(connection);
    book.dropConnection(listener, connection);
    if (sound.name !== 'wanted' || side === null) return;
    if (side === sound.leaving) {
      if (!connections.has(side)) this.breakOld(listener);
    } else if (side === sound.route && byListener) {
      // The listener can do without the new connection while the old one plays on.
      if (connections.isReached(side)) this.#due.set(listener, { reach: null });
      else if (sound.leaving !== null && !connections.has(side) && connections.isReached(sound.leaving))
        this.#takeBack(listener, side, sound.leaving);
    }
  }

  /** The old side has gone on for long enough. */
  breakOld(listener: Listener): void {
    const { sound } = listener;
    this.#due.set(listener, { breakAtMs: null });
    if (sound.name !== 'wanted' || sound.leaving === null) return;
    this.#end(listener, sound.leaving);
    this.#context.book.change(listener, { leaving: null });
  }

  // ---- steps

  /** The side of the connection that the listener says it hears; null: it hears none, or can have none there. */
  #heldSide(listener: Listener, { connection, route = 'direct' }: ListenerWish): Route | null {
    if (connection === null) return null;
    const side = listener.connections.sideOf(connection) ?? route;
    const { atMs, setup } = this.#context;
    const isRelayed = setup.relay && listener.past.peer.silentUntilMs <= atMs;
    return side === 'relay' && !isRelayed ? null : side;
  }

  #seek(listener: Listener, { rendition = 'normal' }: ListenerWish): void {
    const { book, out } = this.#context;
    const before = listener.sound.name === 'wanted' ? listener.sound : null;
    // A listener that hears and wants another rendition stays on its route, unless that route is about to be reviewed.
    const hears = before?.route && mayHear(listener, before.route);
    const isKept = hears && listener.due.judge === null && !listener.uncounted;
    const stays = isKept ? before.route : null;
    const choice = stays ?? this.#judge.choose(listener);
    if (choice === 'full') {
      // A side may know the listener from another socket: what it kept there is another's now.
      if (before === null) for (const side of sides) this.#letGo(listener, side);
      return out.toListener(listener.link, { type: 'error', code: 'station-full' });
    }
    const route = choice === 'undecided' ? null : choice;
    book.setSound(listener, {
      name: 'wanted',
      held: null,
      rendition,
      route: before?.route ?? route,
      leaving: before?.leaving ?? null,
    });
    if (route === null || before?.route === route || !before?.route) {
      this.ask(listener, null);
      return this.#letOthersGo(listener);
    }
    const failed = route === 'relay' && triedAgainAtMs(listener.past, 'direct') > this.#context.atMs;
    return this.move(listener, route, failed ? 'direct-failed' : 'network');
  }

  #hears({ connections, sound }: Listener): boolean {
    if (sound.name !== 'wanted' || sound.route === null) return false;
    return sound.held !== null || connections.isReached(sound.route);
  }

  #letGo(listener: Listener, side: Route): void {
    if (!listener.knows[side]) return;
    listener.knows[side] = false;
    this.#context.out.toSide(side, { type: 'unlisten', listener: listener.peer });
  }

  /** Lets the listener go at every side that it does not use: one may still know it from another socket. */
  #letOthersGo(listener: Listener): void {
    const { sound } = listener;
    if (sound.name !== 'wanted') return;
    for (const side of sides) {
      if (side !== sound.route && side !== sound.leaving) this.#letGo(listener, side);
    }
  }

  /** Ends every connection from this side to the listener, and tells both of them. */
  #end(listener: Listener, side: Route): void {
    const { book, out } = this.#context;
    for (const connection of listener.connections.of(side)) {
      out.toListener(listener.link, { type: 'closed', connection });
      book.dropConnection(listener, connection);
    }
    this.#letGo(listener, side);
  }

  /** The move to `from` is undone: `to`, which still sends, keeps the listener. */
  #takeBack(listener: Listener, from: Route, to: Route): void {
    this.#end(listener, from);
    const held = listener.connections.reachedOf(to);
    this.#context.book.change(listener, { route: to, leaving: null, held });
    this.#due.set(listener, { reach: null, breakAtMs: null });
    if (held === null) this.ask(listener, null);
  }
}
