import type { ClockPort } from '@mauzin/shared';

import { silenceMs } from './connection.ts';
import { Loss } from './loss.ts';
import type { Progress } from './ports.ts';

export interface PocketOptions {
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** Where the stream is now; asked for at each joining. */
  readonly url: () => string;
  /** How far the element is, while it plays the stream. */
  readonly progress: () => Progress | null;
  /** The browser wants a tap, or a phone call has the sound: then standing still is no loss. */
  readonly blocked: () => boolean;
  /** What is to be on the element, or what is heard, has changed. */
  readonly onChange: () => void;
}

/** A joining that brings no sound for so long, ms, is in vain. */
const joiningMs = 4_000;
const lookMs = 250;
const eagerLookMs = 50;

/** What the buffer does not tell, ms: half of the service's clusters of 200 ms on average, a packet, and the output. */
export const streamLatencyMs = 150;

/**
 * When the sound is further behind than this, ms, it is joined anew, at now; but no oftener than below, since each time costs a
 * moment of silence.
 */
const tooFarBehindMs = 3_000;
export const catchUpEveryMs = 30_000;

const firstWaitMs = 500;
const maxWaitMs = 4_000;

/**
 * How long to wait before joining again, ms. Pure.
 * @param failed joinings in vain since the stream was last heard, 0-based
 * @param random 0..1; half of the wait is drawn
 */
export function joinDelayMs(failed: number, random: number): number {
  const waitMs = Math.min(maxWaitMs, firstWaitMs * 2 ** Math.min(failed, 8));
  return Math.round(waitMs / 2 + (waitMs / 2) * random);
}

type Phase =
  | { readonly name: 'idle' }
  /** The stream is on the element; no sound yet. */
  | { readonly name: 'joining'; readonly url: string }
  | { readonly name: 'flowing'; readonly url: string }
  /** The stream is off the element, and about to be joined again. */
  | { readonly name: 'apart' };

/**
 * The HTTP live stream on the one audio element: joins it, watches that it goes on, and joins again when it does not. What
 * is on the element is another's business; it follows `url`.
 */
export class Pocket {
  readonly #options: PocketOptions;
  #phase: Phase = { name: 'idle' };
  readonly #loss: Loss;
  #finishing = false;
  #joinings = 0;
  #failed = 0;
  #progress: Progress | null = null;
  /** When the stream last moved on, or was joined. */
  #movedAt = 0;
  #caughtUpAt = -Infinity;
  #wasFarBehind = false;
  #wasBlocked = false;
  #cancel: (() => void) | null = null;

  constructor(options: PocketOptions) {
    this.#options = options;
    this.#loss = new Loss({ clock: options.clock, onChange: () => options.onChange() });
  }

  /** The address that is to be on the element; null while none of this stream is. */
  get url(): string | null {
    return 'url' in this.#phase ? this.#phase.url : null;
  }

  get active(): boolean {
    return this.#phase.name !== 'idle';
  }

  /** The stream has ended, or could not be joined, and is to be joined again. */
  get apart(): boolean {
    return this.#phase.name === 'apart';
  }

  /** Sound comes, or came less than 2 s ago and is being joined anew. */
  get heard(): boolean {
    return this.#loss.heard && !this.#loss.lost;
  }

  /** Whether the stream was heard, or tried for in vain, since it was started. */
  get tried(): boolean {
    return this.#loss.heard || this.#failed > 0;
  }

  /** Whether the stream was heard since it was started, and has been missing for 2 s. */
  get lost(): boolean {
    return this.#loss.lost;
  }

  /** Whether that loss is so new that it should be noticed. */
  get alarming(): boolean {
    return this.#loss.alarming;
  }

  /** Joinings in vain since the stream was last heard. */
  get failed(): number {
    return this.#failed;
  }

