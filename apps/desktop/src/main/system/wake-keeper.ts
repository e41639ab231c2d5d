import type { PowerSaveBlocker } from 'electron';

/** Keeps the machine awake while the station is to be on the air. */
export class WakeKeeper {
  readonly #blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  #held: number | null = null;

  constructor(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>) {
    this.#blocker = blocker;
  }

  keep(awake: boolean): void {
    if (awake && this.#held === null) this.#held = this.#blocker.start('prevent-app-suspension');
    if (!awake && this.#held !== null) {
      this.#blocker.stop(this.#held);
      this.#held = null;
    }
  }
}
