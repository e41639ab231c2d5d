import { limits, type SocketPort } from '@mauzin/shared';
import { WebSocket } from 'ws';

/** Opens a socket to a service. Frames over the protocol's limit end it. */
export function openWebSocket(url: string): SocketPort {
  return new WebSocket(url, {
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    handshakeTimeout: 8_000,
  });
}

/** A service's socket address from the address that people type. Keeps a path in front of `/ws`. */
export function signalSocketUrl(serviceUrl: string): string {
  const url = new URL(serviceUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/ws`;
  url.search = '';
  url.hash = '';
  return url.href;
}

/** Where listeners of a station go on a service elsewhere. */
export function remoteLink(serviceUrl: string, station: string): string {
  const url = new URL(serviceUrl);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/s/${station}`;
}
