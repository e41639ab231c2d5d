/** A file that only grows. */
export interface AppendFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when all that was appended outlives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface AppendQueueOptions {
  /** Called when the first bytes come. */
  readonly open: () => Promise<AppendFile>;
  /** Most bytes that may wait for the disk; with more the queue fails. */
  readonly maxWaitingBytes: number;
  /** Called once. Nothing is written afterwards. */
  readonly onFailed: (error: unknown) => void;
}

/** The disk takes the bytes more slowly than they come, or hangs. */
export class DiskTooSlow extends Error {
  override readonly name = 'DiskTooSlow';
}

/**
 * Writes in order, one piece after the other, and syncs all the while: a sync that takes long holds no writing up, because
 * what is written outlives this process, though not yet a power cut. At most one write and one sync are under way.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #file: AppendFile | null = null;
  #writing: Promise<void> | null = null;
  #syncing: Promise<void> | null = null;
  #appended = 0;
  #synced = 0;
  #state: 'open' | 'ending' | 'failed' = 'open';
  #ended: Promise<void> | null = null;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  /** Bytes that the file holds. */
  get appendedBytes(): number {
    return this.#appended;
  }

  /** Adds bytes to be written. Does nothing after `end` or a failure. */
  push(bytes: Uint8Array): void {
    if (this.#state !== 'open') return;
    if (this.#waitingBytes + bytes.length > this.#options.maxWaitingBytes) {
      return this.fail(new DiskTooSlow(`${this.#waitingBytes} bytes wait for the disk`));
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#write();
    return undefined;
  }

  /** Gives up: what waits is dropped. Does nothing the second time. */
  fail(error: unknown): void {
    if (this.#state === 'failed') return;
    this.#state = 'failed';
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#options.onFailed(error);
  }

  /** Writes what waits, syncs and closes. Idempotent; never rejects; resolves when nothing is under way any more. */
  end(): Promise<void> {
    if (this.#state === 'open') this.#state = 'ending';
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    while (this.#writing || this.#syncing) await (this.#writing ?? this.#syncing);
    await this.#file?.close().catch((error: unknown) => this.fail(error));
    this.#file = null;
  }

  #write(): void {
    this.#writing ??= this.#writeAll()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#writing = null;
        if (this.#waiting.length > 0) this.#write();
      });
  }

  async #writeAll(): Promise<void> {
    this.#file ??= await this.#options.open();
    while (this.#waiting.length > 0) {
      const bytes = Buffer.concat(this.#waiting.splice(0));
      await this.#file.append(bytes);
      this.#waitingBytes = Math.max(0, this.#waitingBytes - bytes.length);
      this.#appended += bytes.length;
      this.#sync();
    }
  }

  #sync(): void {
    if (!this.#file || this.#state === 'failed' || this.#synced === this.#appended) return;
    this.#syncing ??= this.#syncOnce(this.#file)
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#syncing = null;
        this.#sync();
      });
  }

  async #syncOnce(file: AppendFile): Promise<void> {
    const upTo = this.#appended;
    await file.sync();
    this.#synced = upTo;
  }
}
