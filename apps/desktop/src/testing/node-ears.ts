import type { SentinelSignalFromRenderer, SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import { PeerConnection, type Track } from 'node-datachannel';

/** The sentinel's ears without a window: answer what is offered, and count the packets that come. Called like `NodeListener`. */
export class NodeEars {
  /** Packets of sound. */
  heard = 0;
  offers = 0;
  /** Connections that the other side has ended. */
  closed = 0;
  readonly #send: (signal: SentinelSignalFromRenderer) => void;
  #id: string | null = null;
  #connection: PeerConnection | null = null;
  /** Kept for their references. */
  #tracks: Track[] = [];

  constructor(send: (signal: SentinelSignalFromRenderer) => void) {
    this.#send = send;
  }

  listen(): void {
    this.#send({ type: 'listen' });
  }

  receive(signal: SentinelSignalToRenderer): void {
    if (signal.type === 'offer') return this.#answer(signal.connection, signal.sdp);
    if (signal.type !== 'closed' || signal.connection !== this.#id) return undefined;
    this.closed += 1;
    this.close();
    return this.listen(); // as the window does
  }

  /** Idempotent. */
  close(): void {
    this.#connection?.close();
    this.#connection = null;
    this.#id = null;
    this.#tracks = [];
  }

  #answer(id: string, sdp: string): void {
    this.close();
    this.offers += 1;
    const connection = new PeerConnection('ears', { iceServers: [], disableAutoNegotiation: true });
    this.#id = id;
    this.#connection = connection;
    connection.onLocalDescription((answer, type) => {
      if (type === 'answer') this.#send({ type: 'answer', connection: id, sdp: answer });
    });
    connection.onLocalCandidate((candidate, sdpMid) => {
      const line = { candidate: candidate.replace(/^a=/, ''), sdpMid };
      this.#send({ type: 'candidate', connection: id, candidate: line });
    });
    connection.onTrack((track) => {
      this.#tracks.push(track);
      track.onMessage((datagram) => {
        const type = (datagram[1] ?? 0) & 0x7f;
        if (type < 64 || type >= 96) this.heard += 1; // not RTCP
      });
    });
    connection.setRemoteDescription(sdp, 'offer');
    connection.setLocalDescription('answer');
  }
}
