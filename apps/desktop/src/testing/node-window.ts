import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';
import { namedRendition, type Rendition } from '@mauzin/shared';
import { Audio, type DataChannel, PeerConnection, type Track } from 'node-datachannel';

const payloadType = 111;
const samplesPerMs = 48;
/** As real windows encode each. Opus TOC (RFC 6716 §3.1): mono; full band in one frame, or wide band in one long frame. */
const packets = {
  normal: { packetMs: 20, toc: 31 << 3 },
  saver: { packetMs: 60, toc: 11 << 3 },
} as const;

/**
 * Stands in for the window's simple-peer: offers one Opus track (and a data channel, as simple-peer does) and sends. It names no
 * addresses of its own but calls the engine at those of its answer, since the native stack loses a handshake now and then in any
 * other order (docs/facts.md).
 */
export class NodeWindow {
  readonly sent: string[] = [];
  readonly ssrc: number;
  readonly #connection: PeerConnection;
  readonly #track: Track;
  /** Kept for its reference: a collected one closes the native object. */
  readonly #channel: DataChannel;
  readonly #timer: NodeJS.Timeout;
  readonly #packet: (typeof packets)[Rendition];
  #sequence = 0;

  constructor(ssrc: number, send: (signal: MixSignalFromRenderer) => void, rendition: Rendition = 'normal') {
    const named = namedRendition(rendition);
    this.ssrc = ssrc;
    this.#packet = packets[rendition];
    this.#connection = new PeerConnection('window', {
      iceServers: [],
      bindAddress: '127.0.0.1',
      disableAutoNegotiation: true,
    });
    this.#connection.onLocalDescription((sdp, type) => {
      if (type === 'offer') send({ type: 'offer', ...named, sdp });
    });
    const audio = new Audio('0', 'SendOnly');
    audio.addOpusCodec(payloadType);
    audio.addSSRC(ssrc, 'mix', 'mix', 'mix');
    this.#track = this.#connection.addTrack(audio);
    this.#channel = this.#connection.createDataChannel('simple-peer');
    this.#connection.setLocalDescription('offer');
    this.#timer = setInterval(() => this.#sendFrame(), this.#packet.packetMs);
  }

  receive(signal: MixSignalToRenderer): void {
    if (signal.type === 'answer') this.#connection.setRemoteDescription(signal.sdp, 'answer');
    else this.#connection.addRemoteCandidate(signal.candidate.candidate, signal.candidate.sdpMid ?? '0');
  }

  /** As a crash does: without a goodbye to anybody. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#channel.isOpen()) this.#channel.close();
    this.#connection.close();
  }

  #sendFrame(): void {
    if (!this.#track.isOpen()) return;
    const payload = Buffer.from([this.#packet.toc, ...Buffer.from(`${this.ssrc}:${this.#sequence}`)]);
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = payloadType;
    header.writeUInt16BE(this.#sequence & 0xffff, 2);
    header.writeUInt32BE(this.#sequence * this.#packet.packetMs * samplesPerMs, 4);
    header.writeUInt32BE(this.ssrc, 8);
    this.#sequence += 1;
    this.sent.push(payload.toString('latin1'));
    this.#track.sendMessageBinary(Buffer.concat([header, payload]));
  }
}
