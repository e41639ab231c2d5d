import { type ClockPort, reconnectDelayMs } from '@mauzin/shared';
import type { WebContents } from 'electron';

export interface PageKeeperOptions {
  readonly contents: Pick<WebContents, 'forcefullyCrashRenderer' | 'isDestroyed' | 'on' | 'reload'>;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly log: (line: string) => void;
}

/** A page that lived this long, ms, is not in a crash loop. */
const soundLifeMs = 10_000;
const lookEveryMs = 1_000;
/** A page that misses its reports for so many looks hangs. Counted, not timed: one that slept with the machine owes none. */
const missedWhenHung = 10;
/** How many more it may miss before its first report: a slow machine loads slowly. */
const missedAtStart = 20;

/** Loads the window's page anew when it crashes or hangs, with growing waits. */
export class PageKeeper {
  readonly #options: PageKeeperOptions;
  #attempt = 0;
  #bornAtMs: number;
  #missed = -missedAtStart;
  #cancelLook: (() => void) | null = null;
  #cancelReload: (() => void) | null = null;

  constructor(options: PageKeeperOptions) {
    this.#options = options;
    this.#bornAtMs = options.clock.now();
    options.contents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#revive(`is gone (${reason})`);
    });
    options.contents.on('unresponsive', () => this.#end());
    options.contents.on('destroyed', () => this.close());
    this.#watch();
  }

  /** The page gave a sign of life. */
  heard(): void {
    this.#missed = 0;
  }

  /** Idempotent. */
  close(): void {
    this.#cancelLook?.();
    this.#cancelReload?.();
  }

  #watch(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.#watch();
      this.#missed += 1;
      if (this.#missed >= missedWhenHung) this.#end();
    });
  }

  /** A page that hangs cannot be loaded anew before its process is ended, and the end of that process may go untold. */
  #end(): void {
    if (this.#cancelReload || this.#options.contents.isDestroyed()) return;
    this.#options.contents.forcefullyCrashRenderer();
    this.#revive('hangs');
  }

  #revive(how: string): void {
    const { clock, contents, log, random } = this.#options;
    if (this.#cancelReload) return;
    if (clock.now() - this.#bornAtMs > soundLifeMs) this.#attempt = 0;
    const waitMs = reconnectDelayMs(this.#attempt, 'soon', random()) ?? 0;
    this.#attempt += 1;
    this.#missed = -missedAtStart;
    log(`the window's page ${how}; loading it again in ${waitMs} ms`);
    this.#cancelReload = clock.after(waitMs, () => {
      this.#cancelReload = null;
      this.#bornAtMs = clock.now();
      if (!contents.isDestroyed()) contents.reload();
    });
  }
}
