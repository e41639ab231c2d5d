import type { Candidate } from '@mauzin/shared';
import { Audio } from 'node-datachannel';

import { NativePeer } from '../native/native-peer.ts';
import { isRtcp, parseRtp, type RtpPacket } from '../rtp/rtp-packet.ts';

export interface TestReceiverEvents {
  readonly answer: (sdp: string) => void;
  readonly candidate: (candidate: Candidate) => void;
}

/**
 * The phone's end of a listener's connection: answers an offer and keeps what arrives. Decodes nothing. It looks at the
 * other side's candidates once its answer is there: with both ends in one busy process, the path is up within
 * microseconds otherwise, and now and then the handshake runs before the native side has stored the answer's fingerprint.
 */
export class TestReceiver {
  /** Whole RTP packets, as they came. */
  readonly datagrams: Buffer[] = [];
  state = 'new';
  readonly #peer: NativePeer;
  readonly #takesRed: boolean;
  readonly #early: Candidate[] = [];
  #answered = false;

  constructor(events: TestReceiverEvents, takesRed = true) {
    this.#takesRed = takesRed;
    this.#peer = new NativePeer(
      'receiver',
      { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true },
      {
        description: (sdp) => {
          events.answer(sdp);
          this.#answered = true;
          for (const candidate of this.#early.splice(0)) this.#peer.addCandidate(candidate);
        },
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
    const audio = new Audio('audio', 'RecvOnly');
    audio.addOpusCodec(111);
    if (this.#takesRed) audio.addAudioCodec(63, 'red', '111/111');
    this.#peer.addTrack(audio, {
      open: () => undefined,
      message: (datagram) => {
        if (!isRtcp(datagram)) this.datagrams.push(datagram);
      },
    });
    this.#peer.describeRemotely(sdp, 'offer');
    this.#peer.describeLocally('answer');
  }

  candidate(candidate: Candidate): void {
    if (this.#answered) this.#peer.addCandidate(candidate);
    else this.#early.push(candidate);
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
