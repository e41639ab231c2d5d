import type { InStatement } from '@libsql/client';
import * as v from 'valibot';

import { Turns } from '../../access/turns.ts';
import type { ServiceClock } from '../../clock.ts';
import type { ServiceObserver, ServiceStats } from '../../observe/contracts.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import { type Broadcast, BroadcastBook, type Moment } from './broadcast-book.ts';
import type { DatabasePort } from '../database/late-database.ts';
import { broadcastRowSchema } from '../stations/station-schemas.ts';

export interface HistoryOptions {
  readonly database: DatabasePort;
  readonly clock: ServiceClock;
  readonly logger: ServiceLogger;
  readonly newId: () => string;
  /** Other services use this database too: then what one of them has left open is only known by its age. */
  readonly shared: boolean;
}

const lookEveryMs = 10_000;
const writeEveryMs = 60_000;
/** A broadcast that nobody has written for so long has ended, ms: its service is gone. */
export const abandonedAfterMs = 3 * writeEveryMs;
/** A broadcast goes on under a new service within this time, ms. */
const continuedWithinMs = 10 * 60_000;
/** Two services may differ so much about when it began, ms. */
const sameStartMs = 5_000;

/**
 * Writes down when stations were on the air, how many listened at most and how long, and when keys were used; nothing of who
 * listened. A broadcast is one row, which is written when it begins, once a minute, and when it ends. It stays one row when
 * the service is started anew meanwhile: the next one continues it.
 */
export class History {
  readonly observer: ServiceObserver;
  readonly #options: HistoryOptions;
  /** Whose rows are ours: of this process, since there may be several services. */
  readonly instance: string;
  readonly #book: BroadcastBook;
  readonly #writes = new Turns();
  readonly #keysUsed = new Map<string, number>();
  /** Start by id of those of which is known whether they began under another service. */
  readonly #looked = new Map<string, number>();
  /** What makes rows of another service ours; once more when it could not be written. */
  readonly #takeovers: InStatement[] = [];
  #queued: Promise<void> | null = null;
  #stats: (() => Pick<ServiceStats, 'stations'>) | null = null;
  #cancels: readonly (() => void)[] = [];
  #closing: Promise<void> | null = null;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.instance = options.newId();
    this.#book = new BroadcastBook(options.newId);
    // Later: a station is in the middle of it when it tells.
    const lookSoon = (): void => queueMicrotask(() => void this.#lookAndWrite());
    this.observer = {
      wentLive: lookSoon,
      wentOff: lookSoon,
      keyUsed: (_station, hash) => this.#keysUsed.set(hash, options.clock.wallMs()),
    };
  }

  /** Ends what services have left open that are gone; while nothing can be written, with the first thing that is. Never rejects. */
  async start(): Promise<void> {
    const { clock, shared } = this.#options;
    this.#takeovers.push(this.#endAbandoned(clock.wallMs() - (shared ? abandonedAfterMs : 0)));
    await this.#write();
  }

  /** From now on looks at the service every ten seconds. */
  follow(stats: () => Pick<ServiceStats, 'stations'>): void {
    if (this.#stats || this.#closing) return;
    this.#stats = stats;
    this.#cancels = [
      this.#every(lookEveryMs, () => this.#look()),
      this.#every(writeEveryMs, () => void this.#lookAndWrite()),
      this.#every(continuedWithinMs, () => void this.#sweep()),
    ];
    void this.#lookAndWrite();
  }

