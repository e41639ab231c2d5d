import { limits, type MixSignalFromRenderer, type MixSignalToRenderer } from '@mauzin/shared';
import { Audio, type RtcConfig } from 'node-datachannel';

import type { Source, SourceSink } from '../fan-out/contracts.ts';
import { withoutPrefix } from '../ice/candidates.ts';
import { MediaError } from '../media-error.ts';
import { NativePeer } from '../native/native-peer.ts';
import { parseRtp } from '../rtp/rtp-packet.ts';
import { offeredOpus } from './offered-opus.ts';

/** How the newest connection stands. */
export type WebRtcSourceState =
  /** No offer yet. */
  | { readonly name: 'idle' }
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  /** Lost or given up by the other side. A new offer begins anew. */
  | { readonly name: 'failed' }
  | { readonly name: 'closed' };

export interface WebRtcSourceOptions {
  /** The only local address that it listens on; 127.0.0.1 keeps the mix inside this machine. */
  readonly bindAddress: string;
  /** Answers and candidates for the other side; not called before `signal` or afterwards for a replaced offer. */
  readonly onSignal: (signal: MixSignalToRenderer) => void;
  readonly onState: (state: WebRtcSourceState) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Sound pushed by a browser: answers an initiator's offer (simple-peer's), takes plain Opus alone, and passes packets on.
 * A new offer makes a new connection; the one before it is heard until packets of the new one come.
 */
export class WebRtcSource implements Source {
  readonly kind = 'webrtc';
  readonly #options: WebRtcSourceOptions;
  #sink: SourceSink | null = null;
  /** The last offer's. */
  #newest: Push | null = null;
  /** The one whose packets go on; the newest, or the one before it until the newest sends. */
  #heard: Push | null = null;
  #state: WebRtcSourceState = { name: 'idle' };
  #streams = 0;

  constructor(options: WebRtcSourceOptions) {
    this.#options = options;
  }

  get state(): WebRtcSourceState {
    return this.#state;
  }

  start(sink: SourceSink): void {
    this.#sink ??= sink;
  }

  /** One step of the other side's negotiation, in its order. @throws MediaError; a refused offer changes nothing. */
  signal(signal: MixSignalFromRenderer): void {
    if (this.#state.name === 'closed') throw new MediaError('closed', 'the source is closed');
    if (signal.type === 'offer') return this.#answer(signal.sdp);
    this.#newest?.peer.addCandidate(signal.candidate);
    return undefined;
  }

  close(): void {
    if (this.#state.name === 'closed') return;
    for (const push of [this.#newest, this.#heard]) push?.peer.close();
    this.#newest = null;
    this.#heard = null;
    this.#set({ name: 'closed' });
    this.#sink?.ended(null);
  }

  #answer(sdp: string): void {
    if (sdp.length > limits.sdpChars) throw new MediaError('sdp-too-large', `${sdp.length} characters`);
    const opus = offeredOpus(sdp);
    if (opus === null) throw new MediaError('no-opus', 'the offer sends no Opus');
    const push = this.#makePush(opus.payloadType);
    try {
      // Matched with the offer by its mid; so the answer names this codec alone, and packets are plain Opus.
      const audio = new Audio(opus.mid, 'RecvOnly');
      audio.addOpusCodec(opus.payloadType, 'minptime=10;useinbandfec=1');
      push.peer.addTrack(audio, {
        open: () => undefined,
        message: (datagram) => this.#receive(push, datagram),
      });
      push.peer.describeRemotely(sdp, 'offer');
      push.peer.describeLocally('answer');
    } catch (error) {
      push.peer.close();
      throw error instanceof MediaError
        ? error
        : new MediaError('malformed-sdp', 'the offer cannot be answered', { cause: error });
    }
    if (this.#newest !== this.#heard) this.#newest?.peer.close();
    this.#newest = push;
    this.#set({ name: 'connecting' });
  }

  #makePush(payloadType: number): Push {
    const { bindAddress, onError, onSignal } = this.#options;
    const config: RtcConfig = { iceServers: [], bindAddress, disableAutoNegotiation: true };
    const peer: NativePeer = new NativePeer('mix', config, {
      description: (sdp, type) => {
        if (type === 'answer' && peer === this.#newest?.peer) onSignal({ type: 'answer', sdp });
      },
      candidate: (candidate, sdpMid) => {
        if (peer !== this.#newest?.peer) return;
        onSignal({ type: 'candidate', candidate: { candidate: withoutPrefix(candidate), sdpMid } });
      },
      gathered: () => undefined,
      state: (state) => this.#follow(peer, state),
      error: onError,
    });
    peer.acceptDataChannels(); // simple-peer gives up when its own is refused
    return { peer, payloadType, ssrc: null, stream: 0 };
  }

  #follow(peer: NativePeer, state: string): void {
    const isOver = state === 'failed' || state === 'closed';
    if (isOver) peer.close();
    if (peer !== this.#newest?.peer) return;
    if (state === 'connected') this.#set({ name: 'connected' });
    if (isOver) this.#set({ name: 'failed' });
  }

  #receive(push: Push, datagram: Buffer): void {
    if (push !== this.#newest && push !== this.#heard) return;
    const parsed = parseRtp(datagram);
    if (!parsed.ok || parsed.packet.payloadType !== push.payloadType) return;
    const { payload, sequence, timestamp, ssrc } = parsed.packet;
    if (push !== this.#heard) {
      if (payload.length === 0) return; // it does not sound yet
      this.#heard?.peer.close();
      this.#heard = push;
    }
    if (push.ssrc !== ssrc) {
      push.ssrc = ssrc;
      this.#streams += 1;
      push.stream = this.#streams;
    }
    this.#sink?.packet({ payload, sequence, timestamp, stream: push.stream });
  }

  #set(state: WebRtcSourceState): void {
    if (this.#state.name === state.name) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

/** One connection of the other side. */
interface Push {
  readonly peer: NativePeer;
  readonly payloadType: number;
  /** Its sender's identity, null before the first packet. */
  ssrc: number | null;
  stream: number;
}
