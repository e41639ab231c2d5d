import type { IncomingMessage, ServerResponse } from 'node:http';

import { parseValue, type Rendition, renditionSchema } from '@mauzin/shared';

import { addressOf } from '../sockets/address-of.ts';
import type { LiveReader, LiveSink, LiveStreams, ServiceLogger } from '../options.ts';

export interface LiveRouteOptions {
  /** Null when this service has no sound of its own. */
  readonly streams: LiveStreams | null;
  readonly stationOf: (slug: string) => LiveStation | null;
  /** Streams that may be open at once to one address. A hall's phones may well share one. */
  readonly maxPerAddress: number;
  readonly logger: ServiceLogger;
}

/** What the route has to know of a station. */
export interface LiveStation {
  readonly live: boolean;
  /** Whether this resume token of a listener, or none, lets somebody hear it. */
  opens(ticket: string | null): boolean;
}

interface Wish {
  readonly slug: string;
  readonly rendition: Rendition;
  readonly filled: boolean;
}

type Refusal = 'unknown-station' | 'bad-request' | 'private' | 'off-air' | 'no-stream' | 'full';

const refusals: Record<Refusal, { readonly status: number; readonly retryAfterSeconds?: number }> = {
  'unknown-station': { status: 404 },
  'bad-request': { status: 400 },
  private: { status: 401 },
  'off-air': { status: 503, retryAfterSeconds: 5 },
  'no-stream': { status: 503, retryAfterSeconds: 60 },
  full: { status: 503, retryAfterSeconds: 15 },
};

const streamPath = /^\/live\/([^/]+)\.webm$/;

/** In every answer. The embedded player is a page of ours, so nobody else's needs to read this. */
const headersOfAll = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * `GET /live/<station>.webm[?rendition=normal|saver][&ticket=<resume token>][&filled=1]`: the station's sound as endless WebM. A
 * range that is asked for is not minded: players ask for all from 0, and what sounds now is all there is. It is answered outside
 * the framework, because only the response itself tells when a slow player is full.
 */
export class LiveRoute {
  readonly #options: LiveRouteOptions;
  readonly #open = new Map<ServerResponse, LiveReader>();
  readonly #perAddress = new Map<string, number>();
  #closed = false;

  constructor(options: LiveRouteOptions) {
    this.#options = options;
  }

  /** False when the request is for something else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const slug = streamPath.exec(path)?.[1];
    if (slug === undefined) return false;
    const { method } = request;
    if (method === 'GET' || method === 'HEAD') {
      this.#answer(slug, new URLSearchParams(query), request, response);
    } else {
      response.writeHead(405, { ...headersOfAll, Allow: 'GET, HEAD', 'Content-Length': 0 }).end();
    }
    return true;
  }

  /** Ends every stream. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const [response, reader] of this.#open) {
      reader.close();
      finish(response);
    }
  }

  #answer(slug: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    // One behind another on its connection (RFC 9112 §9.3.2): it would wait for the end of that one, and Node would not tell
    // of its own. No player does that.
    if (response.socket === null) return refuse(response, 'bad-request');
    const wish = wishOf(slug, query);
    const refusal = this.#judge(slug, wish, query.get('ticket'), addressOf(request));
    if (refusal !== null || wish === null) return refuse(response, refusal ?? 'bad-request');
    if (request.method === 'GET') return this.#stream(wish, addressOf(request), response);
    begin(response);
    response.end();
    return undefined;
  }

  #judge(slug: string, wish: Wish | null, ticket: string | null, address: string): Refusal | null {
    const { maxPerAddress, stationOf, streams } = this.#options;
    const station = stationOf(slug);
    if (station === null) return 'unknown-station';
    if (wish === null) return 'bad-request';
    if (!station.opens(ticket)) return 'private';
    if (!streams?.available(slug) || this.#closed) return 'no-stream';
    if (!station.live) return 'off-air';
    return (this.#perAddress.get(address) ?? 0) < maxPerAddress ? null : 'full';
  }

  #stream({ slug, filled, rendition }: Wish, address: string, response: ServerResponse): void {
    const { logger, streams } = this.#options;
    // The answer begins with the first bytes, so that there still is one to refuse with.
    const sink: LiveSink = {
      write: (bytes) => {
        if (!response.headersSent) begin(response);
        return response.write(bytes);
      },
      end: () => finish(response),
    };
    const reader = streams?.open({ station: slug, rendition, filled }, sink) ?? null;
    if (reader === null) return refuse(response, 'full');
    if (!response.headersSent) begin(response);
    this.#count(address, 1);
    this.#open.set(response, reader);
    logger.debug({ station: slug, rendition, streams: this.#open.size }, 'stream opened');
    response.on('drain', () => reader.drained());
    // A player that went while it was written to.
    response.on('error', () => undefined);
    response.once('close', () => {
      reader.close();
      this.#open.delete(response);
      this.#count(address, -1);
      logger.debug({ station: slug, streams: this.#open.size }, 'stream closed');
    });
    return undefined;
  }

  #count(address: string, by: 1 | -1): void {
    const count = (this.#perAddress.get(address) ?? 0) + by;
    if (count > 0) this.#perAddress.set(address, count);
    else this.#perAddress.delete(address);
  }
}

/** Null: something was asked for that there cannot be. */
function wishOf(slug: string, query: URLSearchParams): Wish | null {
  const rendition = parseValue(renditionSchema, query.get('rendition') ?? 'normal');
  const filled = query.get('filled') ?? '0';
  if (!rendition.ok || (filled !== '0' && filled !== '1')) return null;
  return { slug, rendition: rendition.value, filled: filled === '1' };
}

function begin(response: ServerResponse): void {
  // It ends when its connection does, and nothing comes after it.
  response.shouldKeepAlive = false;
  response.writeHead(200, {
    ...headersOfAll,
    'Content-Type': 'audio/webm; codecs=opus',
    'Accept-Ranges': 'none',
  });
  // A player knows that there is sound before the first of it is there.
  response.flushHeaders();
}

/** One that takes nothing would never get to its end. */
function finish(response: ServerResponse): void {
  if (response.writableNeedDrain) response.destroy();
  else response.end();
}

function refuse(response: ServerResponse, error: Refusal): void {
  const { retryAfterSeconds, status } = refusals[error];
  const body = JSON.stringify({ error });
  response.writeHead(status, {
    ...headersOfAll,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': retryAfterSeconds }),
  });
  response.end(body);
}
