import { PeerConnection, type Track } from 'node-datachannel';

/** The receiving end of a connection. */
export interface Answered {
  readonly id: string;
  readonly connection: PeerConnection;
  /** Kept: a collected wrapper closes the native object. */
  readonly tracks: readonly Track[];
}

type Said =
  | { readonly type: 'answer'; readonly connection: string; readonly sdp: string }
  | {
      readonly type: 'candidate';
      readonly connection: string;
      readonly candidate: { readonly candidate: string; readonly sdpMid: string };
    };

interface Answering {
  readonly id: string;
  readonly sdp: string;
  /** To whoever made the offer. */
  readonly say: (message: Said) => void;
  /** Takes each RTP packet of sound. */
  readonly hear: (packet: Buffer) => void;
}

/**
 * Answers an offer of sound with the native stack. The other side calls this one at the addresses that it says, and is not called: the
 * native stack loses a handshake now and then in any other order, unlike browsers (docs/facts.md).
 */
export function answerOffer({ hear, id, say, sdp }: Answering): Answered {
  const connection = new PeerConnection('listener', { iceServers: [], disableAutoNegotiation: true });
  const tracks: Track[] = [];
  connection.onLocalDescription((answer, type) => {
    if (type === 'answer') say({ type: 'answer', connection: id, sdp: answer });
  });
  connection.onLocalCandidate((candidate, sdpMid) => {
    const line = { candidate: candidate.replace(/^a=/, ''), sdpMid };
    say({ type: 'candidate', connection: id, candidate: line });
  });
  connection.onTrack((track) => {
    tracks.push(track);
    track.onMessage((datagram) => {
      const type = (datagram[1] ?? 0) & 0x7f;
      if (type < 64 || type >= 96) hear(datagram); // not RTCP
    });
  });
  connection.setRemoteDescription(sdp, 'offer');
  connection.setLocalDescription('answer');
  return { id, connection, tracks };
}
