import { randomUUID } from 'node:crypto';

import { openPeerJsGuest, type PeerJsId } from './peerjs-guest.ts';
import { askForId } from './peerjs-id.ts';
import { openPeerJsSocket, say } from './peerjs-socket.ts';
import { candidates, type Guest, type Side, turn } from './side.ts';

const station = 'station';

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
    const guest = openPeerJsGuest(this.#port, await this.#id(), joined, (socket, { type }) => {
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
    const guest = openPeerJsGuest(this.#port, { id: randomUUID(), connection: null }, open, (_, { type }) => {
      if (type === 'OPEN') open.done();
    });
    await open.promise;
    return guest;
  }

  async #id(): Promise<PeerJsId> {
    return this.#asksForId ? await askForId(this.#port) : { id: randomUUID(), connection: null };
  }
}
