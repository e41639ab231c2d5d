/** Who ended the app without being asked whether that is meant. */
export type EndedBy = 'system' | 'person';

export interface EndingOptions {
  readonly signals: Pick<NodeJS.Process, 'once'>;
  readonly power: { once(event: 'shutdown', listener: () => void): unknown };
  readonly window: { once(event: 'session-end', listener: () => void): unknown };
  readonly quit: () => void;
}

/**
 * Ends the app where nobody can be asked. What the system ends (SIGTERM, SIGHUP, shutdown, the end of a session) is on the air again
 * after the next start. Ctrl+C in a terminal ends it without a dialog too, but it is a person's word, as the window's button is.
 */
export class Ending {
  readonly #quit: () => void;
  #by: EndedBy | null = null;

  constructor({ power, quit, signals, window }: EndingOptions) {
    this.#quit = quit;
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) signals.once(signal, () => this.#end('system'));
    signals.once('SIGINT', () => this.#end('person'));
    power.once('shutdown', () => this.#end('system'));
    window.once('session-end', () => this.#end('system'));
  }

  /** Null: a person closes the app, and is asked. */
  get by(): EndedBy | null {
    return this.#by;
  }

  #end(by: EndedBy): void {
    this.#by ??= by;
    this.#quit();
  }
}
