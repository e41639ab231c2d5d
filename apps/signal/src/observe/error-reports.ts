import {
  type BaseTransportOptions,
  createStackParser,
  createTransport,
  makeDsn,
  Scope,
  type Transport,
} from '@sentry/core';
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server';

import { TokenBucket } from '../token-bucket.ts';

const perMinute = 20;
const sameAgainMs = 60_000;
/** Kinds of errors that are remembered, so that each is reported once a minute. */
const mostKinds = 200;
const sendWithinMs = 5_000;
const mostUnderWay = 30;
export const flushWithinMs = 2_000;

export interface ErrorReportsOptions {
  readonly dsn: string;
  /** Mauzin's version. */
  readonly version: string;
  /** Monotonic, ms. */
  readonly now: () => number;
}

/** Sends errors to where a DSN says, as the logger has them: without secrets. It never throws, and never holds anything up. */
export class ErrorReports {
  readonly #client: ServerRuntimeClient;
  readonly #now: () => number;
  readonly #bucket: TokenBucket;
  readonly #lastMs = new Map<string, number>();
  #leftOut = 0;
  #closing: Promise<void> | null = null;

  /** @throws TypeError when the DSN is none */
  constructor({ dsn, version, now }: ErrorReportsOptions) {
    if (!isDsn(dsn))
      throw new TypeError('MAUZIN_ERROR_DSN is not a DSN such as https://key@errors.example/1');
    this.#now = now;
    this.#bucket = new TokenBucket(perMinute, perMinute / 60, now());
    this.#client = new ServerRuntimeClient({
      dsn,
      release: `mauzin@${version}`,
      platform: 'node',
      runtime: { name: 'node', version: process.version },
      integrations: [],
      stackParser: createStackParser(nodeStackLineParser()),
      transport: overFetch,
      sendClientReports: false,
      // Spans are not recorded; this leaves out what would stream them.
      traceLifecycle: 'static',
      // Nothing but what is put together below: no names of machines, no users, no requests.
      beforeSend: ({ server_name: _server, user: _user, request: _request, breadcrumbs: _crumbs, ...rest }) =>
        rest,
    });
    this.#client.init();
  }

  /**
   * At most 20 a minute, and one of each kind.
   * @param fields without secrets
   */
  readonly report = (fields: Readonly<Record<string, unknown>>, event: string): void => {
    try {
      const { err, ...rest } = fields;
      const error = errorOf(err);
      if (this.#closing !== null || !this.#mayReport(`${event} ${error?.type} ${error?.value}`)) return;
      const leftOut = this.#leftOut;
      this.#leftOut = 0;
      this.#client.captureEvent(
        {
          level: 'error',
          logger: 'mauzin',
          // Grouped by what went wrong, not by the words of one occurrence.
          fingerprint: [event, error?.type ?? 'none', '{{ default }}'],
          tags: { event },
          extra: { ...rest, ...(leftOut > 0 ? { leftOut } : {}) },
          ...(error === null
            ? { message: event }
            : { message: event, exception: { values: [this.#exception(error)] } }),
        },
        {},
        new Scope(),
      );
    } catch {
      // Whoever cannot report an error goes on all the same: it stands in the log.
    }
  };

  /** Waits for what is under way, 2 s at most. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, flushWithinMs);
    });
    await Promise.race([this.#client.close(flushWithinMs), enough]);
    clearTimeout(timer);
  }

  #exception({ stack, ...error }: ReportedError) {
    const frames = this.#client.getOptions().stackParser(stack);
    return { ...error, ...(frames.length > 0 ? { stacktrace: { frames } } : {}) };
  }

  #mayReport(kind: string): boolean {
    const now = this.#now();
    const last = this.#lastMs.get(kind);
    const may = (last === undefined || now - last >= sameAgainMs) && this.#bucket.take(now);
    if (!may) {
      this.#leftOut += 1;
      return false;
    }
    // In the order in which they were reported: the first is the oldest.
    this.#lastMs.delete(kind);
    this.#lastMs.set(kind, now);
    const [oldest] = this.#lastMs.keys();
    if (this.#lastMs.size > mostKinds && oldest !== undefined) this.#lastMs.delete(oldest);
    return true;
  }
}

/** Asked first: the library writes its own complaint to the console. */
function isDsn(text: string): boolean {
  try {
    const { protocol, username, pathname } = new URL(text);
    const shaped = /^https?:$/.test(protocol) && username !== '' && /\/\d+$/.test(pathname);
    return shaped && makeDsn(text) !== undefined;
  } catch {
    return false;
  }
}

interface ReportedError {
  readonly type: string;
  readonly value: string;
  readonly stack: string;
}

/** What the logger makes of an error. */
function errorOf(err: unknown): ReportedError | null {
  if (typeof err !== 'object' || err === null) return null;
  const { type, message, stack } = err as Record<string, unknown>;
  return {
    type: typeof type === 'string' ? type : 'Error',
    value: typeof message === 'string' ? message : '',
    stack: typeof stack === 'string' ? stack : '',
  };
}

interface OverFetchOptions extends BaseTransportOptions {
  readonly headers?: Record<string, string>;
}

const overFetch = (options: OverFetchOptions): Transport =>
  createTransport({ ...options, bufferSize: mostUnderWay }, async ({ body }) => {
    const response = await fetch(options.url, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      ...(options.headers === undefined ? {} : { headers: options.headers }),
      redirect: 'error',
      signal: AbortSignal.timeout(sendWithinMs),
    });
    // Nothing of it is needed, but its connection is.
    await response.body?.cancel();
    return {
      statusCode: response.status,
      headers: {
        'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
        'retry-after': response.headers.get('retry-after'),
      },
    };
  });
