import { randomUUID } from 'node:crypto';

import { askForId, type AskedId } from './peerjs-id.ts';
import { type Heard, openPeerJsSocket, say } from './peerjs-socket.ts';
import type { RawSocket } from './raw-socket.ts';
import { candidates, type Guest, type Side, turn, type Turn } from './side.ts';

const station = 'station';

type Id = AskedId | { readonly id: string; readonly connection: null };

/**
 * npm's `peer` server: the listener calls the station with one exchange. Each comes with an id that the server gave it, as `peerjs`
 * does; or, at the least that this server can be used with, with one of its own.
 */
export class PeerJsSide implements Side {
  readonly #port: number;
  readonly #asksForId: boolean;

  constructor(port: number, asksForId: boolean) {
    this.#port = port;
    this.#asksForId = asksForId;
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
    const guest = this.#guest(await this.#id(), joined, (socket, { type }) => {
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
    const guest = this.#guest({ id: randomUUID(), connection: null }, open, (_, { type }) => {
      if (type === 'OPEN') open.done();
    });
    await open.promise;
    return guest;
  }

  async #id(): Promise<Id> {
    return this.#asksForId ? await askForId(this.#port) : { id: randomUUID(), connection: null };
  }

  #guest({ connection, id }: Id, letIn: Turn, onHeard: (socket: RawSocket, heard: Heard) => void): Guest {
    const gone = turn();
    const socket = openPeerJsSocket({
      port: this.#port,
      id,
      onHeard: (heard) => onHeard(socket, heard),
      onClose: (why) => {
        letIn.fail(why);
        gone.done();
      },
    });
    return {
      leave: () => {
        connection?.destroy();
        socket.close();
        return gone.promise;
      },
    };
  }
}
