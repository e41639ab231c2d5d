/** What the service's live stream is, and what a browser must be able to play. */
const liveType = 'audio/webm; codecs="opus"';

export interface LiveFeedOptions {
  readonly url: string;
  /** Where the element is in what this feeds it, s. */
  readonly playedS: () => number;
  /** There is enough to begin with: this is to be the element's `src` now. */
  readonly onReady: (src: string) => void;
  /** The stream could not be had, or broke off. Not after `close`. */
  readonly onFailed: (error: unknown) => void;
}

/** How much sound is gathered before playing begins, ms, besides what the service sends at once: a network may hesitate. */
const cushionMs = 200;
/** How much sound is kept, s: older sound is let go, played or not (a phone call), so that no hour of it gathers. */
const keptS = 10;
const tidyS = 30;
const mostAheadS = 20;
/** Most that waits for a source that takes nothing, bytes: over a minute of sound. */
const mostWaiting = 1_000_000;
/** Headers of TCP and IP, and the framing of HTTP's chunks, for each piece that arrives, bytes. */
const pieceBytes = 60;
const segmentBytes = 1_400;

/** Whether the live stream can be fed to the element. If not, the element may still play the stream's address by itself. */
export function canFeed(): boolean {
  // An answer that can be read while it comes: Firefox has it since 65.
  if (typeof MediaSource === 'undefined' || !('body' in Response.prototype)) return false;
  return MediaSource.isTypeSupported(liveType);
}

/**
 * Fetches the live stream and feeds it to an element by Media Source Extensions. Left to itself with the address, Chromium
 * hands on only whole blocks of 32 KiB: four seconds of sound, ten of the saver's, before the first is heard. And so the
 * stream can be fetched while something else still plays: the change costs a moment and not the time of joining.
 */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #abort = new AbortController();
  readonly #source = new MediaSource();
  #buffer: SourceBuffer | null = null;
  #src: string | null = null;
  #waiting: Uint8Array[] = [];
  #complete = false;
  #closed = false;
  #wireBytes = 0;
  #cushion: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#source.addEventListener('sourceopen', () => this.#opened(), { once: true });
    void this.#fetch();
  }

  /** What has come so far, on the wire, as far as a page can tell. */
  get wireBytes(): number {
    return this.#wireBytes;
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#abort.abort();
    this.#waiting = [];
    if (this.#cushion !== null) clearTimeout(this.#cushion);
    if (this.#src !== null) URL.revokeObjectURL(this.#src);
  }

  async #fetch(): Promise<void> {
    try {
      const response = await fetch(this.#options.url, { signal: this.#abort.signal, cache: 'no-store' });
      if (!response.ok || !response.body) throw new Error(`the stream answered ${String(response.status)}`);
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        this.#take(value);
      }
      this.#complete = true;
      this.#begin();
      this.#pump();
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(piece: Uint8Array): void {
    if (this.#closed) return;
    this.#wireBytes += piece.length + pieceBytes * Math.ceil(piece.length / segmentBytes);
    this.#waiting.push(piece);
    if (sizeOf(this.#waiting) > mostWaiting) return this.#fail(new Error('the source takes nothing'));
    if (this.#src === null) this.#cushion ??= setTimeout(() => this.#begin(), cushionMs);
    return this.#pump();
  }

  #begin(): void {
    if (this.#closed || this.#src !== null) return;
    this.#src = URL.createObjectURL(this.#source);
    this.#options.onReady(this.#src);
  }

  #opened(): void {
    if (this.#closed) return;
    try {
      const buffer = this.#source.addSourceBuffer(liveType);
      // One after the other, from 0 on, whatever the stream's own time: a gap in that is none in what is played.
      buffer.mode = 'sequence';
      buffer.addEventListener('updateend', () => this.#pump());
      buffer.addEventListener('error', () => this.#fail(new Error('the source cannot read the stream')));
      this.#buffer = buffer;
      this.#pump();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** One thing at a time: `updateend` comes here again. */
  #pump(): void {
    const buffer = this.#buffer;
    if (this.#closed || !buffer || buffer.updating || this.#source.readyState !== 'open') return;
    try {
      const until = this.#untidyUntilS(buffer.buffered);
      if (until > 0) buffer.remove(0, until);
      else if (this.#waiting.length > 0) this.#append(buffer);
      else if (this.#complete) this.#source.endOfStream();
    } catch (error) {
      this.#fail(error);
    }
  }

  #append(buffer: SourceBuffer): void {
    const pieces = this.#waiting;
    this.#waiting = [];
    buffer.appendBuffer(joined(pieces));
  }

  /** Up to where what is kept is of no use any more; 0 while there is little of it. */
  #untidyUntilS(buffered: TimeRanges): number {
    if (buffered.length === 0) return 0;
    const [startS, endS] = [buffered.start(0), buffered.end(buffered.length - 1)];
    const playedS = this.#options.playedS();
    if (endS - Math.max(startS, playedS) > mostAheadS) return endS - keptS;
    return playedS - startS > tidyS ? playedS - keptS : 0;
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#options.onFailed(error);
  }
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
