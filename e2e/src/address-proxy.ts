import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a service that tells it where its guests come from, in the header `x-real-ip`. */
export interface AddressProxy {
  readonly port: number;
  /** Where whoever connects from now on comes from; who is connected stays where it was. */
  setAddress(address: string): void;
  /** Ends every connection, as a change of network does. */
  cut(): void;
  close(): Promise<void>;
}

const headEnd = '\r\n\r\n';
const headLimit = 64 * 1024;

/**
 * Only the first request of each connection gets the header: browsers make one connection for each WebSocket. What a client says
 * of itself is taken out.
 */
export async function startAddressProxy(targetPort: number, firstAddress: string): Promise<AddressProxy> {
  let address = firstAddress;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) keep(socket);
    client.once('close', () => target.destroy());
    target.once('close', () => client.destroy());
    target.pipe(client);
    const here = address;
    let head = '';
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      const end = head.indexOf(headEnd);
      if (end < 0 && head.length < headLimit) return;
      client.off('data', read);
      target.write(Buffer.from(withAddress(head, end, here), 'latin1'));
      client.pipe(target);
    };
    client.on('data', read);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listening = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('The proxy listens on no port');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: listening.port,
    setAddress: (next) => (address = next),
    cut,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}

function withAddress(text: string, end: number, address: string): string {
  if (end < 0) return text;
  const lines = text
    .slice(0, end)
    .split('\r\n')
    .filter((line) => !/^x-real-ip:/i.test(line));
  return [...lines, `x-real-ip: ${address}`].join('\r\n') + text.slice(end);
}
