import {
  type Candidate,
  type ClockPort,
  type IceServer,
  namedRendition,
  type Rendition,
} from '@mauzin/shared';

import type { FanOut } from '../fan-out/fan-out.ts';
import { addressOfCandidate } from '../ice/candidates.ts';
import { MediaError } from '../media-error.ts';
import type { WebRtcListenerEvents, WebRtcListenerState } from '../outlets/webrtc-listener.ts';
import {
  type ListenerOutlet,
  type MakeListenerOutlet,
  pathWithinMs,
  type PathOutcome,
  type SignalPort,
} from './contracts.ts';

export interface OneListenerOptions {
  /** The listener's id at the service. */
  readonly peer: string;
  readonly signal: SignalPort;
  readonly clock: ClockPort;
  readonly makeOutlet: MakeListenerOutlet;
  readonly newConnectionId: () => string;
  /** Whether the listener is a relay, or another process of one. */
  readonly isRelay: () => boolean;
  /**
   * Relays whose last connection did not come up, for all listeners of a broadcaster. Their next one names its addresses, once its answer
   * is stored here: a firewall there may let nothing in but where something has gone out to before. Relays of today call nobody; those of before do.
   */
  readonly unreachedRelays: Set<string>;
  /**
   * It listens on this machine. Then nothing is gained by telling it where it is reached before its answer is stored here, and its path
   * could be up before that, which ends the connection (docs/facts.md).
   */
  readonly isHere: () => boolean;
  /** Whether a new connection begins with RED. */
  readonly isRedundant: () => boolean;
  /** Called when a new connection should be offered although the listener has not asked. */
  readonly onRetry: () => void;
  readonly onChange: () => void;
  /** Sound goes out over this connection from now on. */
  readonly onOpen: (connection: string) => void;
  readonly onReach: (outcome: PathOutcome) => void;
  readonly onError: (error: unknown) => void;
}

/** How long the old connection goes on beside the new one, unless the listener says earlier that it no longer needs the old one, ms. */
const overlapMs = 5_000;

/** What is sent to a listener. */
export interface Stream {
  readonly rendition: Rendition;
  readonly fanOut: FanOut;
}

interface Connection extends Stream {
  readonly id: string;
  readonly outlet: ListenerOutlet;
  /** The addresses that the listener names for itself. */
  readonly addresses: Set<string>;
  /** Our candidates that the listener is not told before its answer is stored; then null. */
  untold: Candidate[] | null;
  cancelBreak: (() => void) | null;
  /** Set from the answer until the connection is open. */
  cancelReach: (() => void) | null;
}

/** One listener's connections: one, or two while the new one takes over from the old one. */
export class OneListener {
  readonly #options: OneListenerOptions;
  readonly #connections = new Map<string, Connection>();
  /** A new connection was offered unasked since a connection was last open. */
  #retried = false;
  /** RTP bytes that earlier connections sent. */
  #bytesBefore = 0;

