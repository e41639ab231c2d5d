import { namedRendition } from '@mauzin/shared';

import type { MoveReason } from '../../observe/contracts.ts';
import { isInDoubt } from './doubts.ts';
import type { DueList } from './due-list.ts';
import { type Listener, mayHear } from '../state/listener-book.ts';
import type { Listening } from '../state/listening-list.ts';
import { type Past, triedAgainAtMs } from '../state/past.ts';
import type { RoomContext } from '../state/room-context.ts';
import type { PacedWishes } from './paced-wishes.ts';
import type { RouteJudge } from './route-judge.ts';
import type { Routes } from './routes.ts';
import type { Setbacks } from './setbacks.ts';

/** Time between two checks whether the broadcaster serves too many, ms. */
const shedEveryMs = 1_000;
/** Moves that are begun at once; the rest waits for the next look, since each move costs both sides a connection. */
const movesAtOnce = 20;
/** Least time between two moves of one listener that is heard, ms. */
const betweenMovesMs = 5_000;
const againMs = 1_000;

/** When something changes for many listeners at once, reviews their routes, and moves a few at a time to a better one. */
export class RouteReview {
  readonly #context: RoomContext;
  readonly #judge: RouteJudge;
  readonly #due: DueList;
  readonly #routes: Routes;
  readonly #setbacks: Setbacks;
  readonly #wishes: PacedWishes;
  #shedAtMs = -Infinity;

  constructor(
    context: RoomContext,
    judge: RouteJudge,
    due: DueList,
    routes: Routes,
    setbacks: Setbacks,
    wishes: PacedWishes,
  ) {
    this.#wishes = wishes;
    this.#context = context;
    this.#judge = judge;
    this.#due = due;
    this.#routes = routes;
    this.#setbacks = setbacks;
  }

  /** A broadcaster has taken its seat. Returns the listeners that are to hear it directly. */
  seated(hasMoved: boolean): Listening {
    const listening: Listening = [];
    for (const listener of this.#context.book.all()) {
      this.#routes.place(listener);
      const { peer, sound } = listener;
      if (sound.name !== 'wanted') continue;
      if (hasMoved) this.#look(listener, 'network');
      const inDoubt = isInDoubt(listener);
      if (sound.route !== 'direct' && !inDoubt) continue;
      listener.knows.direct = true;
      const connection = this.#routes.heldFrom(listener, 'direct');
      // The connection may have come up while nobody could be told; if not, the listener asks again.
      if (connection !== null && sound.leaving === null) this.#due.set(listener, { reach: null });
      listening.push({ listener: peer, connection, ...namedRendition(sound.rendition) });
    }
    return listening;
  }

  /** The station is on the air: the relay is asked for everybody who is to hear it from there. */
  wentLive(): void {
    for (const listener of this.#context.book.all()) {
      this.#routes.place(listener);
      const { knows, sound } = listener;
      if (sound.name !== 'wanted' || sound.route === null || knows[sound.route]) continue;
      this.#routes.ask(listener, this.#routes.heldFrom(listener, sound.route));
    }
  }

  /** The broadcast is over, and every connection with it. Who wants sound is remembered for the next one. */
  wentOff(): void {
    const { book, out } = this.#context;
    for (const listener of book.all()) {
      const { connections, due, knows, peer, sound } = listener;
      if (sound.name !== 'wanted') continue;
      connections.clear();
      book.setSound(listener, { ...sound, held: null, leaving: null });
      // A wish that waits for its turn is of who wants sound; the connection that it names is over.
      const ask = due.ask === null ? null : { ...due.ask, wish: { ...due.ask.wish, connection: null } };
      this.#due.set(listener, { ask, reach: null, breakAtMs: null, judge: null });
      if (knows.relay) out.toSide('relay', { type: 'unlisten', listener: peer });
      knows.relay = false;
    }
  }

  /** The saver has come or gone: listeners that want it get another rendition from the relay now. */
  saverChanged(): void {
    for (const listener of this.#context.book.all()) {
      const { knows, sound } = listener;
      if (sound.name !== 'wanted' || sound.rendition !== 'saver' || sound.route !== 'relay') continue;
      if (knows.relay) this.#routes.ask(listener, this.#routes.heldFrom(listener, 'relay'));
    }
  }

