import { Audio, type DataChannel, type Track } from 'node-datachannel';

import { NativePeer } from '../native/native-peer.ts';
import { writeRtpHeader } from '../rtp/rtp-packet.ts';
import type { WebRtcSourceHears, WebRtcSourceSays } from '../sources/webrtc-source.ts';

/**
 * The browser's end of a mix's connection, as simple-peer's initiator is: offers audio and a data channel, then sends. It names no
 * addresses of its own: it calls, for the reason that `TestReceiver` has.
 */
export class TestSender {
  state = 'new';
  /** The answer, once it came. */
  answer = '';
  readonly #peer: NativePeer;
  readonly #track: Track;
  readonly #channel: DataChannel;
  readonly #ssrc: number;

  constructor(ssrc: number, send: (signal: WebRtcSourceHears) => void) {
    this.#ssrc = ssrc;
    this.#peer = new NativePeer(
      'sender',
      { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true },
      {
        description: (sdp) => send({ type: 'offer', sdp }),
        candidate: () => undefined,
        gathered: () => undefined,
        state: (state) => {
          this.state = state;
        },
        error: (error) => {
          throw error;
        },
      },
    );
    const audio = new Audio('0', 'SendRecv');
    audio.addOpusCodec(111, 'minptime=10;useinbandfec=1');
    audio.addAudioCodec(63, 'red', '111/111');
    audio.addAudioCodec(0, 'PCMU');
    audio.addSSRC(ssrc, 'mix', 'mix', 'mix');
    this.#track = this.#peer.addTrack(audio, { open: () => undefined, message: () => undefined });
    this.#channel = this.#peer.openDataChannel('simple-peer');
    this.#peer.describeLocally('offer');
  }

  signal(signal: WebRtcSourceSays): void {
    if (signal.type === 'candidate') return this.#peer.addCandidate(signal.candidate);
    this.#peer.describeRemotely(signal.sdp, 'answer');
    this.answer = signal.sdp;
    return undefined;
  }

  get isOpen(): boolean {
    return this.#track.isOpen();
  }

  /** By its data channel, which simple-peer uses for nothing. */
  say(message: string): void {
    this.#channel.sendMessage(message);
  }

  /** Bytes of such messages that the other end has not taken yet. */
  get unsaid(): number {
    return this.#channel.bufferedAmount();
  }

  /** Sends one RTP packet as Chromium does: with a header extension, and with padding when asked. */
  packet(sequence: number, payload: Uint8Array, { padding = 0, payloadType = 111 } = {}): void {
    const header = Buffer.alloc(20);
    writeRtpHeader(header, {
      marker: false,
      payloadType,
      sequence,
      timestamp: (sequence * 960) >>> 0,
      ssrc: this.#ssrc,
    });
    header.writeUInt8(header.readUInt8(0) | 0x10 | (padding > 0 ? 0x20 : 0), 0);
    header.set([0xbe, 0xde, 0, 1, 0x10, 0xff, 0, 0], 12);
    this.#track.sendMessageBinary(Buffer.concat([header, payload, Buffer.alloc(padding, padding)]));
  }

  close(): void {
    this.#peer.close();
  }
}