  /** How far behind the mosque the sound is, as far as this side can know: what is buffered, and the way of the stream. */
  get behindMs(): number {
    return aheadMs(this.#progress) + streamLatencyMs;
  }

  /** What came of this joining, on the wire; null where nobody can tell. */
  get wireBytes(): number | null {
    return this.#progress?.wireBytes ?? null;
  }

  /** Joins the stream, unless it is joined already. A joining that was about to end begins anew. */
  start(): void {
    if (this.#finishing) this.rest();
    if (!this.active) this.#join();
  }

  /** Joins anew at once: another rendition is wanted. Does nothing at rest. */
  rejoin(): void {
    if (this.active && !this.#finishing) this.#join();
  }

  /** The service is back: what failed meanwhile says nothing, and what waits need wait no longer. */
  serviceIsBack(): void {
    this.#failed = 0;
    this.check();
  }

  /** The page is looked at again: what waits need wait no longer. */
  check(): void {
    if (this.#phase.name === 'apart') this.#join();
    else if (this.active) this.#look();
  }

  /** The element has come to the end of the stream, or cannot play it. */
  ended(): void {
    if (this.url !== null) this.#apart();
  }

  /** The broadcast is over: what has arrived is still heard. */
  finish(): void {
    if (this.#phase.name === 'flowing') this.#finishing = true;
    else this.rest();
  }

  /** Idempotent. */
  rest(): void {
    const { active } = this;
    this.#cancel?.();
    this.#cancel = null;
    this.#phase = { name: 'idle' };
    this.#finishing = false;
    this.#failed = 0;
    this.#progress = null;
    this.#loss.reset();
    if (active) this.#options.onChange();
  }

  #join(): void {
    this.#joinings += 1;
    this.#progress = null;
    this.#wasFarBehind = false;
    this.#movedAt = this.#options.clock.now();
    // The fragment stays in the browser. It makes each joining another address, so that the element opens it anew.
    this.#phase = { name: 'joining', url: `${this.#options.url()}#${String(this.#joinings)}` };
    this.#lookIn(eagerLookMs);
    this.#options.onChange();
  }

  #look(): void {
    const before = this.#progress;
    const now = this.#options.clock.now();
    this.#progress = this.#options.progress();
    const moved = (this.#progress?.playedS ?? 0) > (before?.playedS ?? 0);
    const blocked = this.#options.blocked();
    const freed = this.#wasBlocked && !blocked;
    this.#wasBlocked = blocked;
    // While the browser holds the sound back, no time passes for the stream.
    if (moved || blocked) this.#movedAt = now;
    if (moved || (blocked && this.#loss.heard)) this.#loss.packets();
    if (freed && this.#farBehind()) return this.#join();
    if (moved) return this.#flow();
    const joining = this.#phase.name === 'joining';
    if (now - this.#movedAt >= (joining ? joiningMs : silenceMs)) return this.#apart();
    return this.#lookIn(joining ? eagerLookMs : lookMs);
  }

  #flow(): void {
    if (this.#phase.name === 'joining') {
      this.#phase = { name: 'flowing', url: this.#phase.url };
      this.#failed = 0;
      this.#lookIn(lookMs);
      return this.#options.onChange();
    }
    const farBehind = this.#farBehind();
    // Only twice in a row: a burst that arrives at once is not yet far behind.
    if (farBehind && this.#wasFarBehind && this.#mayCatchUp()) {
      this.#caughtUpAt = this.#options.clock.now();
      return this.#join();
    }
    this.#wasFarBehind = farBehind;
    return this.#lookIn(lookMs);
  }

  #farBehind(): boolean {
    return this.behindMs > tooFarBehindMs && !this.#finishing;
  }

  #mayCatchUp(): boolean {
    return this.#options.clock.now() - this.#caughtUpAt >= catchUpEveryMs;
  }

  /** Takes the stream off the element, and joins it again after the backoff. What came until now is not lost before 2 s. */
  #apart(): void {
    if (this.#finishing) return this.rest();
    const waitMs = joinDelayMs(this.#failed, this.#options.random());
    if (this.#phase.name === 'joining') this.#failed += 1;
    this.#phase = { name: 'apart' };
    this.#progress = null;
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(waitMs, () => this.#join());
    return this.#options.onChange();
  }

  #lookIn(delayMs: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(delayMs, () => this.#look());
  }
}

const aheadMs = (progress: Progress | null): number =>
  progress === null ? 0 : Math.max(0, progress.bufferedS - progress.playedS) * 1000;
