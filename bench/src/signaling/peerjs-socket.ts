import { RawSocket } from './raw-socket.ts';
import { aliveEveryMs, candidates, description } from './side.ts';

export interface Heard {
  readonly type: string;
  readonly src?: string;
  readonly payload?: { readonly type?: string };
}

export interface PeerJsSocketOptions {
  readonly port: number;
  readonly id: string;
  readonly onHeard: (heard: Heard) => void;
  readonly onClose: (why: string) => void;
}

/** A client of npm's `peer` server: shows that it is alive as often as `peerjs` does. */
export function openPeerJsSocket({ port, id, onHeard, onClose }: PeerJsSocketOptions): RawSocket {
  const token = Math.random().toString(36).slice(2);
  const socket = new RawSocket({
    port,
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

const connectionId = 'mc_0123456789';
const payloads = {
  data: payloadsOf('data'),
  media: payloadsOf('media'),
};

function payloadsOf(type: 'data' | 'media') {
  return {
    description: JSON.stringify({ sdp: { type: 'offer', sdp: description }, type, connectionId }),
    candidates: candidates.map((candidate) =>
      JSON.stringify({ candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0 }, type, connectionId }),
    ),
  };
}

/** A description, and what is known of the ways to whoever says it. */
export function say(socket: RawSocket, type: 'OFFER' | 'ANSWER', kind: 'data' | 'media', dst: string): void {
  socket.send(`{"type":"${type}","dst":"${dst}","payload":${payloads[kind].description}}`);
  for (const candidate of payloads[kind].candidates)
    socket.send(`{"type":"CANDIDATE","dst":"${dst}","payload":${candidate}}`);
}
