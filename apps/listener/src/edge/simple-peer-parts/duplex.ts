/**
 * Stands in for `readable-stream` under simple-peer. Its streams carry only a data channel's data, and this page is
 * never offered a data channel; what is left of a stream are its events. Saves 20 kB of 45.
 */
type Listener = (...args: readonly unknown[]) => void;

export class Duplex {
  // simple-peer asks its streams whether they have ended before it ends them.
  readonly _readableState = { ended: true };
  readonly _writableState = { finished: true };
  readable = true;
  writable = true;
  destroyed = false;
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    const only: Listener = (...args) => {
      this.removeListener(event, only);
      listener(...args);
    };
    return this.on(event, only);
  }

  removeListener(event: string, listener: Listener): this {
    const left = (this.#listeners.get(event) ?? []).filter((known) => known !== listener);
    this.#listeners.set(event, left);
    return this;
  }

  /** Like Node's: an `error` that nobody listens for is thrown. */
  emit(event: string, ...args: readonly unknown[]): boolean {
    const listeners = this.#listeners.get(event) ?? [];
    if (listeners.length === 0 && event === 'error') throw args[0];
    for (const listener of listeners) listener(...args);
    return listeners.length > 0;
  }
}
