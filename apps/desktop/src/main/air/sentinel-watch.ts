import type { SentinelState } from '@mauzin/desktop-contract';

/** Only a mix that was unheard for so long, ms, is believed not to be heard. */
const believedAfterMs = 6_000;
/** The delay is shown in steps of this, ms: finer ones would only make the number jump. */
const delayStepMs = 50;

/** What the sentinel said last, and whether listeners are without sound. A sentinel that connects anew has not heard anything yet. */
export class SentinelWatch {
  #state: SentinelState = { name: 'off' };
  #unheardSinceMs: number | null = null;
  #notHeard = false;
  #by: 'direct' | 'relay' = 'direct';

  get state(): SentinelState {
    return this.#state;
  }

  /** When it heard the mix last, in the clock's time; null: it hears it. */
  get sinceMs(): number | null {
    return this.#unheardSinceMs;
  }

  hear(nowMs: number, state: SentinelState): void {
    this.#state = stepped(state);
    if (state.name === 'not-heard') {
      this.#unheardSinceMs ??= nowMs - state.forMs;
      this.#by = state.by ?? 'direct';
    }
    if (state.name === 'heard' || state.name === 'off') this.reset();
    if (state.name === 'listening' && !this.#notHeard) this.#unheardSinceMs = null;
  }

  reset(): void {
    this.#unheardSinceMs = null;
    this.#notHeard = false;
  }

  /** By which way listeners hear nothing of a mix that has sound; null: they do. Once that is so, only sound ends it. */
  notHeard(nowMs: number): 'direct' | 'relay' | null {
    if (this.#unheardSinceMs !== null && nowMs - this.#unheardSinceMs >= believedAfterMs)
      this.#notHeard = true;
    return this.#notHeard ? this.#by : null;
  }
}

function stepped(state: SentinelState): SentinelState {
  if (state.name === 'heard') {
    return { ...state, behindMs: Math.round(state.behindMs / delayStepMs) * delayStepMs };
  }
  return state.name === 'not-heard' ? { ...state, forMs: Math.floor(state.forMs / 1_000) * 1_000 } : state;
}
