/** The usual way: one simple-peer connection per listener, each of which encodes. The baseline of the fan-out. */
import { applyOpusPreset, opusPresets } from '@mauzin/shared';
import SimplePeer, { type Signal } from 'simple-peer/simplepeer.min.js';

export type ManyPeersCalls = {
  /** Plays an Ogg/Opus file, given in base64, over and over: what every connection sends. */
  play(file: string): Promise<void>;
  connect(id: string): void;
  signal(signal: { readonly id: string; readonly signal: Signal }): void;
  failures(): readonly string[];
};
/** What the page calls: the bench must expose it. */
declare function peerSignal(id: string, signal: Signal): Promise<void>;

const peers = new Map<string, SimplePeer>();
const failures: string[] = [];
let mix: MediaStream | undefined;

const calls: ManyPeersCalls = {
  async play(file) {
    const context = new AudioContext({ sampleRate: 48_000 });
    const bytes = Uint8Array.from(atob(file), (letter) => letter.codePointAt(0) ?? 0);
    const source = new AudioBufferSourceNode(context, {
      buffer: await context.decodeAudioData(bytes.buffer),
      loop: true,
    });
    const destination = new MediaStreamAudioDestinationNode(context, {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    source.connect(destination);
    source.start();
    mix = destination.stream;
    await context.resume();
  },
  connect(id) {
    const peer = new SimplePeer({
      initiator: true,
      config: { iceServers: [] },
      ...(mix ? { stream: mix } : {}),
    });
    peer.on('error', (error) => failures.push(`${id}: ${error.message}`));
    peer.on('signal', (signal) => void peerSignal(id, signal));
    peers.set(id, peer);
  },
  signal({ id, signal }) {
    const sdp = signal.sdp;
    // The answer that the sender receives decides how it encodes.
    const tuned =
      signal.type === 'answer' && sdp
        ? { ...signal, sdp: applyOpusPreset(sdp, opusPresets.recitation) }
        : signal;
    peers.get(id)?.signal(tuned);
  },
  failures: () => failures,
};
Object.assign(globalThis, { bench: calls });
