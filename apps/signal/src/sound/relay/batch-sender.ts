import type { Batch } from './ipc.ts';

/** Collects the messages of one turn of the event loop, so that they are sent in one piece. */
export class BatchSender<TMessage> {
  readonly #hand: (batch: Batch<TMessage>) => void;
  #waiting: TMessage[] = [];
  #due = false;

  constructor(hand: (batch: Batch<TMessage>) => void) {
    this.#hand = hand;
  }

  post(message: TMessage): void {
    this.#waiting.push(message);
    if (this.#due) return;
    this.#due = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#due = false;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#hand(batch);
  }
}
