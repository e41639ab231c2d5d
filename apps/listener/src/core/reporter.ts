import type { ClockPort, HealthReport } from '@mauzin/shared';

import type { Connection } from './connection.ts';
import { type Figures, figuresBetween, healthBetween } from './health.ts';
import type { Second } from './network-judge.ts';
import type { InboundStats } from './ports.ts';

const everySeconds = 5;
const secondMs = 1_000;
/** Above this share the broadcaster repeats each packet (RED): it need not wait for the next report to learn of it. */
const urgentLoss = 0.03;
/** One packet alone says nothing: of the saver's it would be 6 % of a second. */
const urgentPackets = 2;

export interface ReporterOptions {
  readonly clock: ClockPort;
  /** The connection that is heard now, or null. */
  readonly heard: () => Connection<unknown> | null;
  readonly onReport: (report: HealthReport, figures: Omit<Figures, 'sessionBytes'>) => void;
  /** What came within the last second. */
  readonly onSecond: (second: Second, connection: Connection<unknown>) => void;
}

interface Count {
  readonly stats: InboundStats;
  readonly at: number;
}

/** Says every 5 s how well the page hears, as long as it hears the same connection; and at once when much begins to be lost. */
export class Reporter {
  readonly #options: ReporterOptions;
  #urgentSaid = false;
  #cancel: (() => void) | null = null;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** Begins a new series with the connection that is heard now. */
  restart(): void {
    this.stop();
    this.#urgentSaid = false;
    const connection = this.#options.heard();
    const stats = connection?.stats;
    if (!connection || !stats) return;
    const count = { stats, at: connection.countedAt };
    this.#nextSecond(connection, count, count, 1);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #nextSecond(connection: Connection<unknown>, since: Count, before: Count, second: number): void {
    this.#cancel = this.#options.clock.after(secondMs, () => {
      const now = { stats: connection.stats ?? before.stats, at: connection.countedAt };
      const last = secondBetween(before.stats, now.stats);
      this.#options.onSecond(last, connection);
      const due = second >= everySeconds;
      const urgent = !this.#urgentSaid && isUrgent(last);
      // When it is urgent, the last second alone: what was good before would hide it.
      if (due || urgent) this.#report(connection, urgent ? before : since, now);
      if (due || urgent) this.#nextSecond(connection, now, now, 1);
      else this.#nextSecond(connection, since, now, second + 1);
    });
  }

  #report(connection: Connection<unknown>, before: Count, after: Count): void {
    if (after.stats === before.stats) return;
    const { id, route, rendition } = connection;
    const health = healthBetween(before.stats, after.stats);
    this.#urgentSaid = health.lossShare > urgentLoss;
    this.#options.onReport(
      { connection: id, route, rendition, ...health },
      figuresBetween(before.stats, after.stats, after.at - before.at),
    );
  }
}

function secondBetween(before: InboundStats, after: InboundStats): Second {
  return {
    received: Math.max(0, after.packetsReceived - before.packetsReceived),
    lost: Math.max(0, after.packetsLost - before.packetsLost),
  };
}

const isUrgent = ({ received, lost }: Second): boolean =>
  lost >= urgentPackets && lost > (received + lost) * urgentLoss;
