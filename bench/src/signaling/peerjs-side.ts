import { randomUUID } from 'node:crypto';

import { RawSocket } from './raw-socket.ts';
import { aliveEveryMs, candidates, description, type Guest, type Side, turn, type Turn } from './side.ts';

interface Heard {
  readonly type: string;
  readonly src?: string;
}

const station = 'station';
const candidatePayloads = candidates.map((candidate) =>
  JSON.stringify({
    candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0 },
    type: 'media',
    connectionId: 'mc_0123456789',
  }),
);
const payload = JSON.stringify({
  sdp: { type: 'offer', sdp: description },
  type: 'media',
  connectionId: 'mc_0123456789',
});

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
        else if (heard.type === 'OFFER') say(socket, 'ANSWER', heard.src);
      },
      (why) => open.fail(`the station: ${why}`),
    );
    await open.promise;
  }

  async join(): Promise<Guest> {
    const joined = turn();
    let left = 1 + candidates.length;
    const guest = this.#guest(joined, (socket, { type }) => {
      if (type === 'OPEN') say(socket, 'OFFER', station);
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

/** A description, and what is known of the way to whoever says it. */
function say(socket: RawSocket, type: 'OFFER' | 'ANSWER', dst = ''): void {
  socket.send(`{"type":"${type}","dst":"${dst}","payload":${payload}}`);
  for (const candidate of candidatePayloads)
    socket.send(`{"type":"CANDIDATE","dst":"${dst}","payload":${candidate}}`);
}
