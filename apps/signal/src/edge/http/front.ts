import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { listenError, SignalServiceError } from '../../errors.ts';
import type { ServiceClock } from '../../clock.ts';
import type { ServiceLimits } from '../../limits.ts';
import type { ServiceObserver } from '../../observe/contracts.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import { type AddressOf, cameByTls, ownAddress } from '../sockets/address-of.ts';
import type { Full, Gate } from '../sockets/gate.ts';
import { refusePlainly } from '../sockets/upgrade.ts';

export interface FrontSettings {
  /** The one header that is believed: by it a proxy before the service tells a client's address. Null: there is no proxy. */
  readonly addressHeader: string | null;
  readonly addressOf: AddressOf;
  readonly clock: ServiceClock;
  /** Address to listen on. Null: all of the machine's. */
  readonly host: string | null;
  readonly limits: ServiceLimits;
  readonly logger: ServiceLogger;
  readonly observer: Required<ServiceObserver>;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the service is found from outside, as an origin. Null: taken from each request. */
  readonly publicUrl: string | null;
}

export interface FrontOptions {
  readonly settings: FrontSettings;
  readonly gate: Gate;
  /** @param isEndless called when the answer turns out to be a live stream: it may take for ever */
  readonly answer: (request: IncomingMessage, response: ServerResponse, isEndless: () => void) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** HSTS for half a year, in seconds, as long as a service may be left alone; without subdomains, which may be somebody else's. */
const hsts = 'max-age=15552000';
/** How many connections above the limit are still answered that they are too many; further ones are cut without a word. */
const slack = 100;
const headBytes = 16 * 1024;

/** The HTTP server: takes connections, as many and as slow as is allowed, and hands their requests on. */
export class Front {
  readonly #options: FrontOptions;
  readonly #server: Server;
  /** Connections that are handed to the server once more, and counted already. */
  readonly #again = new WeakSet<Socket>();

