import { type Encode, encodeQuickly, encodingFor, etagOf, type Sendable } from './compress.ts';

interface Entry {
  readonly body: Promise<Sendable>;
  bytes: number;
}

/** What an entry takes besides its body and its key, bytes: roughly. */
const entryBytes = 200;

/**
 * Bodies that are made when they are first asked for, each only in the encoding that is asked for, and kept: so many bytes of them
 * in all. Those that were asked for longest ago are forgotten first.
 */
export class BodyCache {
  readonly #mostBytes: number;
  readonly #encode: Encode;
  readonly #kept = new Map<string, Entry>();
  #bytes = 0;

  /** @param encode one that counts, in tests */
  constructor(mostBytes: number, encode: Encode = encodeQuickly) {
    this.#mostBytes = mostBytes;
    this.#encode = encode;
  }

  /** What is kept, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param accepted what the asker accepts (`Accept-Encoding`) */
  get(key: string, accepted: string | undefined, make: () => Buffer): Promise<Sendable> {
    const id = `${encodingFor(accepted) ?? 'plain'} ${key}`;
    const entry = this.#kept.get(id) ?? this.#make(id, accepted, make);
    // Anew at the end.
    this.#kept.delete(id);
    this.#kept.set(id, entry);
    return entry.body;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #make(id: string, accepted: string | undefined, make: () => Buffer): Entry {
    const entry: Entry = { body: this.#bodyOf(accepted, make), bytes: 0 };
    entry.body.then(
      ({ bytes }) => this.#weigh(id, entry, bytes.length),
      () => {
        if (this.#kept.get(id) === entry) this.#kept.delete(id);
      },
    );
    return entry;
  }

  async #bodyOf(accepted: string | undefined, make: () => Buffer): Promise<Sendable> {
    const plain = make();
    const encoding = encodingFor(accepted);
    const etag = etagOf(plain);
    if (encoding === null) return { bytes: plain, encoding, etag };
    const bytes = await this.#encode(plain, encoding);
    return bytes.length < plain.length ? { bytes, encoding, etag } : { bytes: plain, encoding: null, etag };
  }

  /** How much it is, is known only once it is made. */
  #weigh(id: string, entry: Entry, bytes: number): void {
    if (this.#kept.get(id) !== entry) return;
    entry.bytes = bytes + 2 * id.length + entryBytes;
    this.#bytes += entry.bytes;
    for (const [oldest, { bytes: freed }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= freed;
    }
  }
}
