import { type Candidate, limits } from '@mauzin/shared';
import {
  type Audio,
  type DataChannel,
  type DescriptionType,
  PeerConnection,
  type RtcConfig,
  type Track,
} from 'node-datachannel';

import { MediaError } from '../media-error.ts';
import { candidateKind, withCandidates } from './remote-candidates.ts';

/** The handlers of a connection's events. None is called after `close`. */
export interface NativePeerEvents {
  readonly description: (sdp: string, type: DescriptionType) => void;
  readonly candidate: (candidate: string, mid: string) => void;
  /** All own candidates have been told. */
  readonly gathered: () => void;
  readonly state: (state: string) => void;
  /** A handler above, or one of a track, threw. */
  readonly error: (error: unknown) => void;
}

export interface TrackEvents {
  readonly open: () => void;
  /**
   * Each RTP or RTCP packet that comes. A track that only sends is told of the other end's reports; without this handler the native side
   * drops them, and nothing here is woken. A track that takes sound needs it: nobody else empties the native queue.
   */
  readonly message?: (datagram: Buffer) => void;
}

/**
 * Everything that the native side still uses. A wrapper that is collected closes the native object behind it, so that
 * whoever hears it falls silent seconds later; so each stays here until the native side says that it is closed.
 */
const inUse = new Set<NativePeer>();

/** How many connections the native side has not finished closing. */
export const nativePeersInUse = (): number => inUse.size;

/**
 * One PeerConnection of node-datachannel, made safe: callbacks never throw into native code (that ends the process), SDP
 * and candidates are limited in size and number (parsing blocks the process), candidates call addresses alone (a name is looked up by a
 * thread, anywhere), and nothing is collected too early.
 */
export class NativePeer {
  readonly #connection: PeerConnection;
  readonly #events: NativePeerEvents;
  /** Tracks and channels, referenced here so that none is collected too early. */
  readonly #kept: (Track | DataChannel)[] = [];
  readonly #early: Candidate[] = [];
  #candidates = 0;
  #names = 0;
  #hasRemote = false;
  #closed = false;

  constructor(name: string, config: RtcConfig, events: NativePeerEvents) {
    this.#events = events;
    this.#connection = new PeerConnection(name, config);
    inUse.add(this);
    this.#connection.onLocalDescription(this.#guarded(events.description));
    this.#connection.onLocalCandidate(this.#guarded(events.candidate));
    this.#connection.onGatheringStateChange(
      this.#guarded((state: string) => {
        if (state === 'complete') events.gathered();
      }),
    );
    const tell = this.#guarded(events.state);
    this.#connection.onStateChange((state) => {
      if (state === 'closed') inUse.delete(this);
      tell(state);
    });
  }

  addTrack(media: Audio, events: TrackEvents): Track {
    const track = this.#connection.addTrack(media);
    this.#kept.push(track);
    track.onOpen(this.#guarded(events.open));
    if (events.message) track.onMessage(this.#guarded(events.message));
    track.onError(() => undefined); // states tell the rest
    track.onClosed(() => undefined); // without it the native side never forgets the track
    return track;
  }

  /** Takes data channels that the other side offers, and drops what comes by them: what nobody takes would hold up a native thread. */
  acceptDataChannels(): void {
    this.#connection.onDataChannel(
      this.#guarded((channel: DataChannel) => {
        channel.onMessage(() => undefined);
        channel.onClosed(() => undefined); // as for tracks
        this.#kept.push(channel);
      }),
    );
  }

  /** Opens a data channel as a browser would, where this peer stands in for one. */
  openDataChannel(label: string): DataChannel {
    const channel = this.#connection.createDataChannel(label);
    this.#kept.push(channel);
    return channel;
  }

  describeLocally(type: 'offer' | 'answer'): void {
    this.#connection.setLocalDescription(type);
  }

  /** @throws MediaError `closed`, `sdp-too-large` or `malformed-sdp` */
  describeRemotely(sdp: string, type: 'offer' | 'answer'): void {
    if (this.#closed) throw new MediaError('closed', 'the connection is closed');
    if (sdp.length > limits.sdpChars) throw new MediaError('sdp-too-large', `${sdp.length} characters`);
    try {
      this.#connection.setRemoteDescription(
        withCandidates(sdp, (candidate) => this.#take(candidate) === 'usable'),
        type,
      );
    } catch (error) {
      throw new MediaError('malformed-sdp', `the ${type} cannot be used`, { cause: error });
    }
    this.#hasRemote = true;
    for (const candidate of this.#early.splice(0)) this.#add(candidate);
  }

  /** A candidate waits for the remote description. @throws MediaError `closed`, `too-many-candidates` or `malformed-candidate` */
  addCandidate(candidate: Candidate): void {
    if (this.#closed) throw new MediaError('closed', 'the connection is closed');
    if (candidate.candidate === '') return; // the end of candidates
    switch (this.#take(candidate.candidate)) {
      case 'usable':
        if (this.#hasRemote) this.#add(candidate);
        else this.#early.push(candidate);
        return;
      case 'useless':
        return;
      case 'too-many':
        throw new MediaError('too-many-candidates', `more than ${limits.usedCandidates}`);
      case 'malformed':
        throw new MediaError('malformed-candidate', `${candidate.candidate.length} characters`);
    }
  }

  /** Judges and counts a candidate, whether it came by itself or in a description. */
  #take(candidate: string): 'usable' | 'useless' | 'too-many' | 'malformed' {
    if (candidate.length > limits.candidateChars) return 'malformed';
    const kind = candidateKind(candidate);
    if (kind === 'malformed') return 'malformed';
    if (kind === 'forbidden' || kind === 'tcp') return 'useless';
    if (kind === 'name') {
      if (this.#names >= limits.hiddenCandidates) return 'too-many';
      this.#names += 1;
    }
    if (this.#candidates >= limits.usedCandidates) return 'too-many';
    this.#candidates += 1;
    return 'usable';
  }

  /** Both ends that were chosen, as `type address:port`; null while there is none. */
  selectedPair(): { readonly local: string; readonly remote: string } | null {
    if (this.#closed) return null;
    const pair = this.#connection.getSelectedCandidatePair();
    const text = ({ type, address, port }: { type: string; address: string; port: number }): string =>
      `${type} ${address}:${port}`;
    return pair && { local: text(pair.local), remote: text(pair.remote) };
  }

  /** The address of the other end that was chosen; null while there is none. */
  remoteAddress(): string | null {
    return this.#closed ? null : (this.#connection.getSelectedCandidatePair()?.remote.address ?? null);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Each by itself: closing the connection alone leaves the callbacks of its tracks behind, 13 kB a track.
    for (const part of [...this.#kept, this.#connection]) {
      try {
        part.close();
      } catch (error) {
        this.#reportSafely(error);
      }
    }
  }

  #add({ candidate, sdpMid }: Candidate): void {
    try {
      this.#connection.addRemoteCandidate(candidate, sdpMid ?? '0');
    } catch (error) {
      throw new MediaError('malformed-candidate', 'the candidate cannot be used', { cause: error });
    }
  }

  #guarded<TArguments extends unknown[]>(
    handle: (...values: TArguments) => void,
  ): (...values: TArguments) => void {
    return (...values) => {
      if (this.#closed) return;
      try {
        handle(...values);
      } catch (error) {
        this.#reportSafely(error);
      }
    };
  }

  #reportSafely(error: unknown): void {
    try {
      this.#events.error(error);
    } catch {
      // A reporter that throws must not end the process either; there is nobody left to tell.
    }
  }
}
