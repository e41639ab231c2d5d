import type { DesktopState } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

/** Least time between two states that are told, ms: nobody reads faster. */
const tellEveryMs = 100;
/** Two states say the same beginning of the time on air when they differ by less than this, ms. */
const sameBeginningMs = 400;

/** Tells the window the state, when something that is shown changed, and at most ten times a second. The last one always comes. */
export class StateTeller {
  readonly #clock: ClockPort;
  readonly #tell: (state: DesktopState) => void;
  #told = '';
  #beganAtMs = 0;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #next: (() => DesktopState) | null = null;
  #cancel: (() => void) | null = null;

  constructor(clock: ClockPort, tell: (state: DesktopState) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** @param state read when it is told, which may be a moment later */
  changed(state: () => DesktopState): void {
    this.#next = state;
    if (this.#cancel) return;
    const waitMs = this.#toldAtMs + tellEveryMs - this.#clock.now();
    if (waitMs <= 0) return this.#tellNow();
    this.#cancel = this.#clock.after(waitMs, () => this.#tellNow());
  }

  /** Idempotent. */
  close(): void {
    this.#cancel?.();
    this.#next = null;
  }

  #tellNow(): void {
    this.#cancel = null;
    const state = this.#next?.();
    this.#next = null;
    if (!state || !this.#isNew(state)) return;
    this.#toldAtMs = this.#clock.now();
    this.#tell(state);
  }

  /** The time on air goes on in the window by itself: only another beginning of it is new. */
  #isNew(state: DesktopState): boolean {
    const onAirMs = 'onAirMs' in state.status ? state.status.onAirMs : null;
    const beganAtMs = onAirMs === null ? 0 : this.#clock.now() - onAirMs;
    const text = JSON.stringify(state, (key, value: unknown) => (key === 'onAirMs' ? null : value));
    const isNew = text !== this.#told || Math.abs(beganAtMs - this.#beganAtMs) > sameBeginningMs;
    if (isNew) {
      this.#told = text;
      this.#beganAtMs = beganAtMs;
    }
    return isNew;
  }
}
