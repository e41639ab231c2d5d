import type { AirState } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

/** Off the air, waiting for the mix, or on the air and since when. */
export class BroadcastPhase {
  readonly #clock: ClockPort;
  readonly #onChange: (name: AirState['name']) => void;
  #name: AirState['name'] = 'off';
  /** When the broadcast went on the air, in the clock's time; earlier than this engine's start where another engine began it. */
  #liveAtMs = 0;
  #onAirBeforeMs = 0;

  constructor(clock: ClockPort, onChange: (name: AirState['name']) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get name(): AirState['name'] {
    return this.#name;
  }

  get state(): AirState {
    return this.#name === 'live' ? { name: 'live', onAirMs: this.onAirMs ?? 0 } : { name: this.#name };
  }

  /** For how long the broadcast has been on the air, ms; null when it is not. */
  get onAirMs(): number | null {
    return this.#name === 'live' ? Math.max(0, this.#clock.now() - this.#liveAtMs) : null;
  }

  /** @param onAirBeforeMs for how long the broadcast already was on the air, before this engine was started anew */
  start(onAirBeforeMs: number): void {
    this.#onAirBeforeMs = onAirBeforeMs;
    this.#set('starting');
  }

  goLive(): void {
    this.#liveAtMs = this.#clock.now() - this.#onAirBeforeMs;
    this.#set('live');
  }

  stop(): void {
    this.#set('off');
  }

  #set(name: AirState['name']): void {
    this.#name = name;
    this.#onChange(name);
  }
}
