import type { Candidate } from '@mauzin/shared';
import { Audio, type Track } from 'node-datachannel';

import { NativePeer } from '../native/native-peer.ts';
import { isRtcp, parseRtp, type RtpPacket } from '../rtp/rtp-packet.ts';

export interface TestReceiverEvents {
  readonly answer: (sdp: string) => void;
  readonly candidate: (candidate: Candidate) => void;
}

export interface TestReceiverOptions {
  /** Default true. */
  readonly takesRed?: boolean;
  /** It calls, and is not called; see below. Default false. */
  readonly calls?: boolean;
}

/**
 * The phone's end of a listener's connection: answers an offer and keeps what arrives. Decodes nothing. It is of the same native
 * stack as the other end, which loses the first word of a handshake, or the handshake, where one end is ready before the other
 * (docs/facts.md). So one calls and the other answers the call, and then begins the handshake:
 * - By default the other side calls, once it has this one's answer and addresses. Its own addresses are not looked at.
 * - Where the other side takes no addresses this one calls. Whoever knows that its answer is stored there hands it the addresses.
 */
export class TestReceiver {
  /** Whole RTP packets, as they came. */
  readonly datagrams: Buffer[] = [];
  state = 'new';
  /** Whether it can send reports. */
  isOpen = false;
  readonly #peer: NativePeer;
  readonly #options: TestReceiverOptions;
  #track: Track | null = null;

  constructor(events: TestReceiverEvents, options: TestReceiverOptions = {}) {
    this.#options = options;
    this.#peer = new NativePeer(
      'receiver',
      { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true },
      {
        description: events.answer,
        candidate: (candidate, sdpMid) => events.candidate({ candidate, sdpMid }),
        gathered: () => undefined,
        state: (state) => {
          this.state = state;
        },
        error: (error) => {
          throw error;
        },
      },
    );
  }

  offer(sdp: string): void {
    const { calls = false, takesRed = true } = this.#options;
    const audio = new Audio('audio', 'RecvOnly');
    audio.addOpusCodec(111);
    if (takesRed) audio.addAudioCodec(63, 'red', '111/111');
    this.#track = this.#peer.addTrack(audio, {
      open: () => {
        this.isOpen = true;
      },
      message: (datagram) => {
        if (!isRtcp(datagram)) this.datagrams.push(datagram);
      },
    });
    // Whoever is called begins the handshake (RFC 8842 §5).
    this.#peer.describeRemotely(calls ? sdp.replace('a=setup:actpass', 'a=setup:active') : sdp, 'offer');
    this.#peer.describeLocally('answer');
  }

  /** Calls the other side at this address. */
  call(candidate: Candidate): void {
    this.#peer.addCandidate(candidate);
  }

  /** Sends a receiver report (RFC 3550 §6.4.2) on the stream `ssrc`, as browsers do every few seconds. */
  report(ssrc: number): void {
    const report = Buffer.alloc(32);
    report.set([0x81, 201, 0, 7]);
    report.writeUInt32BE(1, 4);
    report.writeUInt32BE(ssrc, 8);
    this.#track?.sendMessageBinary(report);
  }

  get packets(): RtpPacket[] {
    return this.datagrams.map((datagram) => {
      const parsed = parseRtp(datagram);
      if (!parsed.ok) throw new Error(parsed.reason);
      return parsed.packet;
    });
  }

  close(): void {
    this.#peer.close();
  }
}
