import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export type UpgradeVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: string; readonly reason: string };

export interface UpgradePolicy {
  readonly allowedOrigins: readonly string[];
  readonly connections: number;
  readonly maxConnections: number;
}

/**
 * Whether a request may become a WebSocket: only at `/ws`, only from pages of our own or of allowed origins, and only
 * while there is room. Programs that are not browsers send no Origin; what they may do is up to keys, not to origins.
 */
export function judgeUpgrade(request: IncomingMessage, policy: UpgradePolicy): UpgradeVerdict {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path !== '/ws') return { ok: false, status: '404 Not Found', reason: 'WebSockets are served at /ws.' };
  const { origin, host } = request.headers;
  if (origin !== undefined && !sameHost(origin, host) && !policy.allowedOrigins.includes(origin)) {
    return { ok: false, status: '403 Forbidden', reason: 'Pages of this address may not connect.' };
  }
  if (policy.connections >= policy.maxConnections) {
    return { ok: false, status: '503 Service Unavailable', reason: 'The service is full. Try again later.' };
  }
  return { ok: true };
}

export function refuseUpgrade(
  socket: Duplex,
  { status, reason }: Extract<UpgradeVerdict, { ok: false }>,
): void {
  const body = `${reason}\n`;
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
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
