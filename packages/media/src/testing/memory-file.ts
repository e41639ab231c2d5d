import type { AppendFile } from '../ogg/append-queue.ts';

/** A file in memory, with a disk that a test can let hang or fail. */
export class MemoryFile implements AppendFile {
  readonly pieces: Buffer[] = [];
  /** Bytes at each sync that ended. */
  readonly syncs: number[] = [];
  closed = false;
  /** The next append or sync waits for this. */
  hang: Promise<void> | null = null;
  error: Error | null = null;
  /** Most appends and syncs at once. */
  readonly most = { append: 0, sync: 0 };
  readonly #under = { append: 0, sync: 0 };

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }

  append(bytes: Uint8Array): Promise<void> {
    return this.#during('append', () => void this.pieces.push(Buffer.from(bytes)));
  }

  sync(): Promise<void> {
    const held = this.bytes.length;
    return this.#during('sync', () => void this.syncs.push(held));
  }

  close(): Promise<void> {
    if (this.closed) return Promise.reject(new Error('closed twice'));
    this.closed = true;
    return Promise.resolve();
  }

  async #during(what: 'append' | 'sync', then: () => void): Promise<void> {
    if (this.closed) throw new Error(`${what} after close`);
    this.#under[what] += 1;
    this.most[what] = Math.max(this.most[what], this.#under[what]);
    await this.hang;
    this.#under[what] -= 1;
    if (this.error) throw this.error;
    then();
  }
}
