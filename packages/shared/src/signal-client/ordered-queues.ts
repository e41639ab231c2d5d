/** Most messages that may wait for one peer; a session description and its candidates are about 20. */
const maxWaiting = 200;

/**
 * Handles the messages of each key strictly one after the other, also where handling is asynchronous; different keys do
 * not wait for each other. Out of order, one join in six was lost.
 */
export class OrderedQueues<TMessage> {
  readonly #handle: (message: TMessage) => void | Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Map<string, TMessage[]>();

  constructor(handle: (message: TMessage) => void | Promise<void>, onError: (error: unknown) => void) {
    this.#handle = handle;
    this.#onError = onError;
  }

  /** False when the key's queue is full and the message was dropped. */
  push(key: string, message: TMessage): boolean {
    const waiting = this.#waiting.get(key);
    if (waiting) {
      if (waiting.length >= maxWaiting) return false;
      waiting.push(message);
      return true;
    }
    const pending: TMessage[] = [message];
    this.#waiting.set(key, pending);
    void this.#drain(key, pending);
    return true;
  }

  /** Forgets everything that waits; what is being handled now ends by itself. */
  clear(): void {
    for (const waiting of this.#waiting.values()) waiting.length = 0;
    this.#waiting.clear();
  }

  async #drain(key: string, pending: TMessage[]): Promise<void> {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      try {
        // Awaits only real promises: what is synchronous stays in the same turn as the message's arrival.
        const result = this.#handle(next);
        if (result) await result;
      } catch (error) {
        this.#onError(error);
      }
    }
    if (this.#waiting.get(key) === pending) this.#waiting.delete(key);
  }
}
