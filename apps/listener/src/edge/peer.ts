import { acceptStereo } from '@mauzin/shared';
import SimplePeer from 'simple-peer';

import type { CreatePeer, InboundStats, PeerPort } from '../core/ports.ts';
import { readInboundStats } from './inbound-stats.ts';
import { LevelReader } from './level-reader.ts';

/** simple-peer as the answerer of a connection that only receives. */
export const createPeer: CreatePeer<MediaStream> = ({ offer, iceServers, ...events }) => {
  const native = new NativeTap();
  const peer = new SimplePeer({
    initiator: false,
    trickle: true,
    sdpTransform: acceptStereo,
    // Always our own list: the default servers are somebody else's.
    config: { iceServers: iceServers as RTCIceServer[] },
    wrtc: native.wrtc,
  });
  let over = false;
  const ended = (reason: unknown): void => {
    if (over) return;
    over = true;
    events.onClosed(reason);
  };
  peer.on('error', ended); // first: an error that nobody hears is thrown
  peer.on('close', () => ended(new Error('the connection was closed')));
  peer.on('stream', events.onStream);
  peer.on('signal', (data) => {
    if (data.type === 'answer' && 'sdp' in data && data.sdp) events.onAnswer(data.sdp);
    if (data.type === 'candidate' && 'candidate' in data) {
      const { candidate, sdpMid } = data.candidate;
      events.onCandidate({ candidate, sdpMid });
    }
  });
  peer.signal({ type: 'offer', sdp: offer });
  return new SimplePeerPort(peer, native, () => (over = true));
};

class SimplePeerPort implements PeerPort {
  readonly #peer: SimplePeer.Instance;
  readonly #native: NativeTap;
  readonly #onDestroy: () => void;
  readonly #level: LevelReader;

  constructor(peer: SimplePeer.Instance, native: NativeTap, onDestroy: () => void) {
    this.#peer = peer;
    this.#native = native;
    this.#onDestroy = onDestroy;
    this.#level = new LevelReader(() => native.receiver());
  }

  addCandidate({ candidate, sdpMid }: Parameters<PeerPort['addCandidate']>[0]): void {
    // The empty one that ends the list is refused by older browsers, and nothing waits for it.
    if (candidate === '' || this.#peer.destroyed) return;
    const line = sdpMid === null ? { sdpMLineIndex: 0 } : { sdpMid };
    this.#peer.signal({ type: 'candidate', candidate: new RTCIceCandidate({ candidate, ...line }) });
  }

  async stats(): Promise<InboundStats | null> {
    const report = await this.#native.connection?.getStats();
    return report ? readInboundStats(report) : null;
  }

  level(): number {
    return this.#level.read();
  }

  destroy(): void {
    this.#onDestroy();
    this.#peer.destroy();
  }
}

/** Keeps hold of the RTCPeerConnection that simple-peer makes, by its own `wrtc` option: it has the level and the statistics. */
class NativeTap {
  connection: RTCPeerConnection | null = null;

  readonly wrtc = {
    RTCPeerConnection: this.#keeping(),
    RTCSessionDescription,
    RTCIceCandidate,
  };

  receiver(): RTCRtpReceiver | null {
    return this.connection?.getReceivers().find(({ track }) => track.kind === 'audio') ?? null;
  }

  #keeping(): typeof RTCPeerConnection {
    const keep = (connection: RTCPeerConnection): void => {
      this.connection = connection;
    };
    return class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        keep(this);
      }
    };
  }
}
