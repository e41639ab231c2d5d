import SimplePeer from 'simple-peer/simplepeer.min.js';

import type { CreateSendingPeer } from './mix-peer.ts';

/** A simple-peer that offers the mix. It hides its RTCPeerConnection, so it is given a class that shows what it built. */
export const createSendingPeer: CreateSendingPeer = (stream, onConnection) => {
  class ShownConnection extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      onConnection(this);
    }
  }
  const peer = new SimplePeer({
    initiator: true,
    trickle: true,
    streams: [stream],
    // The fan-out is on this machine; without a list simple-peer asks somebody else's servers.
    config: { iceServers: [] },
    wrtc: { RTCPeerConnection: ShownConnection, RTCSessionDescription, RTCIceCandidate },
  });
  return peer;
};
