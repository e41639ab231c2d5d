import type { Listener, ListenerWish } from '../state/listener-book.ts';
import type { RoomContext } from '../state/room-context.ts';
import type { DueList } from './due-list.ts';
import type { Routes } from './routes.ts';

/**
 * Listeners' wishes for sound. Each may cost whoever sends it a new connection, a millisecond in which no packet is forwarded: those of
 * one listener that come too fast wait, the last of them for all. None is dropped.
 */
export class PacedWishes {
  readonly #context: RoomContext;
  readonly #due: DueList;
  readonly #routes: Routes;

  constructor(context: RoomContext, due: DueList, routes: Routes) {
    this.#context = context;
    this.#due = due;
    this.#routes = routes;
  }

  /** The listener asks for sound. */
  take(listener: Listener, wish: ListenerWish): void {
    const { atMs } = this.#context;
    const { paces } = listener.past.peer;
    if (listener.due.ask === null && paces.take('connections', atMs))
      return this.#routes.listen(listener, wish);
    const dueAtMs = listener.due.ask?.atMs ?? atMs + paces.waitMs('connections', atMs);
    return this.#due.set(listener, { ask: { atMs: dueAtMs, wish } });
  }

  /** The listener wants no sound any more. */
  drop(listener: Listener): void {
    if (listener.due.ask !== null) this.#due.set(listener, { ask: null });
  }

  /** The listener does not hear this connection any more. */
  closed(listener: Listener, connection: string): void {
    const { ask } = listener.due;
    if (ask?.wish.connection !== connection) return;
    this.#due.set(listener, { ask: { ...ask, wish: { ...ask.wish, connection: null } } });
  }

  /** The time has come for what is due. */
  ring(listener: Listener): void {
    const { ask } = listener.due;
    if (ask === null || ask.atMs > this.#context.atMs) return;
    this.#due.set(listener, { ask: null });
    this.take(listener, ask.wish);
  }
}
