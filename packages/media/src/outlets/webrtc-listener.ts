import { type Candidate, type ClockPort, type IceServer, limits } from '@mauzin/shared';
import { Audio, type Track } from 'node-datachannel';

import type { Frame, MediaParameters, Outlet } from '../fan-out/contracts.ts';
import type { IcePort } from '../ice/ice-port.ts';
import { MediaError } from '../media-error.ts';
import { NativePeer } from '../native/native-peer.ts';
import { midOf, sdpParts } from '../native/sdp-parts.ts';
import { acceptedCodecs } from './accepted-codecs.ts';

export type WebRtcListenerState =
  /** Offered; nothing is heard yet. */
  | { readonly name: 'connecting' }
  | { readonly name: 'open' }
  | { readonly name: 'failed'; readonly reason: ListenerFailure }
  /** Closed by either side. */
  | { readonly name: 'closed' };

/** Why a connection was given up by itself. */
export type ListenerFailure =
  /** Not open in time: no answer, or no path. */
  | 'timeout'
  /**
   * There was a path, but no agreement on keys. Happens now and then, on busy machines, when the path is up before the
   * native side has stored the answer's fingerprint; a new connection mends it.
   */
  | 'handshake'
  /** The path of an open connection is lost for good. */
  | 'path-lost'
  /** The answer takes no Opus. */
  | 'answer';

export interface WebRtcListenerStats {
  readonly state: WebRtcListenerState['name'];
  readonly packets: number;
  readonly bytes: number;
  /** Whether packets go out as RED now. */
  readonly redundant: boolean;
  /** Both ends of the path, as `type address:port`; null until there is one. */
  readonly path: { readonly local: string; readonly remote: string } | null;
}

/** What a listener's connection has to say to the other side, and of itself. */
export interface WebRtcListenerEvents {
  readonly offer: (sdp: string) => void;
  readonly candidate: (candidate: Candidate) => void;
  /** `failed` and `closed` come once, last, when everything is closed already. */
  readonly state: (state: WebRtcListenerState) => void;
  readonly error: (error: unknown) => void;
}

export interface WebRtcListenerOptions {
  readonly id: string;
  readonly ice: IcePort;
  /** STUN and TURN servers, asked only where addresses are named. */
  readonly iceServers: readonly IceServer[];
  /**
   * Towards a relay, which answers by the same native stack, from a shared port. Default false.
   * - Such a port tells its connections apart by the other end's address, so that two between the same two ports are mixed up: this
   *   one has a port of its own.
   * - It names none of its own addresses unless told to, so that the path is begun from here, by the relay's candidates, once the answer is stored
   *   here. The relay has its path 50 ms later and begins the handshake. In any other order the native stack loses its first word,
   *   and a second with it, or does not know yet whose word it is (docs/facts.md).
   */
  readonly toRelay?: boolean;
  /** Names its own addresses, so that the other side can call too. Default: true, but false towards a relay. */
  readonly namesAddresses?: boolean;
  /** The parameters of the fan-out that the connection is added to. */
  readonly media: MediaParameters;
  readonly clock: ClockPort;
  readonly events: WebRtcListenerEvents;
  /** How long it may take from the offer to an open path, ms. */
  readonly openWithinMs?: number;
}

const defaultOpenWithinMs = 15_000;

/**
 * One phone's connection: offers audio only, in Opus and RED, and sends what the fan-out hands it. There is no ICE
 * restart; a listener that lost its path gets a new connection.
 */
export class WebRtcListener implements Outlet {
  readonly id: string;
  readonly kind = 'listener';
  readonly #options: WebRtcListenerOptions;
  readonly #peer: NativePeer;
  readonly #track: Track;
  readonly #cancelTimeout: () => void;
  #state: WebRtcListenerState = { name: 'connecting' };
  #answered = false;
  #redAccepted = false;
  #redWanted = false;
  #packets = 0;
  #bytes = 0;
  #candidates = 0;

