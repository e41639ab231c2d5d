import type { IncomingMessage, ServerResponse } from 'node:http';

import type { LiveReader, LiveSink } from '@mauzin/media/light';
import { parseValue, type Rendition, renditionSchema } from '@mauzin/shared';

import type { ServiceLimits } from '../../limits.ts';
import type { LiveStreams } from '../../live-streams.ts';
import type { ServiceObserver } from '../../observe/contracts.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import type { AddressOf } from '../sockets/address-of.ts';
import { Tally } from './tally.ts';

export interface LiveRouteSettings {
  readonly addressOf: AddressOf;
  readonly limits: ServiceLimits;
  /** Null: this process has no sound, and nothing is served. */
  readonly liveStreams: LiveStreams | null;
  readonly logger: ServiceLogger;
  readonly observer: Required<ServiceObserver>;
}

export interface LiveRouteOptions {
  readonly settings: LiveRouteSettings;
  readonly stationOf: (slug: string) => LiveStation | null;
}

/** What the route has to know of a station. */
export interface LiveStation {
  readonly live: boolean;
  /** Whether this ticket, or none, lets somebody at this address hear it. */
  opens(ticket: string | null, address: string): boolean;
}

/** One stream that is open, and what opened it. */
interface OpenStream {
  readonly reader: LiveReader;
  readonly slug: string;
  readonly ticket: string | null;
  readonly address: string;
}

interface Wish {
  readonly slug: string;
  readonly rendition: Rendition;
  readonly filled: boolean;
}

type Problem =
  | 'unknown-station'
  | 'bad-request'
  | 'private'
  | 'off-air'
  | 'no-stream'
  | 'full'
  | 'address-full';

const problems: Record<Problem, { readonly status: number; readonly retryAfterSeconds?: number }> = {
  'unknown-station': { status: 404 },
  'bad-request': { status: 400 },
  private: { status: 401 },
  'off-air': { status: 503, retryAfterSeconds: 5 },
  'no-stream': { status: 503, retryAfterSeconds: 60 },
  full: { status: 503, retryAfterSeconds: 15 },
  'address-full': { status: 429, retryAfterSeconds: 15 },
};

const streamPath = /^\/live\/([^/]+)\.webm$/;

/** Headers of every answer. The embedded player is a page of ours, so no other site's page needs to read the stream. */
const headersOfAll = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * `GET /live/<station>.webm[?rendition=normal|saver][&ticket=<ticket>][&filled=1]`: the station's sound as endless WebM. A
 * `Range` is ignored: players ask for all from 0, and what sounds now is all there is. The request is answered outside
 * the framework, because only the response itself tells when a slow player is full.
 */
export class LiveRoute {
  readonly #options: LiveRouteOptions;
  readonly #open = new Map<ServerResponse, OpenStream>();
  readonly #perAddress = new Tally();
  readonly #perStation = new Tally();
  #bytesOut = 0;
  #closed = false;

  constructor(options: LiveRouteOptions) {
    this.#options = options;
  }

  /** Bytes of sound handed to players so far. */
  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** How many streams of this station are open. */
  openAt(station: string): number {
    return this.#perStation.of(station);
  }

  /** False when the request is for something else. @param isEndless called once a stream is open */
  handle(request: IncomingMessage, response: ServerResponse, isEndless: () => void): boolean {
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const slug = streamPath.exec(path)?.[1];
    if (slug === undefined) return false;
    const { method } = request;
    if (method === 'GET' || method === 'HEAD') {
      if (this.#answer(slug, new URLSearchParams(query), request, response)) isEndless();
    } else {
      response.writeHead(405, { ...headersOfAll, Allow: 'GET, HEAD', 'Content-Length': 0 }).end();
    }
    return true;
  }

  /** Ends every stream. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const [response, { reader }] of this.#open) {
      reader.close();
      finish(response);
    }
  }

  /** Ends the streams of a station that would not be opened now. */
  review(station: string): void {
    const { stationOf } = this.#options;
    for (const [response, { address, reader, slug, ticket }] of this.#open) {
      if (slug !== station || stationOf(slug)?.opens(ticket, address) === true) continue;
      reader.close();
      finish(response);
    }
  }

  /** Returns whether a stream is open. */
  #answer(slug: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): boolean {
    // A request behind another on its connection (RFC 9112 §9.3.2) would wait for the end of that one, and Node would not tell
    // of its own end. No player pipelines requests.
    if (response.socket === null) return this.#refuse(response, 'bad-request');
    const wish = wishOf(slug, query);
    const address = this.#options.settings.addressOf(request);
    const ticket = query.get('ticket');
    const problem = this.#judge(slug, wish, ticket, address);
    if (problem !== null || wish === null) return this.#refuse(response, problem ?? 'bad-request');
    if (request.method === 'GET') return this.#stream(wish, { slug, ticket, address }, response);
    begin(response);
    response.end();
    return false;
  }

