import { connect, type Socket } from 'node:net';

export interface AskedId {
  readonly id: string;
  /** The connection is left open by both sides, as by a browser, until one of them goes. */
  readonly connection: Socket;
}

/** What `new Peer()` does first: `GET /peerjs/id`, by a connection of its own, as each phone has one. As light as the sockets. */
export function askForId(port: number): Promise<AskedId> {
  return new Promise((done, fail) => {
    let answer = '';
    const connection = connect({ port, host: '127.0.0.1', noDelay: true });
    connection.setEncoding('latin1');
    connection.on('data', (data: string) => {
      answer += data;
      const id = /\r\n\r\n([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(answer)?.[1];
      if (id !== undefined) done({ id, connection });
    });
    connection.on('error', fail);
    connection.on('close', () => fail(new Error(`no id from the peer server: ${answer.slice(0, 80)}`)));
    connection.write(
      `GET /peerjs/id?ts=${Date.now()}${Math.random()}&version=1.5.5 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
    );
  });
}
