import type { ClockPort } from '@mauzin/shared';

/**
 * Does one piece of work a turn of the event loop, each key at most once in the queue. Making a connection takes about a
 * millisecond, in which no packet is forwarded: three hundred at once would be a gap for everybody.
 */
export class PacedQueue<TKey> {
  readonly #clock: ClockPort;
  readonly #work: (key: TKey) => void;
  readonly #waiting = new Set<TKey>();
  #cancel: (() => void) | null = null;

  constructor(clock: ClockPort, work: (key: TKey) => void) {
    this.#clock = clock;
    this.#work = work;
  }

  has(key: TKey): boolean {
    return this.#waiting.has(key);
  }

  /** The first of an empty queue is done at once. */
  push(key: TKey): void {
    this.#waiting.add(key);
    if (this.#cancel === null) this.#next();
  }

  delete(key: TKey): void {
    this.#waiting.delete(key);
  }

  clear(): void {
    this.#waiting.clear();
    this.#cancel?.();
    this.#cancel = null;
  }

  #next(): void {
    const [key] = this.#waiting;
    if (key === undefined) {
      this.#cancel = null;
      return;
    }
    this.#waiting.delete(key);
    this.#cancel = this.#clock.after(0, () => this.#next());
    this.#work(key);
  }
}
