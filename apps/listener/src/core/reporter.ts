import type { ClockPort, HealthReport } from '@mauzin/shared';

import type { Connection } from './connection.ts';
import { type Figures, figuresBetween, healthBetween } from './health.ts';

const everyMs = 5_000;

export interface ReporterOptions {
  readonly clock: ClockPort;
  /** The connection that is heard now, or null. */
  readonly heard: () => Connection<unknown> | null;
  readonly onReport: (report: HealthReport, figures: Figures) => void;
}

/** Says every 5 s how well the page hears, as long as it hears the same connection. */
export class Reporter {
  readonly #options: ReporterOptions;
  #cancel: (() => void) | null = null;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** Begins a new series with the connection that is heard now. */
  restart(): void {
    this.stop();
    const connection = this.#options.heard();
    const before = connection?.stats;
    if (!connection || !before) return;
    const since = this.#options.clock.now();
    this.#cancel = this.#options.clock.after(everyMs, () => {
      this.#report(connection, before, since);
      this.restart();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #report(
    connection: Connection<unknown>,
    before: NonNullable<Connection<unknown>['stats']>,
    since: number,
  ): void {
    const after = connection.stats;
    if (!after || after === before) return;
    const report = { connection: connection.id, route: connection.route, ...healthBetween(before, after) };
    this.#options.onReport(report, figuresBetween(before, after, this.#options.clock.now() - since));
  }
}
