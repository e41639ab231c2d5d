import type { SocketPort } from '@mauzin/shared';

/** A browser's socket. The cast is sound: whatever the browser calls `onmessage` with has the `data` that is asked for. */
export function openSocket(url: string): SocketPort {
  return new WebSocket(url) as SocketPort;
}
