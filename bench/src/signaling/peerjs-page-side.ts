import { openPeerJsGuest } from './peerjs-guest.ts';
import { askForId } from './peerjs-id.ts';
import { type Heard, openPeerJsSocket, say } from './peerjs-socket.ts';
import type { RawSocket } from './raw-socket.ts';
import { candidates, type Guest, type Side, turn, type Turn } from './side.ts';

const station = 'page-station';

/**
 * npm's `peer` server as a page made with `peerjs` uses it that has no microphone to call with (`bench/src/peerjs/page`): it asks
 * for an id by HTTP, connects to the station for data, and is called back with the sound.
 */
export class PeerJsPageSide implements Side {
  readonly #port: number;
  /** Who waits for the station to get its answer and candidates, by id. */
  readonly #joining = new Map<string, { readonly joined: Turn; left: number }>();

  constructor(port: number) {
    this.#port = port;
  }

  async openStation(): Promise<void> {
    const open = turn();
    const socket = openPeerJsSocket({
      port: this.#port,
      id: station,
      onHeard: (heard) => {
        if (heard.type === 'OPEN') open.done();
        else this.#ofGuest(socket, heard);
      },
      onClose: (why) => open.fail(`the station: ${why}`),
    });
    await open.promise;
  }

  async join(): Promise<Guest> {
    const joined = turn();
    const { connection, id } = await askForId(this.#port);
    this.#joining.set(id, { joined, left: 1 + candidates.length });
    const guest = openPeerJsGuest(this.#port, { id, connection }, joined, (socket, { type }) => {
      if (type === 'OPEN') say(socket, 'OFFER', 'data', station);
      else if (type === 'OFFER') say(socket, 'ANSWER', 'media', station);
    });
    await joined.promise;
    return guest;
  }

  async idle(): Promise<Guest> {
    const open = turn();
    const guest = openPeerJsGuest(this.#port, await askForId(this.#port), open, (_, { type }) => {
      if (type === 'OPEN') open.done();
    });
    await open.promise;
    return guest;
  }

  #ofGuest(socket: RawSocket, { type, src = '', payload }: Heard): void {
    if (type === 'OFFER') {
      say(socket, 'ANSWER', 'data', src);
      return say(socket, 'OFFER', 'media', src);
    }
    const joining = this.#joining.get(src);
    if (payload?.type !== 'media' || !joining || --joining.left > 0) return undefined;
    this.#joining.delete(src);
    return joining.joined.done();
  }
}
