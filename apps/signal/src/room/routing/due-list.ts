import type { Due, Listener } from '../state/listener-book.ts';
import type { RoomContext } from '../state/room-context.ts';

/** Least time between two checks of the due list, ms. */
export const paceMs = 100;

const earliestMs = ({ ask, reach, breakAtMs, judge }: Due): number =>
  Math.min(ask?.atMs ?? Infinity, reach?.atMs ?? Infinity, breakAtMs ?? Infinity, judge?.atMs ?? Infinity);

/** The listeners for whom something is due later. One timer serves them all. */
export class DueList {
  readonly #context: RoomContext;
  readonly #waiting = new Set<Listener>();
  /** When the timer rings, monotonic, ms; null: it is not set. */
  #armedForMs: number | null = null;

  constructor(context: RoomContext) {
    this.#context = context;
  }

  set(listener: Listener, change: Partial<Due>): void {
    Object.assign(listener.due, change);
    const atMs = earliestMs(listener.due);
    if (atMs === Infinity) this.#waiting.delete(listener);
    else {
      this.#waiting.add(listener);
      this.#arm(atMs);
    }
  }

  /** Nothing is due for this listener any more. */
  clear(listener: Listener): void {
    this.set(listener, { ask: null, reach: null, breakAtMs: null, judge: null });
  }

  /** The timer has rung: `look` does what is due for one listener. Whatever it leaves undone stays due. */
  ring(look: (listener: Listener) => void): void {
    this.#armedForMs = null;
    for (const listener of this.#waiting) look(listener);
    let nextMs = Infinity;
    for (const { due } of this.#waiting) nextMs = Math.min(nextMs, earliestMs(due));
    if (nextMs < Infinity) this.#arm(nextMs);
  }

  #arm(atMs: number): void {
    const { atMs: nowMs, out } = this.#context;
    const forMs = Math.max(atMs, nowMs + paceMs);
    if (this.#armedForMs !== null && this.#armedForMs <= forMs) return;
    this.#armedForMs = forMs;
    out.arm('routes', Math.ceil(forMs - nowMs));
  }
}
