import { randomUUID } from 'node:crypto';

import { type Heard, openPeerJsSocket, say } from './peerjs-socket.ts';
import type { RawSocket } from './raw-socket.ts';
import { candidates, type Guest, type Side, turn, type Turn } from './side.ts';

const station = 'station';

/** npm's `peer` server at its least: ids are made here, and the listener calls the station with one exchange. */
export class PeerJsSide implements Side {
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async openStation(): Promise<void> {
    const open = turn();
    const socket = openPeerJsSocket({
      port: this.#port,
      id: station,
      onHeard: ({ type, src = '' }) => {
        if (type === 'OPEN') open.done();
        else if (type === 'OFFER') say(socket, 'ANSWER', 'media', src);
      },
      onClose: (why) => open.fail(`the station: ${why}`),
    });
    await open.promise;
  }

  async join(): Promise<Guest> {
    const joined = turn();
    let left = 1 + candidates.length;
    const guest = this.#guest(joined, (socket, { type }) => {
      if (type === 'OPEN') say(socket, 'OFFER', 'media', station);
      else if (type === 'ANSWER' || type === 'CANDIDATE') {
        left -= 1;
        if (left === 0) joined.done();
      }
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
    const socket = openPeerJsSocket({
      port: this.#port,
      id: randomUUID(),
      onHeard: (heard) => onHeard(socket, heard),
      onClose: (why) => {
        letIn.fail(why);
        gone.done();
      },
    });
    return {
      leave: () => {
        socket.close();
        return gone.promise;
      },
    };
  }
}
