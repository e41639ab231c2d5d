import { randomUUID } from 'node:crypto';

import { RawSocket } from './raw-socket.ts';
import { aliveEveryMs, description, type Guest, type Side, turn, type Turn } from './side.ts';

interface Heard {
  readonly type: string;
  readonly src?: string;
}

const station = 'station';
const payload = JSON.stringify({ sdp: { type: 'offer', sdp: description }, type: 'media' });

/** npm's `peer` server, as npm's `peerjs` in a page uses it. Its ids are made here: a page asks for one by HTTP first. */
export class PeerJsSide implements Side {
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async openStation(): Promise<void> {
    const open = turn();
    const socket = this.#socket(
      station,
      (heard) => {
        if (heard.type === 'OPEN') open.done();
        else if (heard.type === 'OFFER')
          socket.send(`{"type":"ANSWER","dst":"${heard.src}","payload":${payload}}`);
      },
      (why) => open.fail(`the station: ${why}`),
    );
    await open.promise;
  }

  async join(): Promise<Guest> {
    const joined = turn();
    const guest = this.#guest(joined, (socket, { type }) => {
      if (type === 'OPEN') socket.send(`{"type":"OFFER","dst":"${station}","payload":${payload}}`);
      else if (type === 'ANSWER') joined.done();
    });
    await joined.promise;
    return guest;
  }

  async idle(): Promise<Guest> {
    const open = turn();
    const guest = this.#guest(open, (_, { type }) => {
      if (type === 'OPEN') open.done();
    });
    await open.promise;
    return guest;
  }

  #guest(letIn: Turn, onHeard: (socket: RawSocket, heard: Heard) => void): Guest {
    const gone = turn();
    const socket = this.#socket(
      randomUUID(),
      (heard) => onHeard(socket, heard),
      (why) => {
        letIn.fail(why);
        gone.done();
      },
    );
    return {
      leave: () => {
        socket.close();
        return gone.promise;
      },
    };
  }

  #socket(id: string, onHeard: (heard: Heard) => void, onClose: (why: string) => void): RawSocket {
    const token = Math.random().toString(36).slice(2);
    const socket = new RawSocket({
      port: this.#port,
      path: `/peerjs?key=peerjs&id=${id}&token=${token}&version=1.5.5`,
      onOpen: () => undefined,
      onText: (text) => onHeard(JSON.parse(text) as Heard),
      onClose: (why) => {
        clearInterval(beat);
        onClose(why);
      },
    });
    const beat = setInterval(() => socket.send('{"type":"HEARTBEAT"}'), aliveEveryMs);
    return socket;
  }
}
