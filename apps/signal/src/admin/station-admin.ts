import { randomBytes } from 'node:crypto';

import type { InStatement, ResultSet } from '@libsql/client';
import { isUsableNewAccessCode, limits } from '@mauzin/shared';
import * as v from 'valibot';

import { hashAccessCode } from '../access/access-code.ts';
import { generateBroadcasterKey, hashBroadcasterKey } from '../access/broadcaster-key.ts';
import type { DatabasePort } from '../store/database/late-database.ts';
import {
  broadcastRowSchema,
  keyLabelSchema,
  type KeyRow,
  keyRowSchema,
  newStationSchema,
  stationChangeSchema,
  type StationRow,
  stationRowSchema,
} from '../store/stations/station-schemas.ts';
import { StoreError } from '../store/database/store-error.ts';
import { AdminError } from './admin-error.ts';
import { checked } from './checked.ts';
import { type BroadcastView, type StationView, viewOfBroadcast, viewOfStation } from './station-views.ts';

/** Keys that may broadcast at one station at a time. */
export const mostKeys = 20;
/** Broadcasts that are told of at once. */
export const mostBroadcasts = 1_000;

/** A key that has just been made. Nobody is ever shown it again. */
export interface NewKey {
  readonly id: string;
  readonly key: string;
  readonly label: string | null;
}

export interface StationAdminOptions {
  readonly database: DatabasePort;
  /** ms since 1970 */
  readonly wallMs: () => number;
  /** After each change, before its caller hears of it: a service in this process knows it then. */
  readonly changed?: () => Promise<void>;
}

/**
 * What an admin can do with stations, by the command line and over HTTP alike. Everything that comes in is checked here.
 * All methods throw (reject) an AdminError for what the admin can mend, a StoreError where the database does not work.
 */
export class StationAdmin {
  readonly #database: DatabasePort;
  readonly #wallMs: () => number;
  readonly #changed: () => Promise<void>;

  constructor({ database, wallMs, changed = () => Promise.resolve() }: StationAdminOptions) {
    this.#database = database;
    this.#wallMs = wallMs;
    // It has been written; a service that cannot look just now follows it later.
    this.#changed = () => changed().catch(() => undefined);
  }

