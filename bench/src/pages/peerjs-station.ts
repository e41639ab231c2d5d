/** The broadcaster that people write with PeerJS: calls whoever asks, with the mix of one input. */
import { Peer } from 'peerjs';

import { captureInput } from './capture-input.ts';

export type PeerJsStationCalls = {
  /** Broadcasts the input device of this name, with nothing done to its sound. */
  broadcast(from: { readonly label: string; readonly host: string; readonly port: number }): Promise<void>;
};

const calls: PeerJsStationCalls = {
  async broadcast({ label, host, port }) {
    const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
    const mix = new MediaStreamAudioDestinationNode(context, {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    new MediaStreamAudioSourceNode(context, { mediaStream: await captureInput(label) })
      .connect(new GainNode(context))
      .connect(mix);
    await context.resume();
    const peer = new Peer('broadcaster', { host, port, path: '/', config: { iceServers: [] } });
    peer.on('connection', (asked) => peer.call(asked.peer, mix.stream));
    peer.on('disconnected', () => peer.reconnect());
    await new Promise<void>((done, fail) => {
      peer.once('open', () => done());
      peer.once('error', fail);
    });
  },
};
Object.assign(globalThis, { bench: calls });
