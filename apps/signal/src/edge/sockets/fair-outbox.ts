import type { Cause } from '../../hosts/cause.ts';

export interface FairOutboxOptions {
  readonly now: () => number;
  /** Runs something later, once; returns what prevents that. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly write: (frame: string) => void;
  /** Sends something that the other end gives back, once it has read all that was written before: `returned` is called then. */
  readonly mark: (id: number) => void;
  /** Characters of frames that may wait. */
  readonly mostWaiting: number;
  /** The other end does not read what must arrive. */
  readonly onStuck: () => void;
}

/** How much may be under way that the other end is not known to have read, characters: at first, at least and at most. */
const firstWindow = 128 * 1024;
const leastWindow = 48 * 1024;
const mostWindow = 2 * 1024 * 1024;
/** How much longer than on an idle line the way may take before less is sent at once, ms. */
const mostQueueMs = 50;
/** When nothing has been written for so long, the line counts as idle, ms. */
const idleAfterMs = 1_000;
/** A mark that is not given back for so long: the other end reads nothing, ms. */
const stuckAfterMs = 30_000;
/** While something waits, a new mark is sent so often: of several the other end may give back the latest only, ms. */
const markEveryMs = 2_000;
/** Where the other end speaks and has not given back one mark for so long, something on the way drops them, ms. */
const givenBackWithinMs = 5_000;
/** Marks that are known while none comes back. */
const mostUnmeasured = 8;

interface Mark {
  readonly id: number;
  readonly atMs: number;
  /** All that had been written when it was sent. */
  readonly written: number;
  /** Nothing else was under way. */
  readonly idle: boolean;
}

interface Lane {
  readonly frames: { readonly frame: string; readonly peer: string }[];
  chars: number;
}

/**
 * What listeners cause to be sent to one broadcaster. A mosque's line may be slow, and what the system's buffers hold nobody can take back: so
 * only as much is under way as keeps the line busy, measured by marks that come back. What is more waits, and takes turns by the address
 * that it comes from: whoever sends much waits for itself alone. Where no mark ever comes back nothing can be measured, and nothing waits.
 */
export class FairOutbox {
  readonly #options: FairOutboxOptions;
  readonly #lanes = new Map<string, Lane>();
  /** In which lane a listener's frames wait, and how many: it may come back from another address meanwhile. */
  readonly #laneOf = new Map<string, { readonly address: string; count: number }>();
  readonly #marks: Mark[] = [];
  #window = firstWindow;
  #waiting = 0;
  #written = 0;
  #read = 0;
  #marked = 0;
  #nextId = 1;
  #idleMs = Infinity;
  #writtenAtMs = -Infinity;
  /** `unmeasured`: marks are dropped on the way, as far as is known. */
  #marksAre: 'new' | 'given-back' | 'unmeasured' = 'new';
  #cancelMark: (() => void) | null = null;

  constructor(options: FairOutboxOptions) {
    this.#options = options;
  }