  /** Writes what is left to write. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#look();
    this.#book.endAll(this.#now());
    await this.#write();
  }

  #look(): void {
    if (this.#stats) this.#book.look(this.#stats().stations, this.#now());
  }

  async #lookAndWrite(): Promise<void> {
    if (this.#closing) return;
    this.#look();
    await this.#write();
  }

  /** Of many at once, one is carried out after the one that is under way. */
  #write(): Promise<void> {
    this.#queued ??= this.#writes.take(() => {
      this.#queued = null;
      return this.#writeNow();
    });
    return this.#queued;
  }

  async #writeNow(): Promise<void> {
    const used = new Map(this.#keysUsed);
    this.#keysUsed.clear();
    try {
      await this.#findContinued();
      const broadcasts = this.#book.all();
      const saved = broadcasts.map((one) => this.#save(one));
      const statements = [...this.#takeovers, ...saved, ...[...used].map(saveUse)];
      if (statements.length > 0) await this.#options.database.write(statements);
      this.#takeovers.length = 0;
      for (const { id, endedAtMs } of broadcasts) if (endedAtMs !== null) this.#forget(id);
    } catch (error) {
      for (const [hash, atMs] of used) if (!this.#keysUsed.has(hash)) this.#keysUsed.set(hash, atMs);
      this.#options.logger.warn({ err: error }, 'the history could not be written: once more in a minute');
    }
  }

  /** Takes over the rows of broadcasts that have only lost their service. */
  async #findContinued(): Promise<void> {
    const fresh = this.#book.all().filter(({ id, startedAtMs }) => this.#looked.get(id) !== startedAtMs);
    if (fresh.length === 0) return;
    const found = await this.#options.database.read(fresh.map((one) => this.#sameBroadcast(one)));
    for (const [index, own] of fresh.entries()) {
      const row = found[index]?.rows[0];
      this.#looked.set(own.id, own.startedAtMs);
      if (!row) continue;
      const before = v.parse(broadcastRowSchema, row);
      const startedAtMs = before.started_at;
      this.#looked.delete(own.id);
      this.#looked.set(before.id, startedAtMs);
      this.#book.continue(own.id, {
        id: before.id,
        startedAtMs,
        peakListeners: before.peak_listeners,
        minutesListened: before.minutes_listened,
      });
      this.#takeovers.push(
        { sql: 'DELETE FROM broadcasts WHERE id = ? AND instance = ?', args: [own.id, this.instance] },
        { sql: 'UPDATE broadcasts SET instance = ? WHERE id = ?', args: [this.instance, before.id] },
      );
    }
  }

  #sameBroadcast({ station, startedAtMs }: Broadcast): InStatement {
    return {
      sql:
        'SELECT * FROM broadcasts WHERE station = ? AND instance <> ? AND started_at BETWEEN ? AND ? ' +
        'AND (ended_at IS NULL OR ended_at >= ?) ORDER BY seen_at DESC LIMIT 1',
      args: [
        station,
        this.instance,
        Math.round(startedAtMs - sameStartMs),
        Math.round(startedAtMs + sameStartMs),
        Math.round(this.#options.clock.wallMs() - continuedWithinMs),
      ],
    };
  }

  /** Not when the station has been removed, nor when another service has taken the row over. */
  #save(one: Broadcast): InStatement {
    return {
      sql:
        'INSERT INTO broadcasts (id, station, instance, started_at, seen_at, ended_at, peak_listeners, minutes_listened) ' +
        'SELECT ?, slug, ?, ?, ?, ?, ?, ? FROM stations WHERE slug = ? ' +
        'ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, seen_at = excluded.seen_at, ' +
        'ended_at = excluded.ended_at, peak_listeners = excluded.peak_listeners, ' +
        'minutes_listened = excluded.minutes_listened WHERE instance = excluded.instance',
      args: [
        one.id,
        this.instance,
        Math.round(one.startedAtMs),
        Math.round(one.seenAtMs),
        one.endedAtMs === null ? null : Math.round(one.endedAtMs),
        one.peakListeners,
        one.minutesListened,
        one.station,
      ],
    };
  }

  #endAbandoned(seenBeforeMs: number): InStatement {
    return {
      sql: 'UPDATE broadcasts SET ended_at = seen_at WHERE ended_at IS NULL AND instance <> ? AND seen_at <= ?',
      args: [this.instance, Math.round(seenBeforeMs)],
    };
  }

  async #sweep(): Promise<void> {
    const { clock, database } = this.#options;
    // What it cannot do now it does next time.
    await database.write([this.#endAbandoned(clock.wallMs() - abandonedAfterMs)]).catch(() => undefined);
  }

  #forget(id: string): void {
    this.#book.forget(id);
    this.#looked.delete(id);
  }

  #now(): Moment {
    const { clock } = this.#options;
    return { monotonicMs: clock.now(), wallMs: clock.wallMs() };
  }

  #every(periodMs: number, run: () => void): () => void {
    const { clock } = this.#options;
    let cancel = clock.after(periodMs, function again() {
      run();
      cancel = clock.after(periodMs, again);
    });
    return () => cancel();
  }
}

const saveUse = ([hash, usedAtMs]: readonly [string, number]): InStatement => ({
  sql: 'UPDATE broadcaster_keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE hash = ?',
  args: [Math.round(usedAtMs), hash],
});
