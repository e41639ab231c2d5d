/** A page that listens, once or many times, and hears every one, so that each jitter buffer works as on a phone. */
import SimplePeer from 'simple-peer/simplepeer.min.js';

export interface Heard {
  readonly id: string;
  /** `inbound-rtp` of the webrtc-stats specification, summed since the connection's begin. */
  readonly samples: number;
  readonly concealedSamples: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
}

export type ListeningCalls = {
  /** Takes an offer complete with its candidates, in place of an earlier one; resolves with the answer, complete as well. */
  answer(offer: { readonly id: string; readonly sdp: string }): Promise<string>;
  heard(): Promise<readonly Heard[]>;
};

interface Listener {
  readonly peer: SimplePeer;
  readonly audio: HTMLAudioElement;
}

const listeners = new Map<string, Listener>();

const calls: ListeningCalls = {
  answer: ({ id, sdp }) =>
    new Promise((done, fail) => {
      const peer = new SimplePeer({ initiator: false, trickle: false, config: { iceServers: [] } });
      const audio = new Audio();
      listeners.get(id)?.peer.destroy();
      listeners.set(id, { peer, audio });
      peer.on('error', fail);
      peer.on('stream', (stream) => {
        audio.srcObject = stream;
        audio.play().catch(fail);
      });
      peer.on('signal', (signal) => done(signal.sdp ?? ''));
      peer.signal({ type: 'offer', sdp });
    }),
  heard: () => Promise.all([...listeners].map(([id, { peer }]) => readStats(id, peer._pc))),
};
Object.assign(globalThis, { bench: calls });

async function readStats(id: string, connection: RTCPeerConnection | null): Promise<Heard> {
  const heard = { id, samples: 0, concealedSamples: 0, packetsReceived: 0, packetsLost: 0 };
  if (!connection) return heard; // destroyed
  for (const stats of (await connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
    if (stats.type !== 'inbound-rtp') continue;
    heard.samples += stats.totalSamplesReceived ?? 0;
    heard.concealedSamples += stats.concealedSamples ?? 0;
    heard.packetsReceived += stats.packetsReceived ?? 0;
    heard.packetsLost += stats.packetsLost ?? 0;
  }
  return heard;
}
