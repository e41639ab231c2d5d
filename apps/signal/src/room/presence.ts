import type { RoomContext } from './state/room-context.ts';
import type { AtRelay, Uplinks } from './uplinks.ts';

/** Tells the broadcaster how many listeners there are, once for any number of changes within an interval. */
export class Presence {
  readonly #context: RoomContext;
  readonly #uplinks: Uplinks;
  #isNews = false;
  /** What the broadcaster was told last. */
  #told: AtRelay = { relayed: 0, overHttp: 0, unheard: 0 };

  constructor(context: RoomContext, uplinks: Uplinks) {
    this.#context = context;
    this.#uplinks = uplinks;
  }

  /** A listener has come or gone. */
  changed(): void {
    const { out, setup } = this.#context;
    if (!this.#isNews) out.arm('presence', setup.presenceEveryMs);
    this.#isNews = true;
  }

  /** How many hear by the relay, or over HTTP, is news as well. Called after every event. */
  settle(): void {
    const { overHttp, relayed, unheard } = this.#uplinks.atRelay;
    const told = this.#told;
    if (relayed !== told.relayed || overHttp !== told.overHttp || unheard !== told.unheard) this.changed();
  }

  /** The interval is over. */
  tell(): void {
    const { book, out, setup } = this.#context;
    this.#isNews = false;
    const presence = { type: 'presence', listeners: book.counted } as const;
    this.#told = this.#uplinks.atRelay;
    out.toBroadcaster(setup.relay ? { ...presence, ...this.#told } : presence);
  }
}
