/** Runs in a listener's page before its own scripts, and sums up over all of its connections what its receivers made up. */
export type SoundWatch = {
  /** Samples played, and those of them that the receiver made up (webrtc-stats: `inbound-rtp`). */
  countSamples?: () => Promise<{ readonly samples: number; readonly concealed: number }>;
};

const connections: RTCPeerConnection[] = [];
globalThis.RTCPeerConnection = new Proxy(RTCPeerConnection, {
  construct(target, args: [RTCConfiguration?]) {
    const connection = new target(...args);
    connections.push(connection);
    return connection;
  },
});

(globalThis as SoundWatch).countSamples = async () => {
  const count = { samples: 0, concealed: 0 };
  for (const connection of connections) {
    for (const stats of (await connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
      if (stats.type !== 'inbound-rtp') continue;
      count.samples += stats.totalSamplesReceived ?? 0;
      count.concealed += stats.concealedSamples ?? 0;
    }
  }
  return count;
};
