import type { RoomContext } from './room-context.ts';
import type { Uplinks } from './uplinks.ts';

/** Tells how many there are, once for any number of changes within an interval. */
export class Presence {
  readonly #context: RoomContext;
  readonly #uplinks: Uplinks;
  /** Who is told next; null: nothing has changed. */
  #for: 'all' | 'broadcaster' | null = null;
  /** What the broadcaster was told last. */
  #told = { relayed: 0, overHttp: 0 };

  constructor(context: RoomContext, uplinks: Uplinks) {
    this.#context = context;
    this.#uplinks = uplinks;
  }

  /** Somebody has come or gone. */
  changed(whom: 'all' | 'broadcaster' = 'all'): void {
    const { out, setup } = this.#context;
    if (this.#for === null) out.arm('presence', setup.presenceEveryMs);
    if (this.#for !== 'all') this.#for = whom;
  }

  /** Who hears by the relay, or over HTTP, is news for the broadcaster alone. Called after every event. */
  settle(): void {
    const { relayed, overHttp } = this.#told;
    if (this.#context.book.relayed !== relayed || this.#uplinks.overHttp !== overHttp)
      this.changed('broadcaster');
  }

  /** The interval is over. */
  tell(): void {
    const { book, out, setup } = this.#context;
    const whom = this.#for;
    this.#for = null;
    const presence = { type: 'presence', listeners: book.counted } as const;
    const { relayed } = book;
    const { overHttp } = this.#uplinks;
    this.#told = { relayed, overHttp };
    out.toBroadcaster(setup.relay ? { ...presence, relayed, overHttp } : presence);
    if (whom === 'all') out.toListeners(book.links(), presence);
  }
}
