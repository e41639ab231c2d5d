import type { ClockPort } from '@mauzin/shared';

import type { AudioPort, Playable } from './ports.ts';

export interface SpeakerOptions<TStream> {
  readonly audio: AudioPort<TStream>;
  readonly clock: ClockPort;
  /** The element is blocked, or no longer. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** Time between two tries without a tap to start an element that stands still, ms: after a phone call, say. */
const retryMs = 3_000;

/** The one audio element: what is to be on it, whether the browser lets it sound, and trying again when not. */
export class Speaker<TStream> {
  readonly #options: SpeakerOptions<TStream>;
  #what: Playable<TStream> = { kind: 'silence' };
  #unlocked = false;
  #blocked = false;
  #cancelRetry: (() => void) | null = null;

  constructor(options: SpeakerOptions<TStream>) {
    this.#options = options;
    options.audio.onInterrupted = (interrupted) => this.#setBlocked(interrupted);
  }

  /** Whether the element stands still, and wants a tap to go on. It is tried again by itself all the while. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** In the tap: plays what there is, or silence, before it returns. A tap's permission ends with the tap. */
  unlock(): void {
    this.#unlocked = true;
    void this.#play();
  }

  /** What is to be heard now. The same again changes nothing. */
  put(what: Playable<TStream>): void {
    if (isSame(what, this.#what)) return;
    this.#what = what;
    if (this.#unlocked) void this.#play();
  }

  /** The page is looked at again: tries at once. */
  check(): void {
    if (this.#unlocked && this.#blocked) void this.#play();
  }

  /** The person has stopped. */
  off(): void {
    this.#setBlocked(false);
    this.#unlocked = false;
    this.#what = { kind: 'silence' };
    try {
      this.#options.audio.stop();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #play(): Promise<void> {
    try {
      const result = await this.#options.audio.play(this.#what);
      if (result !== 'replaced') this.#setBlocked(result !== 'playing');
    } catch (error) {
      this.#options.onError(error);
      this.#setBlocked(true);
    }
  }

  #setBlocked(blocked: boolean): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (!this.#unlocked) return;
    if (blocked) this.#cancelRetry = this.#options.clock.after(retryMs, () => void this.#play());
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#options.onChange();
  }
}

function isSame<TStream>(one: Playable<TStream>, other: Playable<TStream>): boolean {
  if (one.kind === 'stream') return other.kind === 'stream' && one.stream === other.stream;
  if (one.kind === 'http') return other.kind === 'http' && one.url === other.url;
  return one.kind === other.kind;
}
