import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { listenError, SignalServiceError } from '../errors.ts';
import type { ServiceLogger } from '../service-logger.ts';

export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Prometheus' text, and its type. */
  readonly scrape: () => Promise<{ readonly type: string; readonly body: string }>;
  readonly logger: ServiceLogger;
}

/** One scraper needs one. */
const mostConnections = 16;
const headersWithinMs = 5_000;
const requestWithinMs = 10_000;
const idleForMs = 30_000;
const headerBytes = 8 * 1024;

/** `GET /metrics`, and nothing else, on an address of its own: figures are nobody's business who listens. */
export class MetricsServer {
  readonly #options: MetricsServerOptions;
  readonly #server: Server;
  #closing: Promise<void> | null = null;

  constructor(options: MetricsServerOptions) {
    this.#options = options;
    this.#server = createServer(
      {
        headersTimeout: headersWithinMs,
        requestTimeout: requestWithinMs,
        keepAliveTimeout: idleForMs,
        maxHeaderSize: headerBytes,
        connectionsCheckingInterval: headersWithinMs,
      },
      (request, response) => void this.#answer(request, response),
    );
    // Who takes no answer keeps no place.
    this.#server.timeout = requestWithinMs;
    this.#server.maxConnections = mostConnections;
    // Before it listens, `listen` tells; afterwards it must not end the process.
    this.#server.on('error', (error) => {
      if (this.#server.listening) options.logger.error({ err: error }, 'the metrics server failed');
    });
  }

  /** @returns the port @throws SignalServiceError (rejects) with a reason */
  async listen(): Promise<number> {
    const { host, port } = this.#options;
    try {
      this.#server.listen({ host, port });
      await once(this.#server, 'listening');
    } catch (error) {
      const { message, reason } = listenError(error as NodeJS.ErrnoException, host, port);
      throw new SignalServiceError(
        reason,
        `${message} Metrics are to be served there: give them another place by MAUZIN_METRICS_PORT and MAUZIN_METRICS_HOST, or none by MAUZIN_METRICS_PORT=0.`,
        error,
      );
    }
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Idempotent; resolves when nothing is left open. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    const gone = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await gone;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A scraper that went while it was answered.
    response.on('error', () => undefined);
    request.resume();
    const { method, url = '' } = request;
    if (url.split('?', 1)[0] !== '/metrics') return plain(response, 404, 'Figures are at /metrics.\n');
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return plain(response, 405, 'GET only.\n');
    }
    try {
      const { type, body } = await this.#options.scrape();
      return answer(response, 200, type, body);
    } catch (error) {
      this.#options.logger.error({ err: error }, 'a scrape failed');
      return plain(response, 500, 'The figures could not be read.\n');
    }
  }
}

const plain = (response: ServerResponse, status: number, body: string): void =>
  answer(response, status, 'text/plain; charset=utf-8', body);

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  // Node itself leaves the body of a HEAD out.
  response.end(body);
}
