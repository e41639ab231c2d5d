import { protocolVersion } from '@mauzin/shared';

import { RawSocket } from './raw-socket.ts';
import { aliveEveryMs, candidates, description, type Guest, type Side, turn, type Turn } from './side.ts';

export interface MauzinPlace {
  readonly port: number;
  readonly station: string;
  /** The station's broadcaster key. */
  readonly key: string;
}

interface Heard {
  readonly type: string;
  readonly peer?: string;
  readonly listener?: string;
  readonly connection?: string;
  readonly code?: string;
}

const quoted = JSON.stringify(description);
const quotedCandidates = candidates.map((candidate) => JSON.stringify({ candidate, sdpMid: '0' }));

/** Our service, as the desktop and the listener page use it. */
export class MauzinSide implements Side {
  readonly #place: MauzinPlace;
  /** Who waits for the broadcaster to get its answer and candidates, by peer. */
  readonly #joining = new Map<string, { readonly joined: Turn; left: number }>();
  #connections = 0;

  constructor(place: MauzinPlace) {
    this.#place = place;
  }

  async openStation(): Promise<void> {
    const { port, station, key } = this.#place;
    const live = turn();
    let pings = 0;
    const socket = new RawSocket({
      port,
      path: '/ws',
      onOpen: () =>
        socket.send(
          JSON.stringify({
            type: 'hello',
            role: 'broadcaster',
            version: protocolVersion,
            station,
            key,
            takeOver: false,
            onAirMs: 0,
          }),
        ),
      onText: (text) => {
        const heard = JSON.parse(text) as Heard;
        if (heard.type === 'welcome') {
          socket.send('{"type":"live"}');
          live.done();
        } else this.#ofListener(socket, heard);
      },
      onClose: (why) => {
        live.fail(`the broadcaster: ${why}`);
        for (const { joined } of this.#joining.values()) joined.fail(`the broadcaster: ${why}`);
      },
    });
    await live.promise;
    setInterval(() => socket.send(`{"type":"ping","id":${pings++}}`), aliveEveryMs).unref();
  }

  async join(): Promise<Guest> {
    const joined = turn();
    const guest = this.#guest(true, joined, (socket, heard) => {
      if (heard.type === 'welcome')
        this.#joining.set(heard.peer ?? '', { joined, left: 1 + candidates.length });
      else if (heard.type === 'offer') {
        const { connection } = heard;
        socket.send(`{"type":"answer","connection":"${connection}","sdp":${quoted}}`);
        for (const candidate of quotedCandidates)
          socket.send(`{"type":"candidate","connection":"${connection}","candidate":${candidate}}`);
      }
    });
    await joined.promise;
    return guest;
  }

  async idle(): Promise<Guest> {
    const welcome = turn();
    const guest = this.#guest(false, welcome, (_, { type }) => {
      if (type === 'welcome') welcome.done();
    });
    await welcome.promise;
    return guest;
  }

  #ofListener(broadcaster: RawSocket, { type, listener = '', connection }: Heard): void {
    if (type === 'listen') {
      this.#connections += 1;
      const to = `"listener":"${listener}","connection":"c${this.#connections}"`;
      broadcaster.send(`{"type":"offer",${to},"sdp":${quoted}}`);
      for (const candidate of quotedCandidates)
        broadcaster.send(`{"type":"candidate",${to},"candidate":${candidate}}`);
    } else if (type === 'answer' || type === 'candidate') {
      const joining = this.#joining.get(listener);
      if (!joining || --joining.left > 0) return;
      joining.joined.done();
      this.#joining.delete(listener);
      // As the desktop does, once its sound goes out.
      broadcaster.send(`{"type":"reached","listener":"${listener}","connection":"${connection}"}`);
    }
  }

  #guest(listening: boolean, letIn: Turn, onHeard: (socket: RawSocket, heard: Heard) => void): Guest {
    const { port, station } = this.#place;
    const gone = turn();
    let pings = 0;
    let beat: NodeJS.Timeout | undefined;
    const socket = new RawSocket({
      port,
      path: '/ws',
      onOpen: () => {
        socket.send(
          JSON.stringify({
            type: 'hello',
            role: 'listener',
            version: protocolVersion,
            station,
            listening,
            connection: null,
          }),
        );
        // Not sooner: on a busy machine the ping would come before the hello, which a service refuses.
        beat = setInterval(() => socket.send(`{"type":"ping","id":${pings++}}`), aliveEveryMs);
      },
      onText: (text) => {
        if (text.startsWith('{"type":"pong"')) return;
        const heard = JSON.parse(text) as Heard;
        if (heard.type === 'error') letIn.fail(`refused: ${heard.code}`);
        else onHeard(socket, heard);
      },
      onClose: (why) => {
        letIn.fail(why);
        clearInterval(beat);
        gone.done();
      },
    });
    return {
      leave: () => {
        socket.send('{"type":"bye"}');
        return gone.promise;
      },
    };
  }
}