  #judge(slug: string, wish: Wish | null, ticket: string | null, address: string): Problem | null {
    const { settings, stationOf } = this.#options;
    const { limits, liveStreams } = settings;
    const station = stationOf(slug);
    if (station === null) return 'unknown-station';
    if (wish === null) return 'bad-request';
    if (!station.opens(ticket, address)) return 'private';
    if (!liveStreams?.available(slug) || this.#closed) return 'no-stream';
    if (!station.live) return 'off-air';
    const free = limits.maxStreams - this.#open.size;
    if (free <= 0) return 'full';
    // One address never takes more streams than are still free, so whoever comes next finds room.
    const most = Math.min(limits.streamsPerAddress, free);
    return this.#perAddress.of(address) < most ? null : 'address-full';
  }

  #refuse(response: ServerResponse, problem: Problem): false {
    if (problem === 'full') this.#options.settings.observer.refused('service-full');
    if (problem === 'address-full') this.#options.settings.observer.refused(problem);
    refuse(response, problem);
    return false;
  }

  #stream({ filled, rendition }: Wish, by: Omit<OpenStream, 'reader'>, response: ServerResponse): boolean {
    const { address, slug } = by;
    const { liveStreams: streams, logger } = this.#options.settings;
    // The answer begins only with the first bytes, so that until then the request can still be refused.
    const sink: LiveSink = {
      write: (bytes) => {
        if (!response.headersSent) begin(response);
        this.#bytesOut += bytes.length;
        return response.write(bytes);
      },
      end: () => finish(response),
    };
    const reader = streams?.open({ station: slug, rendition, filled }, sink) ?? null;
    if (reader === null) return this.#refuse(response, 'full');
    if (!response.headersSent) begin(response);
    this.#perAddress.add(address, 1);
    this.#perStation.add(slug, 1);
    this.#open.set(response, { ...by, reader });
    logger.debug({ station: slug, rendition, streams: this.#open.size }, 'stream opened');
    response.on('drain', () => reader.drained());
    // Nothing moves while the mix pauses: no reason to end it, as the connection's timeout would.
    response.on('timeout', () => undefined);
    // The player may go while it is written to: no error of the service's.
    response.on('error', () => undefined);
    response.once('close', () => {
      reader.close();
      this.#open.delete(response);
      this.#perAddress.add(address, -1);
      this.#perStation.add(slug, -1);
      logger.debug({ station: slug, streams: this.#open.size }, 'stream closed');
    });
    return true;
  }
}

/** What a request asks for. Null: there cannot be such a stream. */
function wishOf(slug: string, query: URLSearchParams): Wish | null {
  const rendition = parseValue(renditionSchema, query.get('rendition') ?? 'normal');
  const filled = query.get('filled') ?? '0';
  if (!rendition.ok || (filled !== '0' && filled !== '1')) return null;
  return { slug, rendition: rendition.value, filled: filled === '1' };
}

function begin(response: ServerResponse): void {
  // The stream ends with its connection, and no other answer comes after it.
  response.shouldKeepAlive = false;
  response.writeHead(200, {
    ...headersOfAll,
    'Content-Type': 'audio/webm; codecs=opus',
    'Accept-Ranges': 'none',
  });
  // So the player knows that there will be sound before the first of it comes.
  response.flushHeaders();
}

/** Ends an answer. A player that takes no bytes would never get to a regular end. */
function finish(response: ServerResponse): void {
  if (response.writableNeedDrain) response.destroy();
  else response.end();
}

function refuse(response: ServerResponse, error: Problem): void {
  const { retryAfterSeconds, status } = problems[error];
  const body = JSON.stringify({ error });
  response.writeHead(status, {
    ...headersOfAll,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': retryAfterSeconds }),
  });
  response.end(body);
}
