/** A page that sends one mix through simple-peer: to every listener of its own (the baseline), or once to the fan-out. */
import { applyMixEncoding, normalEncoding, opusPresets } from '@mauzin/shared';
import SimplePeer, { type Signal } from 'simple-peer/simplepeer.min.js';

import { captureInput } from './capture-input.ts';

export type SendingCalls = {
  /** Mixes a sound file, given in base64, over and over. */
  play(file: string): Promise<void>;
  /** Mixes the input device of this name, with nothing done to its sound; what was mixed before ends. */
  capture(label: string): Promise<void>;
  /** Offers the mix. Without trickle the offer comes complete, as one signal. */
  connect(to: { readonly id: string; readonly trickle: boolean }): void;
  signal(signal: { readonly id: string; readonly signal: Signal }): void;
  hangUp(id: string): void;
  /** What went wrong with connections so far. */
  failures(): readonly string[];
};
/** What the page calls: the bench must expose it. */
declare function peerSignal(id: string, signal: Signal): Promise<void>;

const peers = new Map<string, SimplePeer>();
const failures: string[] = [];
let mix: MediaStreamAudioDestinationNode | undefined;
let captured: MediaStream | undefined;

const calls: SendingCalls = {
  async play(file) {
    const destination = await openMix();
    const bytes = Uint8Array.from(atob(file), (letter) => letter.codePointAt(0) ?? 0);
    const buffer = await destination.context.decodeAudioData(bytes.buffer);
    const source = new AudioBufferSourceNode(destination.context, { buffer, loop: true });
    source.connect(destination);
    source.start();
  },
  async capture(label) {
    for (const track of captured?.getTracks() ?? []) track.stop();
    captured = await captureInput(label);
    const destination = await openMix();
    const source = new MediaStreamAudioSourceNode(destination.context as AudioContext, {
      mediaStream: captured,
    });
    source.connect(new GainNode(destination.context)).connect(destination);
  },
  connect({ id, trickle }) {
    if (!mix) throw new Error('there is nothing to send yet');
    peers.get(id)?.destroy();
    const peer = new SimplePeer({ initiator: true, trickle, config: { iceServers: [] }, stream: mix.stream });
    peers.set(id, peer);
    peer.on('error', (error) => failures.push(`${id}: ${error.message}`));
    peer.on('signal', (signal) => void peerSignal(id, signal));
  },
  signal({ id, signal }) {
    // The answer that the sender receives decides how it encodes.
    const sdp =
      signal.type === 'answer' && signal.sdp
        ? applyMixEncoding(signal.sdp, { ...normalEncoding, bitrateBps: opusPresets.recitation.bitrateBps })
        : null;
    peers.get(id)?.signal(sdp === null ? signal : { ...signal, sdp });
  },
  hangUp(id) {
    peers.get(id)?.destroy();
    peers.delete(id);
  },
  failures: () => failures,
};
Object.assign(globalThis, { bench: calls });

/** As the desktop's mixer: one mono track at 48 kHz, out of a context that plays nowhere. */
async function openMix(): Promise<MediaStreamAudioDestinationNode> {
  const options = { sampleRate: 48_000, latencyHint: 'interactive', sinkId: { type: 'none' } } as const;
  if (mix) await (mix.context as AudioContext).close();
  const context = new AudioContext(options);
  mix = new MediaStreamAudioDestinationNode(context, { channelCount: 1, channelCountMode: 'explicit' });
  await context.resume();
  return mix;
}
