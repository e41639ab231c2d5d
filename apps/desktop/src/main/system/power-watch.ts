import type { PowerMonitor } from 'electron';

export interface PowerWatchOptions {
  readonly monitor: Pick<PowerMonitor, 'on' | 'removeListener'>;
  readonly onWake: () => void;
  readonly log: (line: string) => void;
}

/** Hears of the machine's sleep. What happens while it sleeps nobody tells, so everything is looked at anew afterwards. */
export class PowerWatch {
  readonly #options: PowerWatchOptions;
  readonly #onSuspend = (): void => this.#options.log('the computer goes to sleep');
  readonly #onResume = (): void => {
    this.#options.log('the computer woke up');
    this.#options.onWake();
  };

  constructor(options: PowerWatchOptions) {
    this.#options = options;
    options.monitor.on('suspend', this.#onSuspend);
    options.monitor.on('resume', this.#onResume);
  }

  /** Idempotent. */
  close(): void {
    this.#options.monitor.removeListener('suspend', this.#onSuspend);
    this.#options.monitor.removeListener('resume', this.#onResume);
  }
}
