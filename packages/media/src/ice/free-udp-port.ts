import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';

import { MediaError } from '../media-error.ts';

/**
 * Resolves to the port when it is free, or to any free one for port 0; null when it is taken or not allowed.
 * @throws MediaError `no-udp-port` (rejects) when the address is none of this machine's
 */
export function freeUdpPort(port: number, bindAddress: string | undefined): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(bindAddress !== undefined && isIP(bindAddress) === 6 ? 'udp6' : 'udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return resolve(null);
      const where = bindAddress ?? 'this machine';
      return reject(
        new MediaError('no-udp-port', `No sound can be sent from ${where}: ${error.message}.`, {
          cause: error,
        }),
      );
    });
    socket.bind(port, bindAddress, () => {
      const { port: bound } = socket.address();
      socket.close(() => resolve(bound));
    });
  });
}