  constructor(options: OneListenerOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  /** Whether sound goes out to it now. */
  get isHearing(): boolean {
    return [...this.#connections.values()].some(({ outlet }) => outlet.state.name === 'open');
  }

  /** RTP bytes sent so far, over all its connections. */
  get bytesSent(): number {
    let bytes = this.#bytesBefore;
    for (const { outlet } of this.#connections.values()) bytes += outlet.bytesSent;
    return bytes;
  }

  /** Whether this connection is there, with this rendition. One that failed or was closed is not. */
  has(connection: string, rendition?: Rendition): boolean {
    const known = this.#connections.get(connection);
    return known !== undefined && (rendition === undefined || known.rendition === rendition);
  }

  /** Whether sound goes out over this connection now. */
  isOpen(connection: string): boolean {
    return this.#connections.get(connection)?.outlet.state.name === 'open';
  }

  /** Whether a connection with this rendition is there, open or being made. */
  takes(rendition: Rendition): boolean {
    return [...this.#connections.values()].some((connection) => connection.rendition === rendition);
  }

  /** RED on or off for all that goes out to the listener. */
  setRedundancy(on: boolean): void {
    for (const { outlet } of this.#connections.values()) outlet.setRedundancy(on);
  }

  /** Offers a new connection. An open one goes on until the new one is open; one that never opened is given up. */
  offer({ fanOut, rendition }: Stream, iceServers: readonly IceServer[]): void {
    const { isRedundant, isRelay, makeOutlet, newConnectionId, onError, peer, signal, unreachedRelays } =
      this.#options;
    for (const { id, outlet } of this.#connections.values()) {
      if (outlet.state.name !== 'connecting') continue;
      this.#noteUnreached();
      this.#drop(id);
    }
    const id = newConnectionId();
    const ids = { listener: peer, connection: id };
    const events: WebRtcListenerEvents = {
      offer: (sdp) => signal.send({ type: 'offer', ...ids, ...namedRendition(rendition), sdp }),
      candidate: (candidate) => this.#tellCandidate(id, candidate),
      state: (state) => this.#follow(id, state),
      error: onError,
    };
    const toRelay = isRelay();
    const namesAddresses = !toRelay || unreachedRelays.has(peer);
    const outlet = makeOutlet(id, iceServers, events, fanOut.media, { toRelay, namesAddresses });
    outlet.setRedundancy(isRedundant());
    const fresh = { addresses: new Set<string>(), untold: [], cancelBreak: null, cancelReach: null };
    this.#connections.set(id, { id, outlet, fanOut, rendition, ...fresh });
    fanOut.addOutlet(outlet);
  }

  /** An answer that cannot be used ends its connection: the listener is told, and may ask anew. */
  answer(connection: string, sdp: string): void {
    const known = this.#connections.get(connection);
    if (!known) return this.#tellClosed(connection);
    try {
      known.outlet.answer(sdp);
      this.#tellUntold(known);
      if (known.outlet.state.name === 'connecting') this.#expectPath(known);
    } catch (error) {
      this.#options.onError(error);
      this.#end(connection);
    }
    return undefined;
  }

  /** A candidate that cannot be used is reported; the others may still work. */
  candidate(connection: string, candidate: Candidate): void {
    try {
      const known = this.#connections.get(connection);
      known?.outlet.candidate(candidate);
      const address = addressOfCandidate(candidate.candidate);
      if (address !== null) known?.addresses.add(address);
    } catch (error) {
      const isLimit = error instanceof MediaError && error.reason === 'too-many-candidates';
      if (!isLimit) this.#options.onError(error);
    }
  }

  /** The listener does not need this connection any more. */
  closed(connection: string): void {
    if (!this.#connections.has(connection)) return;
    this.#drop(connection);
    this.#options.onChange();
  }

  /** Ends every connection without a word; whoever calls has told the listener, or was told by it. */
  closeAll(): void {
    for (const id of this.#connections.keys()) this.#drop(id);
  }

  #follow(id: string, state: WebRtcListenerState): void {
    if (!this.#connections.has(id)) return; // ended here
    if (state.name === 'open') {
      this.#retried = false;
      this.#options.unreachedRelays.delete(this.#options.peer);
      this.#options.onOpen(id);
      this.#tellReached(id);
      this.#breakOlder(id);
    } else if (state.name === 'failed' && state.reason === 'handshake' && !this.#retried) {
      this.#retried = true;
      this.#drop(id);
      this.#options.onRetry();
    } else if (state.name !== 'connecting') {
      if (state.name === 'failed' && state.reason === 'timeout') this.#noteUnreached();
      this.#end(id);
    }
    this.#options.onChange();
  }

  #noteUnreached(): void {
    const { isRelay, peer, unreachedRelays } = this.#options;
    if (isRelay()) unreachedRelays.add(peer);
  }

  #expectPath(connection: Connection): void {
    connection.cancelReach = this.#options.clock.after(pathWithinMs, () => {
      connection.cancelReach = null;
      this.#options.onReach({ name: 'unreached', addresses: [...connection.addresses] });
    });
  }

  #tellReached(id: string): void {
    const connection = this.#connections.get(id);
    connection?.cancelReach?.();
    this.#options.onReach({ name: 'reached', address: connection?.outlet.remoteAddress() ?? null });
  }

  #breakOlder(newest: string): void {
    for (const connection of this.#connections.values()) {
      if (connection.id === newest || connection.cancelBreak !== null) continue;
      connection.cancelBreak = this.#options.clock.after(overlapMs, () => {
        this.#end(connection.id);
        this.#options.onChange();
      });
    }
  }

  #end(id: string): void {
    if (!this.#connections.has(id)) return;
    this.#drop(id);
    this.#tellClosed(id);
  }

  #drop(id: string): void {
    const connection = this.#connections.get(id);
    connection?.cancelBreak?.();
    connection?.cancelReach?.();
    this.#bytesBefore += connection?.outlet.bytesSent ?? 0;
    this.#connections.delete(id);
    connection?.fanOut.removeOutlet(id);
  }

  #tellCandidate(id: string, candidate: Candidate): void {
    const { isHere, isRelay, peer, signal } = this.#options;
    const untold = this.#connections.get(id)?.untold;
    if (untold && (isHere() || isRelay())) untold.push(candidate);
    else signal.send({ type: 'candidate', listener: peer, connection: id, candidate });
  }

  #tellUntold(connection: Connection): void {
    const untold = connection.untold ?? [];
    connection.untold = null;
    for (const candidate of untold) this.#tellCandidate(connection.id, candidate);
  }

  #tellClosed(connection: string): void {
    this.#options.signal.send({ type: 'closed', listener: this.#options.peer, connection });
  }
}
