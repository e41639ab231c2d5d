import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Client, createClient, LibsqlError, type ResultSet, type Transaction } from '@libsql/client';
import * as v from 'valibot';

const value = v.variant('type', [
  v.object({ type: v.literal('null') }),
  v.object({ type: v.literal('integer'), value: v.string() }),
  v.object({ type: v.literal('float'), value: v.number() }),
  v.object({ type: v.literal('text'), value: v.string() }),
]);
const statement = v.object({
  sql: v.optional(v.string()),
  sql_id: v.optional(v.number()),
  args: v.optional(v.array(value), []),
});
type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] };
const condition: v.GenericSchema<unknown, Condition> = v.lazy(() =>
  v.variant('type', [
    v.object({ type: v.picklist(['ok', 'error']), step: v.number() }),
    v.object({ type: v.literal('not'), cond: condition }),
    v.object({ type: v.picklist(['and', 'or']), conds: v.array(condition) }),
  ]),
);
const streamRequest = v.variant('type', [
  v.object({ type: v.literal('close') }),
  v.object({ type: v.literal('execute'), stmt: statement }),
  v.object({ type: v.literal('store_sql'), sql_id: v.number(), sql: v.string() }),
  v.object({ type: v.literal('close_sql'), sql_id: v.number() }),
  v.object({
    type: v.literal('batch'),
    batch: v.object({
      steps: v.array(v.object({ condition: v.optional(condition), stmt: statement })),
    }),
  }),
]);
const pipeline = v.object({ requests: v.array(streamRequest) });

/** A libSQL server, as far as its client needs one: Hrana 2 over HTTP (`POST /v2/pipeline`), before a real database. */
export class LibsqlServer {
  readonly url: string;
  readonly #server: Server;
  readonly #client: Client;
  readonly #token: string | null;
  #requests = 0;
  /** What every request is answered with, instead of the database's answer. */
  refuseWith: number | null = null;
  /** It takes requests, and never answers. */
  hangs = false;

  private constructor(server: Server, client: Client, token: string | null) {
    this.#server = server;
    this.#client = client;
    this.#token = token;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#respond(request, response));
  }

  /** @param file its database @param token what clients have to bring */
  static async start(file: string, token: string | null = null): Promise<LibsqlServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new LibsqlServer(server, createClient({ url: `file:${file}`, timeout: 2_000 }), token);
  }

  get requests(): number {
    return this.#requests;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    this.#client.close();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request);
    if (this.hangs) return;
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    this.#requests += 1;
    if (this.refuseWith !== null) return { status: this.refuseWith, body: {} };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.#token !== null && request.headers.authorization !== `Bearer ${this.#token}`) {
      return { status: 401, body: {} };
    }
    if (request.method !== 'POST' || request.url !== '/v2/pipeline') return { status: 404, body: {} };
    const { requests } = v.parse(pipeline, JSON.parse(Buffer.concat(chunks).toString()));
    const stream = new HranaStream(this.#client);
    const results: object[] = [];
    for (const one of requests) results.push(await stream.answer(one));
    await stream.close();
    return { status: 200, body: { baton: null, base_url: null, results } };
  }
}

/** One connection: what a transaction needs from its beginning to its end. */
class HranaStream {
  readonly #client: Client;
  readonly #sql = new Map<number, string>();
  #transaction: Transaction | null = null;

  constructor(client: Client) {
    this.#client = client;
  }

  async answer(request: v.InferOutput<typeof streamRequest>): Promise<object> {
    try {
      return { type: 'ok', response: await this.#respond(request) };
    } catch (error) {
      return { type: 'error', error: errorOf(error) };
    }
  }

  async close(): Promise<void> {
    await this.#transaction?.rollback();
  }

  async #respond(request: v.InferOutput<typeof streamRequest>): Promise<object> {
    switch (request.type) {
      case 'close':
        return { type: 'close' };
      case 'store_sql':
        this.#sql.set(request.sql_id, request.sql);
        return { type: 'store_sql' };
      case 'close_sql':
        this.#sql.delete(request.sql_id);
        return { type: 'close_sql' };
      case 'execute':
        return { type: 'execute', result: resultOf(await this.#execute(request.stmt)) };
      case 'batch':
        return { type: 'batch', result: await this.#batch(request.batch.steps) };
    }
  }

  async #batch(
    steps: readonly { condition?: Condition | undefined; stmt: v.InferOutput<typeof statement> }[],
  ) {
    const done: { result: object | null; error: object | null }[] = [];
    const holds = (one: Condition): boolean => {
      if ('cond' in one) return !holds(one.cond);
      if ('conds' in one) return one.type === 'and' ? one.conds.every(holds) : one.conds.some(holds);
      return Boolean(one.type === 'ok' ? done[one.step]?.result : done[one.step]?.error);
    };
    for (const step of steps) {
      if (step.condition && !holds(step.condition)) {
        done.push({ result: null, error: null });
        continue;
      }
      try {
        done.push({ result: resultOf(await this.#execute(step.stmt)), error: null });
      } catch (error) {
        done.push({ result: null, error: errorOf(error) });
      }
    }
    return { step_results: done.map((one) => one.result), step_errors: done.map((one) => one.error) };
  }

  async #execute({ sql: given, sql_id, args }: v.InferOutput<typeof statement>): Promise<ResultSet | null> {
    const sql = given ?? this.#sql.get(sql_id ?? -1) ?? '';
    if (sql.startsWith('BEGIN')) {
      this.#transaction = await this.#client.transaction(sql.includes('IMMEDIATE') ? 'write' : 'read');
      return null;
    }
    const transaction = this.#transaction;
    if (sql === 'COMMIT' || sql === 'ROLLBACK') {
      this.#transaction = null;
      await (sql === 'COMMIT' ? transaction?.commit() : transaction?.rollback());
      return null;
    }
    const values = args.map((arg) =>
      arg.type === 'null' ? null : arg.type === 'integer' ? BigInt(arg.value) : arg.value,
    );
    return await (transaction ?? this.#client).execute({ sql, args: values });
  }
}

function resultOf(result: ResultSet | null): object {
  if (!result) return { cols: [], rows: [], affected_row_count: 0, last_insert_rowid: null };
  return {
    cols: result.columns.map((name) => ({ name, decltype: null })),
    rows: result.rows.map((row) => result.columns.map((_, index) => hranaValue(row[index]))),
    affected_row_count: result.rowsAffected,
    last_insert_rowid: null,
  };
}

function hranaValue(cell: unknown): object {
  if (cell === null) return { type: 'null' };
  if (typeof cell === 'string') return { type: 'text', value: cell };
  if (typeof cell !== 'number') throw new TypeError('no tests have such a cell');
  return Number.isInteger(cell) ? { type: 'integer', value: String(cell) } : { type: 'float', value: cell };
}

const errorOf = (error: unknown): object => ({
  message: error instanceof Error ? error.message : 'unknown',
  code: error instanceof LibsqlError ? error.code : 'UNKNOWN',
});
