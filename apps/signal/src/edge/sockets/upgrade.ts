import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Refusal } from '../../observe/contracts.ts';

/** Why a request does not become a socket. */
export type UpgradeRefusal = Extract<
  Refusal,
  'path' | 'origin' | 'service-full' | 'address-full' | 'restarting'
>;

interface PlainAnswer {
  readonly status: string;
  readonly reason: string;
  readonly retryAfterSeconds?: number;
}

const answers: Readonly<Record<UpgradeRefusal, PlainAnswer>> = {
  path: { status: '404 Not Found', reason: 'WebSockets are served at /ws.' },
  origin: { status: '403 Forbidden', reason: 'Pages of this address may not connect.' },
  'service-full': {
    status: '503 Service Unavailable',
    reason: 'The service is full. Try again later.',
    retryAfterSeconds: 15,
  },
  'address-full': {
    status: '429 Too Many Requests',
    reason: 'Too many connections from this address. Try again later.',
    retryAfterSeconds: 15,
  },
  restarting: {
    status: '503 Service Unavailable',
    reason: 'The service is restarting. Try again in a moment.',
    retryAfterSeconds: 1,
  },
};

/**
 * Whether a request may become a WebSocket, as far as it alone tells: only at `/ws`, only from pages of our own or of allowed
 * origins. Programs that are not browsers send no Origin; what they may do is up to keys, not to origins. Null: the request may.
 */
export function judgeUpgrade(
  request: Pick<IncomingMessage, 'headers' | 'url'>,
  allowedOrigins: readonly string[],
): UpgradeRefusal | null {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path !== '/ws') return 'path';
  const { origin, host } = request.headers;
  const isAllowed = origin === undefined || sameHost(origin, host) || allowedOrigins.includes(origin);
  return isAllowed ? null : 'origin';
}

/** Answers in plain HTTP, and ends the connection. */
export function refusePlainly(socket: Duplex, refusal: UpgradeRefusal): void {
  const { reason, retryAfterSeconds, status } = answers[refusal];
  const body = `${reason}\n`;
  const retryAfter = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n${retryAfter}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/** TLS may end at a proxy before us, so the scheme says nothing; host and port must be the ones that were asked for. */
function sameHost(origin: string, host: string | undefined): boolean {
  try {
    const { protocol, host: originHost } = new URL(origin);
    return (protocol === 'http:' || protocol === 'https:') && originHost === host?.toLowerCase();
  } catch {
    return false;
  }
}