  async list(): Promise<readonly StationView[]> {
    const [stations, keys] = await this.#database.read([
      'SELECT * FROM stations ORDER BY name, slug',
      'SELECT * FROM broadcaster_keys ORDER BY created_at, id',
    ]);
    const all = rowsOf(keyRowSchema, keys);
    return rowsOf(stationRowSchema, stations).map((station) =>
      viewOfStation(
        station,
        all.filter((key) => key.station === station.slug),
      ),
    );
  }

  async show(slug: string): Promise<StationView> {
    const { station, keys } = await this.#find(slug);
    return viewOfStation(station, keys);
  }

  /** With its first key. @param input as newStationSchema has it */
  async add(input: unknown): Promise<{ readonly station: StationView; readonly key: NewKey }> {
    const { slug, name, languages, place, timeZone, settings } = checked(newStationSchema, input);
    const key = this.#newKey(null);
    try {
      await this.#database.write([
        {
          sql:
            'INSERT INTO stations (slug, name, languages, place, time_zone, settings, created_at) ' +
            'VALUES (?, ?, ?, ?, ?, ?, ?)',
          args: [
            slug,
            name,
            JSON.stringify(languages),
            place,
            timeZone,
            JSON.stringify(settings),
            this.#nowMs(),
          ],
        },
        this.#insertKey(slug, key),
      ]);
    } catch (error) {
      if (!(error instanceof StoreError && error.reason === 'conflict')) throw error;
      throw new AdminError('station-exists', `There is a station ${slug} already.`);
    }
    await this.#changed();
    return { station: await this.show(slug), key };
  }

  /** @param input as stationChangeSchema has it */
  async change(slug: string, input: unknown): Promise<StationView> {
    const change = checked(stationChangeSchema, input);
    const sets: readonly (readonly [column: string, value: string | null])[] = [
      ...(change.name === undefined ? [] : [['name', change.name] as const]),
      ...(change.languages === undefined ? [] : [['languages', JSON.stringify(change.languages)] as const]),
      ...(change.place === undefined ? [] : [['place', change.place] as const]),
      ...(change.timeZone === undefined ? [] : [['time_zone', change.timeZone] as const]),
    ];
    const statements: InStatement[] = sets.map(([column, value]) => ({
      sql: `UPDATE stations SET ${column} = ? WHERE slug = ?`,
      args: [value, slug],
    }));
    if (change.settings !== undefined) {
      // In the database, so that of two admins each changes only what he names. Null takes a setting away (RFC 7396).
      statements.push({
        sql: 'UPDATE stations SET settings = json_patch(settings, ?) WHERE slug = ?',
        args: [JSON.stringify(change.settings), slug],
      });
    }
    await this.#find(slug);
    if (statements.length > 0) await this.#database.write(statements);
    await this.#changed();
    return await this.show(slug);
  }

  /** With its keys and its history. */
  async remove(slug: string): Promise<void> {
    await this.#find(slug);
    await this.#database.write(
      ['broadcasts WHERE station = ?', 'broadcaster_keys WHERE station = ?', 'stations WHERE slug = ?'].map(
        (which) => ({ sql: `DELETE FROM ${which}`, args: [slug] }),
      ),
    );
    await this.#changed();
  }

  async addKey(slug: string, label: string | null): Promise<NewKey> {
    const key = this.#newKey(checked(v.object({ label: keyLabelSchema }), { label }).label);
    await this.#find(slug);
    const [made] = await this.#database.write([this.#insertKey(slug, key)]);
    this.#assertMade(slug, made);
    await this.#changed();
    return key;
  }

  /** A new key, and the others are worth nothing from now on: who broadcasts with one of them is ended. */
  async rotateKey(slug: string, label: string | null): Promise<NewKey> {
    const key = this.#newKey(checked(v.object({ label: keyLabelSchema }), { label }).label);
    await this.#find(slug);
    const [, made] = await this.#database.write([
      {
        sql: 'UPDATE broadcaster_keys SET revoked_at = ? WHERE station = ? AND revoked_at IS NULL',
        args: [this.#nowMs(), slug],
      },
      this.#insertKey(slug, key),
    ]);
    this.#assertMade(slug, made);
    await this.#changed();
    return key;
  }

  async revokeKey(slug: string, id: string): Promise<void> {
    const { keys } = await this.#find(slug);
    if (!keys.some((key) => key.id === id && key.revoked_at === null)) {
      throw new AdminError('unknown-key', `The station ${slug} has no key ${id} that is still good.`);
    }
    await this.#database.write([
      {
        sql: 'UPDATE broadcaster_keys SET revoked_at = ? WHERE id = ? AND station = ? AND revoked_at IS NULL',
        args: [this.#nowMs(), id, slug],
      },
    ]);
    await this.#changed();
  }

  /**
   * @param code null: everybody may listen from now on
   * @param endEverybody whoever listens now is ended and asked for the new code; else only who comes is
   */
  async setCode(slug: string, code: string | null, endEverybody = false): Promise<void> {
    if (code !== null && !isUsableNewAccessCode(code)) {
      const { accessCodeChars, leastNewAccessCodeChars } = limits;
      const problem = `must have ${leastNewAccessCodeChars} to ${accessCodeChars} letters and digits`;
      throw new AdminError('invalid', `An access code ${problem}.`, [{ field: 'code', problem }]);
    }
    await this.#find(slug);
    await this.#database.write([
      {
        sql: 'UPDATE stations SET access_code_hash = ?, dismissals = dismissals + ? WHERE slug = ?',
        args: [
          code === null ? null : await hashAccessCode(code),
          Number(endEverybody && code !== null),
          slug,
        ],
      },
    ]);
    await this.#changed();
  }

  /** The newest first. @param most 1 to `mostBroadcasts` */
  async broadcasts(slug: string, most = 100): Promise<readonly BroadcastView[]> {
    await this.#find(slug);
    const [found] = await this.#database.read([
      {
        sql: 'SELECT * FROM broadcasts WHERE station = ? ORDER BY started_at DESC LIMIT ?',
        args: [slug, Math.min(mostBroadcasts, Math.max(1, Math.floor(most)))],
      },
    ]);
    return rowsOf(broadcastRowSchema, found).map((row) => viewOfBroadcast(row, this.#nowMs()));
  }

  async #find(slug: string): Promise<{ station: StationRow; keys: KeyRow[] }> {
    const [stations, keys] = await this.#database.read([
      { sql: 'SELECT * FROM stations WHERE slug = ?', args: [slug] },
      { sql: 'SELECT * FROM broadcaster_keys WHERE station = ? ORDER BY created_at, id', args: [slug] },
    ]);
    const [station] = rowsOf(stationRowSchema, stations);
    if (!station) throw new AdminError('unknown-station', `There is no station ${slug}.`);
    return { station, keys: rowsOf(keyRowSchema, keys) };
  }

  #newKey(label: string | null): NewKey {
    return { id: randomBytes(4).toString('hex'), key: generateBroadcasterKey(), label };
  }

  /** Where there is room for it; and a station, which may just have been removed. */
  #insertKey(slug: string, { id, key, label }: NewKey): InStatement {
    return {
      sql:
        'INSERT INTO broadcaster_keys (id, station, hash, label, created_at) SELECT ?, slug, ?, ?, ? FROM stations ' +
        'WHERE slug = ? AND (SELECT count(*) FROM broadcaster_keys WHERE station = slug AND revoked_at IS NULL) < ?',
      args: [id, hashBroadcasterKey(key), label, this.#nowMs(), slug, mostKeys],
    };
  }

  #assertMade(slug: string, made: ResultSet | undefined): void {
    if (made?.rowsAffected === 1) return;
    throw new AdminError(
      'too-many-keys',
      `The station ${slug} has ${mostKeys} keys, which is as many as it may have: revoke one first.`,
    );
  }

  #nowMs(): number {
    return Math.floor(this.#wallMs());
  }
}

/** @throws v.ValiError for what somebody has written by other means */
const rowsOf = <S extends v.GenericSchema>(schema: S, result: ResultSet | undefined): v.InferOutput<S>[] =>
  (result?.rows ?? []).map((row) => v.parse(schema, row));
