import type { IceServer } from '@mauzin/shared';
import type { IceServer as NativeIceServer } from 'node-datachannel';

/** `stun:host`, `turn:host:port?transport=udp`, … (RFC 7064 §3.1, RFC 7065 §3.1); IPv6 addresses in brackets. */
const uri = /^(stun|turn|turns):(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/**
 * ICE servers as browsers know them, for node-datachannel. What it cannot use (STUN over TLS, TURN without a password,
 * malformed addresses) is left out: one bad entry must not cost the others.
 * @param withTurn false leaves out TURN servers too
 */
export function nativeIceServers(
  servers: readonly IceServer[],
  withTurn: boolean,
): (string | NativeIceServer)[] {
  return servers.flatMap((server) =>
    server.urls.flatMap((url) => {
      const native = nativeIceServer(url, server);
      return native === null || (typeof native !== 'string' && !withTurn) ? [] : [native];
    }),
  );
}

function nativeIceServer(url: string, { username, credential }: IceServer): string | NativeIceServer | null {
  const [, scheme, host, portText, transport] = uri.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return null;
  const isTls = scheme.toLowerCase() === 'turns';
  const port = Number(portText ?? (isTls ? 5349 : 3478));
  if (port < 1 || port > 65_535) return null;
  if (scheme.toLowerCase() === 'stun') return `stun:${host}:${port}`;
  if (username === undefined || credential === undefined) return null;
  const relayType = isTls ? 'TurnTls' : transport?.toLowerCase() === 'tcp' ? 'TurnTcp' : 'TurnUdp';
  return { hostname: host.replace(/^\[|\]$/g, ''), port, username, password: credential, relayType };
}