  /** A listener is back, or new. */
  entered(listener: Listener, before: Past | null): void {
    const { sound } = listener;
    if (sound.name !== 'wanted') return;
    if (before !== null && before.routes.network !== listener.past.routes.network)
      this.#look(listener, 'network');
  }

  /** The relay has room again, or none any more. Either way a listener that hears stays where it is. */
  relayIs(isOpen: boolean): void {
    const { hasRelay, seat, setup } = this.#context;
    if (!setup.relay) return;
    const opens = isOpen && !this.#judge.relayOpen;
    this.#judge.relayOpen = isOpen;
    this.#context.hasRelay = true;
    if (!hasRelay && seat.isOnAir) this.wentLive();
    if (!opens) return;
    for (const listener of this.#context.book.all()) {
      const { sound } = listener;
      if (sound.name !== 'wanted') continue;
      if (sound.route === null) {
        this.#routes.place(listener);
        this.#routes.ask(listener, null);
      } else if (sound.route === 'direct' && !mayHear(listener, 'direct')) this.#look(listener, 'network');
    }
  }

  /** Most listeners that the broadcaster serves directly. */
  capacityIs(direct: number): void {
    this.#judge.said = direct;
    this.#shedAtMs = -Infinity;
  }

  /** Where the broadcaster serves too many, the latest to come are moved to the relay. Called after every event. */
  settle(): void {
    const { atMs, book } = this.#context;
    let { excess } = this.#judge;
    if (excess === 0 || !this.#judge.relayOpen || this.#shedAtMs > atMs) return;
    this.#shedAtMs = atMs + shedEveryMs;
    for (const listener of [...book.all()].toReversed()) {
      if (excess === 0) return;
      if (listener.sound.name !== 'wanted' || listener.sound.route !== 'direct') continue;
      if (listener.due.judge === null) this.#look(listener, 'direct-full');
      excess -= 1;
    }
  }

  /** The timer of the due list has rung. */
  ring(): void {
    const { atMs } = this.#context;
    let moves = movesAtOnce;
    this.#due.ring((listener) => {
      const { due } = listener;
      this.#wishes.ring(listener);
      if (due.breakAtMs !== null && due.breakAtMs <= atMs) this.#routes.breakOld(listener);
      if (due.reach !== null && due.reach.atMs <= atMs) this.#setbacks.fail(listener);
      if (due.judge === null || due.judge.atMs > atMs || moves === 0) return;
      if (this.#reconsider(listener, due.judge.why)) moves -= 1;
    });
  }

  #look(listener: Listener, why: MoveReason): void {
    this.#due.set(listener, { judge: { atMs: this.#context.atMs, why } });
  }

  #done(listener: Listener): false {
    this.#due.set(listener, { judge: null });
    return false;
  }

  /** Returns whether the listener is moved now. */
  #reconsider(listener: Listener, why: MoveReason): boolean {
    const { atMs, seat } = this.#context;
    const { past, sound } = listener;
    if (sound.name !== 'wanted' || sound.route === null) return this.#done(listener);
    // A listener that hears nothing has nothing to lose by one more move.
    const calmMs = mayHear(listener, sound.route) ? past.peer.movedAtMs + betweenMovesMs : atMs;
    const goodMs = why === 'direct-full' ? triedAgainAtMs(past, 'relay') : -Infinity;
    const mayMs = Math.max(goodMs, sound.leaving === null ? calmMs : atMs + againMs);
    if (mayMs > atMs) {
      this.#due.set(listener, { judge: { atMs: mayMs, why } });
      return false;
    }
    this.#done(listener);
    if (why === 'direct-full' && this.#judge.excess === 0) return false;
    const choice = this.#judge.choose(listener, why === 'direct-full' ? 'direct' : null);
    if (choice === 'undecided' || choice === 'full' || choice === sound.route) return false;
    if (choice === 'direct' && seat.link === null) return false;
    this.#routes.move(listener, choice, why);
    return true;
  }
}
