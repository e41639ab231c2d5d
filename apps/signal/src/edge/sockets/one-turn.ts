import type { Duplex } from 'node:stream';

/**
 * What is written to a socket within one turn of the event loop goes to the system at once: each call costs more than all else
 * that is done for a frame, and a broadcaster gets many frames in a turn when a crowd joins.
 */
export class OneTurn {
  readonly #gathered = new Set<Duplex>();

  /** What is written to this stream from now on waits for the end of this turn. */
  gather(stream: Duplex): void {
    if (this.#gathered.has(stream)) return;
    if (this.#gathered.size === 0) setImmediate(() => this.#end());
    this.#gathered.add(stream);
    stream.cork();
  }

  #end(): void {
    for (const stream of this.#gathered) stream.uncork();
    this.#gathered.clear();
  }
}
