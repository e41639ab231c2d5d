import type { SocketPort } from '@mauzin/shared';

export const openSocket = (url: string): SocketPort => new WebSocket(url);
