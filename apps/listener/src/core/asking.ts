import { type ClockPort, retryLaterMs } from '@mauzin/shared';

import { afterAwake } from './after-awake.ts';

const firstMs = 1_000;
const maxMs = 8_000;
/** Where sound was heard before, the way exists: then the longest wait between two asks is shorter for some five minutes, ms. */
const hurriedMaxMs = 2_000;
const hurriedAsks = 40;
const spreadMs = 250;
/** How long an offer may take to come, and how long an offered connection may take to carry sound, ms. */
const offerTimeoutMs = 5_000;
const soundTimeoutMs = 6_000;

/**
 * How long to wait before asking for a connection again, ms. Pure.
 * @param failed asks in vain since sound was last heard, 0-based
 * @param random 0..1; half of the wait is drawn, so that a hall full of phones spreads out
 * @param heard whether sound was heard in this broadcast
 */
export function askDelayMs(failed: number, random: number, heard: boolean): number {
  const longestMs = heard && failed < hurriedAsks ? hurriedMaxMs : maxMs;
  const waitMs = Math.min(longestMs, firstMs * 2 ** Math.min(failed, 8));
  return Math.round(waitMs / 2 + (waitMs / 2) * random);
}

export interface AskingOptions {
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** Whether sound was heard in this broadcast. */
  readonly heard: () => boolean;
  /** Sends the question. */
  readonly ask: () => void;
  /** The attempt came to nothing: drop what was begun. The next one is already arranged. */
  readonly onFailed: () => void;
}

/** Asks for a connection until one carries sound, with backoff. One attempt at a time. */
export class Asking {
  readonly #options: AskingOptions;
  #active = false;
  #failed = 0;
  #cancel: (() => void) | null = null;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  get active(): boolean {
    return this.#active;
  }

  /** Attempts in vain since the last success. */
  get failed(): number {
    return this.#failed;
  }

  /** Asks, unless an attempt is under way: a little later for each, since all may have lost the sound together. */
  start(): void {
    if (this.#active) return;
    this.#active = true;
    this.#wait(spreadMs * this.#options.random(), () => this.#askNow());
  }

  /** An offer should come by itself: somebody has asked for us (hello, or the service when the station went live). */
  expect(): void {
    this.#active = true;
    this.#failIn(offerTimeoutMs);
  }

  /** An offer came, asked for or not: now it must carry sound. */
  offered(): void {
    this.#active = true;
    this.#failIn(soundTimeoutMs);
  }

  /** Ends this attempt and arranges the next, after the backoff. */
  fail(): void {
    this.#active = true;
    const { random, heard, onFailed } = this.#options;
    this.#wait(askDelayMs(this.#failed, random(), heard()), () => this.#askNow());
    this.#failed += 1;
    onFailed();
  }

  /** There is no room: asks again only after the protocol's long wait. */
  failForLong(): void {
    this.#active = true;
    this.#wait(Math.round(retryLaterMs * (1 + this.#options.random())), () => this.#askNow());
    this.#failed += 1;
    this.#options.onFailed();
  }

  /** Sound is heard. */
  succeed(): void {
    this.#failed = 0;
    this.stop();
  }

  /** Asks no more. Idempotent; keeps the count, so that a flapping network still backs off. */
  stop(): void {
    this.#active = false;
    this.#cancel?.();
    this.#cancel = null;
  }

  #askNow(): void {
    this.#active = true;
    this.#failIn(offerTimeoutMs);
    this.#options.ask();
  }

  #failIn(delayMs: number): void {
    this.#cancel?.();
    this.#cancel = afterAwake(this.#options.clock, delayMs, () => this.fail());
  }

  #wait(delayMs: number, then: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(delayMs, then);
  }
}