  /** The offer and its candidates come by `events`, not before this returns. */
  constructor(options: WebRtcListenerOptions) {
    this.id = options.id;
    this.#options = options;
    const { clock, events, ice, iceServers, media } = options;
    const { openWithinMs = defaultOpenWithinMs, toRelay = false } = options;
    const { namesAddresses = !toRelay } = options;
    const config = ice.config(namesAddresses ? iceServers : [], toRelay);
    this.#peer = new NativePeer(`listener ${options.id}`, config, {
      description: (sdp, type) => {
        if (type === 'offer') events.offer(sdp);
      },
      candidate: (candidate, mid) => {
        if (namesAddresses) this.#tellCandidate(candidate, mid);
      },
      gathered: () => {
        if (!toRelay) this.#tellLoopback(); // the shared port's candidate
      },
      state: (state) => this.#follow(state),
      error: events.error,
    });
    // Nobody looks at the phone's RTCP reports: the page's own health report says more.
    this.#track = this.#peer.addTrack(audioOffer(media), { open: () => this.#open() });
    this.#cancelTimeout = clock.after(openWithinMs, () => this.#fail('timeout'));
    this.#peer.describeLocally('offer');
  }

  get state(): WebRtcListenerState {
    return this.#state;
  }

  get bytesSent(): number {
    return this.#bytes;
  }

  remoteAddress(): string | null {
    return this.#peer.remoteAddress();
  }

  /** Takes the listener's answer, once. @throws MediaError; one that takes no Opus also fails the connection. */
  answer(sdp: string): void {
    if (this.#isOver()) throw new MediaError('closed', 'the connection is closed');
    if (this.#answered) throw new MediaError('malformed-sdp', 'there was an answer already');
    if (sdp.length > limits.sdpChars) throw new MediaError('sdp-too-large', `${sdp.length} characters`);
    if (!answersOurPart(sdp)) throw new MediaError('malformed-sdp', 'the answer’s parts are not the offer’s');
    this.#peer.describeRemotely(sdp, 'answer');
    this.#answered = true;
    const accepted = acceptedCodecs(sdp, this.#options.media);
    this.#redAccepted = accepted.red;
    if (accepted.opus) return;
    this.#fail('answer');
    throw new MediaError('no-opus', 'the answer takes no Opus');
  }

  /** @throws MediaError */
  candidate(candidate: Candidate): void {
    this.#peer.addCandidate(candidate);
  }

  /** RED on or off, where the answer takes it. Off at first: it doubles the data. */
  setRedundancy(on: boolean): void {
    this.#redWanted = on;
  }

  send(frame: Frame): number {
    if (this.#state.name !== 'open') return 0;
    const datagram = this.#redAccepted && this.#redWanted ? frame.redRtp : frame.rtp;
    try {
      if (!this.#track.sendMessageBinary(datagram)) return 0;
    } catch {
      // The native track closed before its state arrived here. Asking it first, each time, costs a twentieth of all CPU.
      return 0;
    }
    this.#packets += 1;
    this.#bytes += datagram.length;
    return datagram.length;
  }

  stats(): WebRtcListenerStats {
    return {
      state: this.#state.name,
      packets: this.#packets,
      bytes: this.#bytes,
      redundant: this.#redAccepted && this.#redWanted,
      path: this.#peer.selectedPair(),
    };
  }

  close(): void {
    this.#end({ name: 'closed' });
  }

  #open(): void {
    if (this.#state.name !== 'connecting') return;
    this.#cancelTimeout();
    this.#state = { name: 'open' };
    this.#options.events.state(this.#state);
  }

  #follow(state: string): void {
    if (state === 'failed') this.#fail(this.#state.name === 'open' ? 'path-lost' : 'handshake');
    if (state === 'closed') this.close();
  }

  #fail(reason: ListenerFailure): void {
    this.#end({ name: 'failed', reason });
  }

  #end(state: WebRtcListenerState): void {
    if (this.#isOver()) return;
    this.#state = state;
    this.#cancelTimeout();
    this.#peer.close();
    this.#options.events.state(state);
  }

  #isOver(): boolean {
    return this.#state.name === 'failed' || this.#state.name === 'closed';
  }

  #tellCandidate(candidate: string, sdpMid: string): void {
    for (const published of this.#options.ice.published(candidate)) {
      this.#candidates += 1;
      this.#options.events.candidate({ candidate: published, sdpMid });
    }
  }

  /** Names a loopback candidate: a machine without a network has nothing else to be reached by. */
  #tellLoopback(): void {
    const candidate = this.#options.ice.loopbackCandidate();
    if (this.#candidates === 0 && candidate !== null) {
      this.#options.events.candidate({ candidate, sdpMid: audioMid });
    }
  }
}

const audioMid = 'audio';

/**
 * Whether an answer has the one part of the offer, and no other (RFC 3264 §6). The native side takes further ones too, and keeps 1024
 * packets of each, which nobody reads: one listener could fill the memory.
 */
function answersOurPart(sdp: string): boolean {
  const [part, ...others] = sdpParts(sdp);
  return part !== undefined && others.length === 0 && midOf(part) === audioMid;
}

/** Opus as browsers like it (RFC 7587), and RED with one earlier Opus frame (RFC 2198 §5). */
function audioOffer(media: MediaParameters): Audio {
  const audio = new Audio(audioMid, 'SendOnly');
  audio.addOpusCodec(media.opusPayloadType, 'minptime=10;useinbandfec=1');
  audio.addAudioCodec(media.redPayloadType, 'red', `${media.opusPayloadType}/${media.opusPayloadType}`);
  audio.addSSRC(media.ssrc, 'mauzin', 'mauzin', 'mauzin-audio');
  return audio;
}
