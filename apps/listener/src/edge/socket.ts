import type { SocketPort } from '@mauzin/shared';

import type { Probe } from '../core/asking-socket.ts';

export const openSocket = (url: string): SocketPort => new WebSocket(url);

/** A status of 500 or above is a proxy's answer in the service's place: the service is away. */
export const probeService: Probe = async (signal) =>
  (await fetch('/healthz', { method: 'HEAD', cache: 'no-store', signal })).status < 500;

/** The service's socket, beside the page. */
export function socketUrl({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
}
