import { type Candidate, limits } from '@mauzin/shared';
import { Audio, type RtcConfig } from 'node-datachannel';

import type { Source, SourceSink } from '../fan-out/contracts.ts';
import { withoutPrefix } from '../ice/candidates.ts';
import type { IcePort } from '../ice/ice-port.ts';
import { MediaError } from '../media-error.ts';
import { NativePeer } from '../native/native-peer.ts';
import { readRedPayload, type RedundantBlock } from '../rtp/red.ts';
import { parseRtp, type RtpPacket } from '../rtp/rtp-packet.ts';
import { LossMender } from './mend-losses.ts';
import { isAudioAlone, type OfferedOpus, offeredOpus } from './offered-opus.ts';
import type { ReceptionStats } from './reception-stats.ts';

/** What the other side tells a source: it offers a connection, and names its addresses. */
export type WebRtcSourceHears =
  | { readonly type: 'offer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: Candidate };

/** What a source tells the other side: its answer, and its own addresses. */
export type WebRtcSourceSays =
  | { readonly type: 'answer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: Candidate };

/** How the newest connection stands. */
export type WebRtcSourceState =
  /** No offer yet. */
  | { readonly name: 'idle' }
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  /** Lost or given up by the other side. A new offer begins anew. */
  | { readonly name: 'failed' }
  | { readonly name: 'closed' };

/** Where a source is reached. */
type Reached =
  /** The only local address that it listens on; 127.0.0.1 keeps the mix inside this machine. */
  | { readonly bindAddress: string }
  /** The port that it shares with listeners. It stays open when the source closes. */
  | { readonly ice: IcePort };

export type WebRtcSourceOptions = Reached & {
  /** Takes RED (RFC 2198) where it is offered, and mends losses by it. Default false: inside one machine nothing is lost. */
  readonly takesRed?: boolean;
  /**
   * Takes an offer that has data channels beside its sound, as simple-peer's does, and drops what comes by them. Default false: such an
   * offer is refused. Only for a mix of this machine: whoever fills a data channel faster than it is emptied holds up a native thread,
   * which serves all other connections too.
   */
  readonly takesDataChannels?: boolean;
  /** Counts what arrives on the connection that is heard. */
  readonly reception?: ReceptionStats;
  /** The newest connection is heard from now on; the one before it is closed. */
  readonly onHeard?: () => void;
  /** Answers and candidates for the other side; not called before `signal` or afterwards for a replaced offer. */
  readonly onSignal: (signal: WebRtcSourceSays) => void;
  readonly onState: (state: WebRtcSourceState) => void;
  readonly onError: (error: unknown) => void;
};

/**
 * Sound pushed from elsewhere: answers an initiator's offer (simple-peer's, or a `WebRtcListener`'s), takes Opus alone, and
 * passes packets on. A new offer makes a new connection; the one before it is heard until packets of the new one come.
 */
export class WebRtcSource implements Source {
  readonly kind = 'webrtc';
  readonly #options: WebRtcSourceOptions;
  #sink: SourceSink | null = null;
  /** The connection of the last offer. */
  #newest: Push | null = null;
  /** The connection whose packets are passed on: the newest, or the one before it until the newest sends. */
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
  signal(signal: WebRtcSourceHears): void {
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
    if (this.#options.takesDataChannels !== true && !isAudioAlone(sdp)) {
      throw new MediaError('malformed-sdp', 'the offer has more than one part');
    }
    const push = this.#makePush({
      ...opus,
      redPayloadType: this.#options.takesRed === true ? opus.redPayloadType : null,
    });
    try {
      push.peer.addTrack(audioAnswer(push.opus), {
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

  #makePush(opus: OfferedOpus): Push {
    const { onError, onSignal } = this.#options;
    const ice = 'ice' in this.#options ? this.#options.ice : null;
    let told = 0;
    const tellCandidate = (candidate: string, sdpMid: string): void => {
      if (peer !== this.#newest?.peer) return;
      told += 1;
      onSignal({ type: 'candidate', candidate: { candidate, sdpMid } });
    };
    const peer: NativePeer = new NativePeer('source', configFor(this.#options), {
      description: (sdp, type) => {
        if (type === 'answer' && peer === this.#newest?.peer) onSignal({ type: 'answer', sdp });
      },
      candidate: (candidate, sdpMid) => {
        const own = ice?.published(candidate) ?? [withoutPrefix(candidate)];
        for (const published of own) tellCandidate(published, sdpMid);
      },
      gathered: () => {
        // A machine without a network has nothing else to be reached by.
        const loopback = told === 0 ? ice?.loopbackCandidate() : null;
        if (loopback) tellCandidate(loopback, opus.mid);
      },
      state: (state) => this.#follow(peer, state),
      error: onError,
    });
    // simple-peer gives up when its own data channel is refused.
    if (this.#options.takesDataChannels === true) peer.acceptDataChannels();
    return { peer, opus, ssrc: null, stream: 0, mender: new LossMender() };
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
    if (!parsed.ok) return;
    const read = readOpus(parsed.packet, push.opus);
    if (read === null) return;
    const { sequence, ssrc, timestamp } = parsed.packet;
    if (push !== this.#heard) {
      if (read.payload.length === 0) return; // it does not sound yet
      this.#heard?.peer.close();
      this.#heard = push;
      this.#options.onHeard?.();
    }
    if (push.ssrc !== ssrc) this.#beginStream(push, ssrc);
    this.#options.reception?.received(sequence, timestamp);
    const packets = push.mender.next({ payload: read.payload, sequence, timestamp }, read.earlier);
    this.#options.reception?.mended(packets.length - 1);
    for (const packet of packets) this.#sink?.packet({ ...packet, stream: push.stream });
  }

  #beginStream(push: Push, ssrc: number): void {
    push.ssrc = ssrc;
    push.mender = new LossMender();
    this.#streams += 1;
    push.stream = this.#streams;
    this.#options.reception?.restart();
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
  readonly opus: OfferedOpus;
  /** The sender's SSRC; null before the first packet. */
  ssrc: number | null;
  stream: number;
  mender: LossMender;
}

const configFor = (reached: Reached): RtcConfig =>
  'ice' in reached
    ? reached.ice.config([])
    : { iceServers: [], bindAddress: reached.bindAddress, disableAutoNegotiation: true };

/** The answer's audio part, matched with the offer's by its mid; so the answer names these codecs alone. */
function audioAnswer({ mid, payloadType, redPayloadType }: OfferedOpus): Audio {
  const audio = new Audio(mid, 'RecvOnly');
  audio.addOpusCodec(payloadType, 'minptime=10;useinbandfec=1');
  if (redPayloadType !== null) audio.addAudioCodec(redPayloadType, 'red', `${payloadType}/${payloadType}`);
  return audio;
}

interface ReadOpus {
  readonly payload: Uint8Array;
  /** Frames before it that came along. */
  readonly earlier: readonly RedundantBlock[];
}

/** The Opus in an RTP packet. Null: the packet has neither the agreed Opus nor RED with it inside. */
function readOpus(packet: RtpPacket, { payloadType, redPayloadType }: OfferedOpus): ReadOpus | null {
  if (packet.payloadType === payloadType) return { payload: packet.payload, earlier: [] };
  if (packet.payloadType !== redPayloadType) return null;
  if (packet.payload.length === 0) return { payload: packet.payload, earlier: [] }; // padding alone
  const red = readRedPayload(packet.payload);
  if (red === null || red.primary.payloadType !== payloadType) return null;
  return {
    payload: red.primary.payload,
    earlier: red.redundant.filter((block) => block.payloadType === payloadType && block.payload.length > 0),
  };
}