  constructor(options: FrontOptions) {
    this.#options = options;
    const { limits, logger, observer } = options.settings;
    this.#server = createServer(
      {
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: Math.max(limits.requestTimeoutMs, limits.headersTimeoutMs),
        keepAliveTimeout: limits.keepAliveMs,
        // How often slow connections are looked for, ms.
        connectionsCheckingInterval: Math.min(5_000, limits.headersTimeoutMs),
        maxHeaderSize: headBytes,
      },
      (request, response) => this.#answer(request, response),
    );
    // Of whatever is done on the connection; a live stream and a socket do not mind.
    this.#server.timeout = limits.answerIdleMs;
    this.#server.maxConnections =
      limits.maxConnections + limits.broadcasterReserve + limits.maxHttpConnections + slack;
    this.#server.on('connection', (socket) => this.#connected(socket));
    this.#server.on('drop', () => observer.refused('service-full'));
    this.#server.on('upgrade', (request, socket, head) => {
      if (request.headers.upgrade?.trim().toLowerCase() !== 'websocket')
        return this.#answerPlainly(request, socket, head);
      options.gate.upgrading(socket);
      return options.upgrade(request, socket, head);
    });
    // Errors before the server listens are told by `listen`; later ones (too many open files) must not end the process.
    this.#server.on('error', (error) => {
      if (this.#server.listening) logger.error({ err: error }, 'the server failed');
    });
  }

  /**
   * @returns the port
   * @throws SignalServiceError (rejects) with a reason
   */
  async listen(): Promise<number> {
    const { host, port } = this.#options.settings;
    try {
      this.#server.listen({ port, ...(host === null ? {} : { host }) });
      await once(this.#server, 'listening');
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, host, port);
    }
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new SignalServiceError('listen-failed', 'The service listens, but not on a port.');
    }
    return address.port;
  }

  /** Takes no more connections, and ends the idle ones. Resolves when none is left. */
  async close(): Promise<void> {
    const { clock, limits } = this.#options.settings;
    if (!this.#server.listening) return;
    const gone = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeIdleConnections();
    const cancel = clock.after(limits.goodbyeMs, () => this.#server.closeAllConnections());
    await gone;
    cancel();
  }

  /**
   * A wish for another protocol than we speak is ignored, and the request answered as an ordinary one (RFC 9110 §7.8): curl wishes for
   * HTTP/2 by itself. Node has stopped reading it there, so it is put back without the wish and read anew.
   */
  #answerPlainly(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!(socket instanceof Socket)) return void socket.destroy();
    this.#again.add(socket);
    socket.unshift(Buffer.concat([Buffer.from(withoutUpgrade(request), 'latin1'), head]));
    this.#server.emit('connection', socket);
    return undefined;
  }

  #connected(socket: Socket): void {
    if (this.#again.delete(socket)) return;
    const { gate, settings } = this.#options;
    const own = ownAddress(socket);
    const full = gate.connected(socket, settings.addressHeader === null ? own : null);
    if (full === null) return;
    settings.observer.refused(full);
    refusePlainly(socket, full);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { answer, gate, settings } = this.#options;
    if (cameByTls(request, settings)) response.setHeader('Strict-Transport-Security', hsts);
    const address = settings.addressOf(request);
    // Who does not take an answer would keep its place for ever, and pipelined ones behind it too (RFC 9112 §9.3.2).
    const cancel = this.#endIfNotTaken(request, response);
    // Whoever watches the service must not take it for dead, and end it, because it is full or asked too often.
    const isWatched = isHealthCheck(request);
    if (!gate.mayRequest(address) && !isWatched) return this.#refuse(response, tooMany);
    const full = gate.answering(request.socket, address);
    if (full === null) response.once('close', () => gate.answered(request.socket, address));
    else if (!isWatched) return this.#refuse(response, full === 'service-full' ? noPlace : tooMany);
    else response.shouldKeepAlive = false;
    return answer(request, response, cancel);
  }

  #endIfNotTaken(request: IncomingMessage, response: ServerResponse): () => void {
    const { clock, limits, observer } = this.#options.settings;
    const cancel = clock.after(limits.answerWithinMs, () => {
      // Node does not tell of a pipelined one that its connection has gone.
      if (request.socket.destroyed) return;
      observer.refused('too-slow');
      request.socket.destroy();
    });
    response.once('close', cancel);
    return cancel;
  }

  #refuse(response: ServerResponse, { body, reason, retryAfterSeconds, status }: PlainRefusal): void {
    this.#options.settings.observer.refused(reason);
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Retry-After': retryAfterSeconds,
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
    });
    response.end(body);
  }
}

/** The head of a request as it came, but for its wish for another protocol. Pure. */
export function withoutUpgrade({
  httpVersion,
  method,
  rawHeaders,
  url,
}: Pick<IncomingMessage, 'httpVersion' | 'method' | 'rawHeaders' | 'url'>): string {
  const lines = [`${method ?? 'GET'} ${url ?? '/'} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (wishes.has(name.toLowerCase())) continue;
    if (name.toLowerCase() !== 'connection') {
      lines.push(`${name}: ${value}`);
      continue;
    }
    const options = value.split(',').map((one) => one.trim());
    const kept = options.filter((one) => one !== '' && !wishes.has(one.toLowerCase()));
    if (kept.length > 0) lines.push(`${name}: ${kept.join(', ')}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

const wishes: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

interface PlainRefusal {
  readonly status: number;
  readonly reason: Full;
  readonly retryAfterSeconds: number;
  readonly body: string;
}

const tooMany: PlainRefusal = {
  status: 429,
  reason: 'address-full',
  retryAfterSeconds: 5,
  body: 'Too many requests from this address. Try again in a moment.\n',
};
const noPlace: PlainRefusal = {
  status: 503,
  reason: 'service-full',
  retryAfterSeconds: 15,
  body: 'The service is full. Try again later.\n',
};

const isHealthCheck = ({ url }: IncomingMessage): boolean => url === '/healthz' || url === '/readyz';
