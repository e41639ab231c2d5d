/** The browser's build of simple-peer, as far as the benches use it. The bare import breaks under Vite. */
declare module 'simple-peer/simplepeer.min.js' {
  interface Signal {
    readonly type?: string;
    readonly sdp?: string;
    readonly candidate?: unknown;
  }

  class SimplePeer {
    constructor(options: {
      initiator: boolean;
      stream?: MediaStream;
      trickle?: boolean;
      config: RTCConfiguration;
      sdpTransform?: (sdp: string) => string;
    });
    /** Hidden by name only, null once destroyed; its statistics are to be had nowhere else. */
    readonly _pc: RTCPeerConnection | null;
    signal(signal: Signal): void;
    destroy(): void;
    on(event: 'signal', listener: (signal: Signal) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'stream', listener: (stream: MediaStream) => void): this;
    on(event: 'connect' | 'close', listener: () => void): this;
  }
  export type { Signal };
  export default SimplePeer;
}
