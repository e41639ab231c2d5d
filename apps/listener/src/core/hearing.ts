import type { ClockPort, HealthReport } from '@mauzin/shared';

import type { Connection } from './connection.ts';
import type { Figures } from './health.ts';
import { NetworkJudge } from './network-judge.ts';
import { Reporter } from './reporter.ts';

export interface HearingOptions {
  readonly clock: ClockPort;
  /** The connection that is heard now, or null. */
  readonly heard: () => Connection<unknown> | null;
  /** Sound was heard in this broadcast, and is missing. */
  readonly lost: () => boolean;
  readonly onReport: (report: HealthReport) => void;
  /** There are new figures, or the network has proved slow. */
  readonly onChange: () => void;
}

/** How well the page hears, and what that costs: the reports, the quiet line's figures, and whether the network is too slow. */
export class Hearing {
  readonly #options: HearingOptions;
  readonly #reporter: Reporter;
  readonly #judge = new NetworkJudge();
  #bytes = 0;
  #figures: Omit<Figures, 'sessionBytes'> | null = null;
  #connection: string | null = null;
  #lost = false;

  constructor(options: HearingOptions) {
    this.#options = options;
    this.#reporter = new Reporter({
      clock: options.clock,
      heard: options.heard,
      onReport: (report, figures) => {
        options.onReport(report);
        this.#figures = figures;
        options.onChange();
      },
      onSecond: (second, { rendition }) => {
        if (rendition === 'normal') this.#judged(() => this.#judge.heard(second));
      },
    });
  }

  /** Null until enough has been heard of this connection. */
  get figures(): Figures | null {
    return this.#figures && { ...this.#figures, sessionBytes: this.#bytes };
  }

  /** All bytes that came since the page was opened, on the wire, over all connections. */
  get sessionBytes(): number {
    return this.#bytes;
  }

  /** Whether the network is too slow for the normal rendition. */
  get slow(): boolean {
    return this.#judge.slow;
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  /** What is heard may have changed. */
  update(): void {
    const heard = this.#options.heard();
    if (this.#options.lost() && !this.#lost) this.#judge.stalled(this.#options.clock.now());
    this.#lost = this.#options.lost();
    if ((heard?.id ?? null) === this.#connection) return;
    this.#connection = heard?.id ?? null;
    this.#figures = null;
    this.#reporter.restart();
  }

  stop(): void {
    this.#reporter.stop();
  }

  #judged(judge: () => void): void {
    const before = this.#judge.slow;
    judge();
    if (this.#judge.slow !== before) this.#options.onChange();
  }
}
