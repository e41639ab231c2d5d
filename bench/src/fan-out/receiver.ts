import nodeDataChannel, { type PeerConnection } from 'node-datachannel';

import { serve } from '../remote.ts';
import { count, emptyTally, rtpSequence, type Tally } from './tally.ts';

/** A process full of receivers that decode nothing: they connect, and count packets. */
export type ReceiverCalls = {
  offer(offer: { readonly id: string; readonly sdp: string }): void;
  candidate(candidate: { readonly id: string; readonly candidate: string; readonly mid: string }): void;
  leave(listener: { readonly id: string }): void;
  /** Starts counting anew. */
  reset(): void;
  tallies(): readonly Tally[];
};
export interface ReceiverEvents {
  answer: { readonly id: string; readonly sdp: string };
  candidate: { readonly id: string; readonly candidate: string; readonly mid: string };
  /** The first packet came. */
  heard: { readonly id: string };
}

interface Receiver {
  readonly peer: PeerConnection;
  /** Kept: a garbage-collected wrapper closes the native object. */
  readonly kept: unknown[];
  tally: Tally;
}

const receivers = new Map<string, Receiver>();

const calls: ReceiverCalls = {
  offer({ id, sdp }) {
    receivers.set(id, open(id));
    receivers.get(id)?.peer.setRemoteDescription(sdp, 'offer');
  },
  candidate({ id, candidate, mid }) {
    receivers.get(id)?.peer.addRemoteCandidate(candidate, mid);
  },
  leave({ id }) {
    receivers.get(id)?.peer.close();
    receivers.delete(id);
  },
  reset() {
    for (const receiver of receivers.values()) receiver.tally = emptyTally;
  },
  tallies: () => [...receivers.values()].map(({ tally }) => tally),
};
const emit = serve<ReceiverEvents>(calls);

function open(id: string): Receiver {
  const peer = new nodeDataChannel.PeerConnection(id, { iceServers: [], bindAddress: '127.0.0.1' });
  const receiver: Receiver = { peer, kept: [], tally: emptyTally };
  let heard = false;
  peer.onLocalDescription((sdp, type) => {
    if (type === 'answer') emit('answer', { id, sdp });
  });
  peer.onLocalCandidate((candidate, mid) => emit('candidate', { id, candidate, mid }));
  peer.onDataChannel((channel) => receiver.kept.push(channel));
  peer.onTrack((track) => {
    receiver.kept.push(track);
    track.onMessage((packet) => {
      const sequence = rtpSequence(packet);
      if (sequence === null) return;
      receiver.tally = count(receiver.tally, sequence);
      if (heard) return;
      heard = true;
      emit('heard', { id });
    });
  });
  return receiver;
}