  /** Sends a frame now or in its turn; a spare one now or never. */
  push(frame: string, cause: Cause): void {
    if (this.#waiting === 0 && this.#hasRoom) return this.#write(frame);
    if (cause.worth === 'spare') return undefined;
    this.#wait(frame, cause);
    const [oldest] = this.#marks;
    const isStuck = oldest !== undefined && this.#options.now() - oldest.atMs > stuckAfterMs;
    if (isStuck || this.#waiting > 2 * this.#options.mostWaiting) return this.#options.onStuck();
    if (this.#marks.length === 0) this.#mark();
    return this.#markSoon();
  }

  /** Asks for a sign of life. It is a mark, too: the other end may give back only the latest of what it was sent. */
  beat(): void {
    this.#mark(this.#isIdle);
  }

  /** The other end has said something. */
  heard(): void {
    const [oldest] = this.#marks;
    if (this.#marksAre !== 'new' || oldest === undefined) return;
    if (this.#options.now() - oldest.atMs < givenBackWithinMs) return;
    this.#marksAre = 'unmeasured';
    this.#flush();
  }

  /** Nothing more is sent. */
  close(): void {
    this.#cancelMark?.();
    this.#cancelMark = null;
  }

  /** So much has been written to the same socket. */
  wrote(chars: number): void {
    // Little frames are not marked each: after a pause they have surely been read.
    const isIdle = this.#isIdle;
    this.#writtenAtMs = this.#options.now();
    this.#written += chars;
    if (isIdle || this.#written - this.#marked >= this.#window / 4) this.#mark(isIdle);
  }

  /** A mark has come back. False: it is none of those that are on the way. */
  returned(id: number): boolean {
    const at = this.#marks.findIndex((mark) => mark.id === id);
    const mark = this.#marks[at];
    if (mark === undefined) return false;
    this.#marks.splice(0, at + 1);
    const wasFull = !this.#hasRoom;
    this.#read = mark.written;
    // How long one took while the others were dropped tells nothing of the line.
    if (this.#marksAre !== 'unmeasured') this.#adapt(mark, wasFull);
    this.#marksAre = 'given-back';
    this.#flush();
    if (this.#waiting > 0 && this.#marks.length === 0) this.#mark();
    return true;
  }

  get #hasRoom(): boolean {
    return this.#marksAre === 'unmeasured' || this.#written - this.#read < this.#window;
  }

  get #isIdle(): boolean {
    return this.#marks.length === 0 && this.#options.now() - this.#writtenAtMs >= idleAfterMs;
  }

  #adapt({ atMs, idle }: Mark, wasFull: boolean): void {
    const tookMs = this.#options.now() - atMs;
    if (idle) this.#idleMs = tookMs;
    else if (tookMs > this.#idleMs + mostQueueMs) this.#window = Math.max(leastWindow, this.#window * 0.7);
    else if (wasFull) this.#window = Math.min(mostWindow, this.#window * 1.25);
  }

  #mark(idle = false): void {
    const id = this.#nextId++;
    this.#marked = this.#written;
    this.#marks.push({ id, atMs: this.#options.now(), written: this.#written, idle });
    if (this.#marksAre === 'unmeasured' && this.#marks.length > mostUnmeasured) this.#marks.shift();
    this.#options.mark(id);
  }

  #markSoon(): void {
    this.#cancelMark ??= this.#options.after(markEveryMs, () => {
      this.#cancelMark = null;
      if (this.#waiting === 0) return;
      this.#mark();
      this.#markSoon();
    });
  }

  #wait(frame: string, { address, peer, worth }: Cause): void {
    const own = this.#laneOf.get(peer) ?? { address, count: 0 };
    const lane = this.#lanes.get(own.address) ?? { frames: [], chars: 0 };
    // Of what may wait each address has its share.
    const { mostWaiting } = this.#options;
    const isFull = this.#waiting + frame.length > mostWaiting;
    const share = mostWaiting / Math.max(1, this.#lanes.size);
    if (isFull && worth === 'droppable' && lane.chars + frame.length > share) return;
    own.count += 1;
    this.#laneOf.set(peer, own);
    this.#lanes.set(own.address, lane);
    lane.frames.push({ frame, peer });
    lane.chars += frame.length;
    this.#waiting += frame.length;
  }

  /** One frame of each address in turn, as long as there is room. */
  #flush(): void {
    for (const [address, lane] of this.#lanes) {
      if (!this.#hasRoom) return;
      this.#lanes.delete(address);
      const next = lane.frames.shift();
      if (next === undefined) continue;
      this.#waiting -= next.frame.length;
      lane.chars -= next.frame.length;
      this.#forget(next.peer);
      // Behind the others: a map is gone through in the order in which its entries came.
      if (lane.frames.length > 0) this.#lanes.set(address, lane);
      this.#write(next.frame);
    }
  }

  #write(frame: string): void {
    this.#options.write(frame);
    this.wrote(frame.length);
  }

  #forget(peer: string): void {
    const own = this.#laneOf.get(peer);
    if (own === undefined) return;
    own.count -= 1;
    if (own.count === 0) this.#laneOf.delete(peer);
  }
}
