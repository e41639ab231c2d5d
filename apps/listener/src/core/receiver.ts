import type { ClockPort } from '@mauzin/shared';

import { type Shift, shiftAt } from './burn-in.ts';

/**
 * `kept`: the browser has promised it. `unknown`: asked in a way that works in many browsers and is promised by none.
 * `not-kept`: a person must switch off the screen's sleep in the tablet's settings.
 */
export type ScreenAwake = 'kept' | 'not-kept' | 'unknown';

/** Keeps the screen on while the page is looked at. */
export interface ScreenPort {
  /** Keeps it awake until `release`, best called in a tap. Called again, it asks again where it was refused. */
  keep(): void;
  /** Idempotent. */
  release(): void;
  onChange: ((awake: ScreenAwake) => void) | null;
}

/** What a receiver shows beside the state of the listener. */
export interface ReceiverFacts {
  /**
   * Set up on this device, for this station: it plays whenever the station is live. When the browser wants a tap first
   * (after a reload), the listener's state is not `unlocked`, or `blocked`.
   */
  readonly armed: boolean;
  readonly screenAwake: ScreenAwake;
  /** The time of day for the large clock, ms since 1970. New when a minute begins. */
  readonly nowMs: number;
  /** Where everything is to stand now. Not motion: a jump of a few px a minute. */
  readonly shift: Shift;
}

export interface ReceiverOptions {
  readonly clock: ClockPort;
  /** The time of day, ms since 1970. May jump. */
  readonly wallNowMs: () => number;
  /** Whether this device was set up for this station; survives a reload. */
  readonly memory: { read(): boolean; write(armed: boolean): void };
  readonly screen: ScreenPort;
  /** Begins to listen: the session's own call. */
  readonly listen: () => void;
  readonly stop: () => void;
  readonly onFacts: (facts: ReceiverFacts) => void;
}

const minuteMs = 60_000;
/** Timers may run a little early: never show the minute that is just ending for a whole minute more. */
const lateMs = 20;

/**
 * A page on a wall: set up once by a tap, it waits for days, keeps the screen awake, and begins again by itself after a
 * reload. What plays and reconnects is the session's, which is `persistent` then. Holds one timer and no list, so that
 * nothing grows in all these days.
 */
export class Receiver {
  readonly #options: ReceiverOptions;
  #armed = false;
  #screenAwake: ScreenAwake = 'unknown';
  #closed = false;
  #cancelTick: (() => void) | null = null;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    options.screen.onChange = (awake) => {
      this.#screenAwake = awake;
      this.#tell();
    };
  }

  get facts(): ReceiverFacts {
    const nowMs = this.#options.wallNowMs();
    return {
      armed: this.#armed,
      screenAwake: this.#screenAwake,
      nowMs,
      shift: shiftAt(Math.floor(nowMs / minuteMs)),
    };
  }

  /** Shows the clock, and begins again where this device was set up before. */
  start(): void {
    if (this.#options.memory.read()) this.#begin();
    this.#tick();
  }

  /** The person sets this device up. Call it in the tap itself. Once more where the browser wants another tap. */
  arm(): void {
    this.#options.memory.write(true);
    this.#begin();
    this.#tell();
  }

  /** The person ends it; the page stays. */
  disarm(): void {
    this.#options.memory.write(false);
    this.#armed = false;
    this.#options.screen.release();
    this.#options.stop();
    this.#tell();
  }

  /** The page is looked at again, or was asleep: the clock may be old, and the screen's lock lost. */
  wake(): void {
    if (!this.#closed) this.#tick();
  }

  /** The page goes away; this device stays set up. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancelTick?.();
    this.#cancelTick = null;
    this.#options.screen.onChange = null;
    this.#options.screen.release();
  }

  #begin(): void {
    this.#armed = true;
    this.#options.screen.keep();
    this.#options.listen();
  }

  /** Every minute anew from the time of day: an error of one timer is none of the next. */
  #tick(): void {
    this.#cancelTick?.();
    if (this.#armed) this.#options.screen.keep();
    this.#tell();
    const restMs = minuteMs - (this.#options.wallNowMs() % minuteMs);
    this.#cancelTick = this.#options.clock.after(restMs + lateMs, () => this.#tick());
  }

  #tell(): void {
    if (!this.#closed) this.#options.onFacts(this.facts);
  }
}
