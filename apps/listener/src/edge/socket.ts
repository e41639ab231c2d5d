import type { SocketPort } from '@mauzin/shared';

export const openSocket = (url: string): SocketPort => new WebSocket(url);

/** The service's socket, beside the page. */
export function socketUrl({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
}
