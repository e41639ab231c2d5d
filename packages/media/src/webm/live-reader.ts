import { type Cluster, clusterHead, clusterMs } from './webm-clusters.ts';

/** Where a reader's bytes go: an HTTP response, as far as it is needed. */
export interface LiveSink {
  /** Takes bytes. False: it is full, and takes no more until it says so by the reader's `drained()`. */
  write(bytes: Uint8Array): boolean;
  /** No more bytes will come. Called once. */
  end(): void;
}

/** One player of the live stream. */
export interface LiveReader {
  /** The sink has room again. */
  drained(): void;
  /** The player is gone. Idempotent; the sink is not called any more. */
  close(): void;
}

/** A reader that takes nothing for so long is ended, ms: it would hear nothing of now anyway. */
export const longestFullMs = 10_000;

/**
 * Rate of a filled stream, sound and filling together, bytes a second. Chromium's `<audio src>` reads whole blocks of 32 kB, six seconds of
 * Opus at 44 kbit/s; so it falls that far behind, unless the blocks fill sooner.
 */
export const filledBytesPerSecond = 32_000;

/** Filling that a player of a filled stream gets at once, bytes: its first blocks, so that it begins. */
const firstFillBytes = 128 * 1024;

/** One reader of one stream: gets the header, then whole clusters, and at no time more than its sink takes. */
export class ReaderLane {
  readonly #sink: LiveSink;
  readonly #filled: boolean;
  /** How far the reader's time is behind the stream's, ms: where it joined and all that it missed, so that its time has no holes. */
  #shiftMs: number | null = null;
  #missedFromMs: number | null = null;
  #fullSinceMs: number | null = null;
  #begun = false;
  #bytesSent = 0;

  constructor(sink: LiveSink, filled: boolean) {
    this.#sink = sink;
    this.#filled = filled;
  }

  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** Whether the reader has been handed the header. */
  get begun(): boolean {
    return this.#begun;
  }

  /** @param latest what has just sounded, oldest first: a player that gets it at once begins at once */
  begin(header: Uint8Array, latest: readonly Cluster[], nowMs: number): void {
    this.#begun = true;
    const fill = this.#filled ? [filler(firstFillBytes)] : [];
    this.#write([header, ...fill, ...latest.flatMap((cluster) => this.#parts(cluster))], nowMs);
  }

  /** Hands on a cluster, unless the sink is full: the reader then goes on at the newest cluster. */
  offer(cluster: Cluster, nowMs: number): 'taken' | 'missed' | 'gave-up' {
    if (this.#fullSinceMs === null) {
      this.#write(this.#parts(cluster), nowMs);
      return 'taken';
    }
    this.#missedFromMs ??= cluster.atMs;
    return nowMs - this.#fullSinceMs >= longestFullMs ? 'gave-up' : 'missed';
  }

  drained(): void {
    this.#fullSinceMs = null;
  }

  end(): void {
    this.#sink.end();
  }

  #parts({ atMs, blocks }: Cluster): Uint8Array[] {
    this.#shiftMs ??= atMs;
    if (this.#missedFromMs !== null) this.#shiftMs += atMs - this.#missedFromMs;
    this.#missedFromMs = null;
    const parts = [clusterHead(atMs - this.#shiftMs), blocks];
    const lackingBytes = (filledBytesPerSecond * clusterMs) / 1_000 - blocks.length;
    if (this.#filled && lackingBytes >= fillerHeadBytes) parts.push(filler(lackingBytes));
    return parts;
  }

  #write(parts: readonly Uint8Array[], nowMs: number): void {
    const bytes = Buffer.concat(parts);
    this.#bytesSent += bytes.length;
    if (!this.#sink.write(bytes)) this.#fullSinceMs = nowMs;
  }
}

const fillerHeadBytes = 5;

/** An element that players skip (EBML Void, RFC 8794 §11.3.2), of so many bytes in all. */
function filler(bytes: number): Buffer {
  const element = Buffer.alloc(bytes);
  element.writeUInt8(0xec);
  element.writeUInt32BE(0x10_00_00_00 + bytes - fillerHeadBytes, 1);
  return element;
}
