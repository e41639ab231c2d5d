import {
  clockOf,
  protocolVersion,
  type Received,
  serviceToListenerSchema,
  SignalClient,
  type SocketPort,
} from '@mauzin/shared';
import nodeDataChannel, { type PeerConnection } from 'node-datachannel';
import { WebSocket } from 'ws';

import { serve } from '../remote.ts';
import { rtpSequence } from '../fan-out/tally.ts';

/** A process full of phones' pages without browsers: they ask for sound as pages do, and count packets. */
export type ListenerCalls = {
  join(address: { readonly url: string; readonly station: string; readonly listeners: number }): void;
  /** How many have heard something since the last look. */
  hearing(): number;
  /** All of the listeners go. */
  leave(): void;
};

interface Hearing {
  readonly connection: string;
  readonly peer: PeerConnection;
  /** Kept: a garbage-collected wrapper closes the native object. */
  readonly kept: unknown[];
}

class BenchListener {
  readonly #client: SignalClient<'listener'>;
  #hearing: Hearing | null = null;
  heard = false;

  constructor(url: string, station: string) {
    this.#client = new SignalClient({
      openSocket: () => openSocket(url),
      clock: clockOf(globalThis),
      random: Math.random,
      schema: serviceToListenerSchema,
      hello: () => ({
        type: 'hello',
        role: 'listener',
        version: protocolVersion,
        station,
        listening: true,
        connection: this.#hearing?.connection ?? null,
      }),
      onMessage: (message) => this.#receive(message),
      orderKey: () => 'broadcaster',
      onState: () => undefined,
      onError: (error) => process.stderr.write(`listener: ${String(error)}\n`),
    });
    this.#client.connect();
  }

  close(): void {
    this.#client.close();
    this.#hearing?.peer.close();
    this.#hearing = null;
  }

  #receive(message: Received<'listener'>): void {
    // This side is called, and looks at no addresses: the native stack loses handshakes in any other order (docs/facts.md).
    if (message.type === 'offer') this.#answer(message.connection, message.sdp);
  }

  #answer(connection: string, sdp: string): void {
    this.#hearing?.peer.close();
    const peer = new nodeDataChannel.PeerConnection(connection, {
      iceServers: [],
      disableAutoNegotiation: true,
    });
    const kept: unknown[] = [];
    this.#hearing = { connection, peer, kept };
    peer.onLocalDescription((answer, type) => {
      if (type === 'answer') this.#client.send({ type: 'answer', connection, sdp: answer });
    });
    peer.onLocalCandidate((candidate, sdpMid) => {
      const line = { candidate: candidate.replace(/^a=/, ''), sdpMid };
      this.#client.send({ type: 'candidate', connection, candidate: line });
    });
    peer.onTrack((track) => {
      kept.push(track);
      track.onMessage((packet) => {
        this.heard ||= rtpSequence(packet) !== null;
      });
    });
    peer.setRemoteDescription(sdp, 'offer');
    peer.setLocalDescription('answer');
  }
}

const openSocket = (url: string): SocketPort => new WebSocket(url);

const listeners: BenchListener[] = [];

const calls: ListenerCalls = {
  join({ listeners: count, station, url }) {
    for (let i = 0; i < count; i += 1) listeners.push(new BenchListener(url, station));
  },
  hearing() {
    const hearing = listeners.filter(({ heard }) => heard).length;
    for (const listener of listeners) listener.heard = false;
    return hearing;
  },
  leave() {
    for (const listener of listeners.splice(0)) listener.close();
  },
};
serve(calls);
