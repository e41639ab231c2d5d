import { randomUUID } from 'node:crypto';

import type { ClockPort, HealthReport, IceServer, Rendition, Welcome } from '@mauzin/shared';

import type { FanOut } from '../fan-out/fan-out.ts';
import type { IcePort } from '../ice/ice-port.ts';
import { WebRtcListener } from '../outlets/webrtc-listener.ts';
import type { BroadcasterReceives, MakeListenerOutlet, PathOutcome, SignalPort } from './contracts.ts';
import { OneListener, type Stream } from './one-listener.ts';
import { PacedQueue } from './paced-queue.ts';
import { RedundancyBook } from './redundancy.ts';

export interface BroadcasterOptions {
  /** Of the normal rendition. */
  readonly fanOut: FanOut;
  /** Of the saver, where there is one; who asks for it where there is none gets the normal one. */
  readonly saver?: FanOut;
  /** Stays open when the broadcaster closes; so do the fan-outs. */
  readonly ice: IcePort;
  readonly signal: SignalPort;
  readonly clock: ClockPort;
  /** Most listeners that are offered sound from here, uplinks aside; further ones are told `station-full`. 600 unless told. */
  readonly maxOutlets?: number;
  /** `hearing`, `connected` or what is wanted may have another value now. */
  readonly onChange: () => void;
  /** What a listener reports of its hearing; uplinks are no listeners. */
  readonly onHealth?: (listener: string, report: HealthReport) => void;
  /** A listener's connection came up, or did not although the listener answered. */
  readonly onReach?: (listener: string, outcome: PathOutcome) => void;
  /** Who listens for this machine itself, not for a person: left out of `hearing`, `bytesSent` and `onReach`. */
  readonly isUncounted?: (listener: string) => boolean;
  /** Never fatal: an answer that cannot be used, a connection that cannot be made. */
  readonly onError: (error: unknown) => void;
  /** How a connection is made; other than by WebRTC only in tests. */
  readonly makeOutlet?: MakeListenerOutlet;
  readonly newConnectionId?: () => string;
}

const defaultMaxOutlets = 600;

/** Who asks for sound, as the welcome's list and `listen` have it. */
type Wish = Omit<Extract<BroadcasterReceives, { type: 'listen' }>, 'type'>;

/**
 * A station's side towards its listeners: answers each that asks with a connection of the fan-out, and passes answers and
 * candidates between connections and the signal service. Listeners that hear go on hearing while the service is away.
 * What comes in must come in each listener's order (`SignalClient` sees to that).
 */
export class Broadcaster {
  readonly #options: BroadcasterOptions;
  readonly #makeOutlet: MakeListenerOutlet;
  readonly #listeners = new Map<string, OneListener>();
  /** Who wants sound, heard or not, as the service says, and which rendition. */
  readonly #wanting = new Map<string, Rendition>();
  /** Of all these, who is a relay that passes the sound on: one copy for many, and none of the congregation. */
  readonly #uplinks = new Set<string>();
  /** Those of them whose last connection did not come up. */
  readonly #unreachedRelays = new Set<string>();
  readonly #redundancy = new RedundancyBook();
  readonly #offers: PacedQueue<string>;
  #iceServers: readonly IceServer[] = [];
  /** What was sent to listeners that are gone. */
  #bytesBefore = 0;
  #live = false;
  #closed = false;

  constructor(options: BroadcasterOptions) {
    this.#options = options;
    const { clock, ice } = options;
    this.#makeOutlet =
      options.makeOutlet ??
      ((id, iceServers, events, media, towards) =>
        new WebRtcListener({ ...towards, id, iceServers, events, ice, clock, media }));
    this.#offers = new PacedQueue(clock, (listener) => this.#offer(listener));
  }

  /** Listeners to whom sound goes out now, uplinks aside. */
  get hearing(): number {
    let hearing = 0;
    for (const [peer, listener] of this.#listeners) {
      if (listener.isHearing && this.#isCongregant(peer)) hearing += 1;
    }
    return hearing;
  }

  /** RTP bytes handed to the sockets so far, to uplinks too, without headers of UDP and IP; never less than before. */
  get bytesSent(): number {
    let bytes = this.#bytesBefore;
    for (const [peer, listener] of this.#listeners) if (!this.#isUncounted(peer)) bytes += listener.bytesSent;
    return bytes;
  }

  /** Listeners and uplinks with a connection, open or being made. */
  get connected(): number {
    return this.#listeners.size;
  }

  /** Whether this one wants sound, or has a connection. */
  knows(listener: string): boolean {
    return this.#isThere(listener);
  }

  /** How many want or hear a rendition, those left out of other counts included: whether it has to be encoded. */
  wants(rendition: Rendition): number {
    let wanting = 0;
    for (const wish of this.#wanting.values()) wanting += Number(wish === rendition);
    for (const [peer, listener] of this.#listeners) {
      // Also who cannot say so: its socket is lost, and it hears on.
      wanting += Number(this.#wanting.get(peer) !== rendition && listener.takes(rendition));
    }
    return wanting;
  }

  /** On the air: tells the service, and offers sound to all who wait for it. Idempotent. */
  goLive(): void {
    if (this.#live || this.#closed) return;
    this.#live = true;
    this.#options.signal.send({ type: 'live' });
    for (const [listener, rendition] of this.#wanting) this.#want({ listener, connection: null, rendition });
  }

  /** Off the air: tells the service, and ends every connection. Who wants sound is known for the next time. Idempotent. */
  stop(): void {
    if (!this.#live) return;
    this.#live = false;
    this.#options.signal.send({ type: 'off' });
    this.#endAll();
    this.#options.onChange();
  }

  /** The service has let us in, for the first time or again: it knows who wants sound and which connection each holds. */
  welcomed(welcome: Pick<Welcome<'broadcaster'>, 'iceServers' | 'listening'>): void {
    if (this.#closed) return;
    this.#iceServers = welcome.iceServers;
    this.#wanting.clear();
    this.#offers.clear();
    for (const wish of welcome.listening) this.#want(wish);
    this.#redundancy.keep((listener) => this.#isThere(listener));
    for (const peer of this.#uplinks) this.#forgetGone(peer);
  }

  /** One message of the service. Never throws. */
  receive(message: BroadcasterReceives): void {
    if (this.#closed) return;
    try {
      this.#handle(message);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /** Ends every connection. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#live = false;
    this.#wanting.clear();
    this.#endAll();
    this.#options.onChange();
  }

  #handle(message: BroadcasterReceives): void {
    switch (message.type) {
      case 'listen':
        return this.#want(message);
      case 'unlisten':
        return this.#leave(message.listener);
      case 'answer':
        return this.#answer(message.listener, message.connection, message.sdp);
      case 'candidate':
        return this.#listeners.get(message.listener)?.candidate(message.connection, message.candidate);
      case 'closed':
        this.#listeners.get(message.listener)?.closed(message.connection);
        return this.#forgetEmpty(message.listener);
      case 'listener-left':
        return message.reason === 'bye' ? this.#leave(message.listener) : this.#lose(message.listener);
      case 'health':
        return this.#hearOf(message.listener, message.report);
      case 'presence':
      case 'error':
      case 'pong':
        return undefined;
    }
  }

  /** A listener that still holds a connection which is there, with what it wants, keeps it; any other is offered a new one. */
  #want({ listener, connection: held, rendition: wish = 'normal', uplink }: Wish): void {
    const rendition = this.#options.saver ? wish : 'normal';
    this.#wanting.set(listener, rendition);
    if (uplink === true) this.#uplinks.add(listener);
    if (!this.#live) return;
    const known = this.#listeners.get(listener);
    if (held === null || known?.has(held, rendition) !== true) return this.#offers.push(listener);
    // A service that was started anew does not know it.
    if (known.isOpen(held)) this.#tellReached(listener, held);
  }

  #hearOf(peer: string, report: HealthReport): void {
    const listener = this.#listeners.get(peer);
    if (report.connection !== null && listener?.has(report.connection) === true) {
      const { clock } = this.#options;
      listener.setRedundancy(this.#redundancy.reported(peer, report.lossShare, clock.now()));
    }
    if (!this.#uplinks.has(peer)) this.#options.onHealth?.(peer, report);
  }

  #offer(listener: string): void {
    if (!this.#hasRoomFor(listener)) {
      this.#wanting.delete(listener);
      this.#forgetGone(listener);
      this.#options.signal.send({ type: 'refuse', listener, code: 'station-full' });
      return;
    }
    try {
      this.#seat(listener).offer(this.#streamFor(listener), this.#iceServers);
    } catch (error) {
      this.#forgetEmpty(listener);
      this.#options.onError(error);
    }
    this.#options.onChange();
  }

  #hasRoomFor(listener: string): boolean {
    if (this.#listeners.has(listener) || this.#uplinks.has(listener)) return true;
    let taken = this.#listeners.size;
    for (const peer of this.#uplinks) taken -= Number(this.#listeners.has(peer));
    return taken < this.#maxOutlets;
  }

  #streamFor(listener: string): Stream {
    const { fanOut, saver } = this.#options;
    const isSaver = saver !== undefined && this.#wanting.get(listener) === 'saver';
    return isSaver ? { rendition: 'saver', fanOut: saver } : { rendition: 'normal', fanOut };
  }

  #seat(peer: string): OneListener {
    const known = this.#listeners.get(peer);
    if (known) return known;
    const { clock, newConnectionId = randomUUID, onError, signal } = this.#options;
    const listener = new OneListener({
      peer,
      clock,
      newConnectionId,
      isRelay: () => this.#uplinks.has(peer),
      unreachedRelays: this.#unreachedRelays,
      isHere: () => this.#isUncounted(peer),
      isRedundant: () => this.#redundancy.isOn(peer),
      onError,
      signal,
      makeOutlet: this.#makeOutlet,
      onRetry: () => this.#offers.push(peer),
      onOpen: (connection) => this.#tellReached(peer, connection),
      onReach: (outcome) => {
        if (this.#isCongregant(peer)) this.#options.onReach?.(peer, outcome);
      },
      onChange: () => {
        this.#forgetEmpty(peer);
        this.#options.onChange();
      },
    });
    this.#listeners.set(peer, listener);
    return listener;
  }

  #tellReached(listener: string, connection: string): void {
    this.#options.signal.send({ type: 'reached', listener, connection });
  }

  #answer(listener: string, connection: string, sdp: string): void {
    const known = this.#listeners.get(listener);
    if (known) known.answer(connection, sdp);
    else this.#options.signal.send({ type: 'closed', listener, connection });
    this.#forgetEmpty(listener);
  }

  /** Wants no sound any more. */
  #leave(listener: string): void {
    this.#lose(listener);
    this.#listeners.get(listener)?.closeAll();
    this.#forgetEmpty(listener);
    this.#options.onChange();
  }

  /** Only its socket is gone: it may still hear, and ICE decides for how long. */
  #lose(listener: string): void {
    this.#wanting.delete(listener);
    this.#offers.delete(listener);
    this.#forgetGone(listener);
  }

  #forgetEmpty(listener: string): void {
    if (this.#offers.has(listener)) return; // about to have one
    if (this.#listeners.get(listener)?.isEmpty === true) this.#forget(listener);
  }

  #forget(peer: string): void {
    if (!this.#isUncounted(peer)) this.#bytesBefore += this.#listeners.get(peer)?.bytesSent ?? 0;
    this.#listeners.delete(peer);
    this.#forgetGone(peer);
  }

  #forgetGone(peer: string): void {
    if (this.#isThere(peer)) return;
    this.#redundancy.forget(peer);
    this.#uplinks.delete(peer);
    this.#unreachedRelays.delete(peer);
  }

  /** It hears something, or wants to. */
  #isThere(peer: string): boolean {
    return this.#wanting.has(peer) || this.#listeners.has(peer);
  }

  #endAll(): void {
    this.#offers.clear();
    for (const [peer, listener] of this.#listeners) {
      listener.closeAll();
      this.#forget(peer);
    }
  }

  #isUncounted(peer: string): boolean {
    return this.#options.isUncounted?.(peer) ?? false;
  }

  #isCongregant(peer: string): boolean {
    return !this.#uplinks.has(peer) && !this.#isUncounted(peer);
  }

  get #maxOutlets(): number {
    return this.#options.maxOutlets ?? defaultMaxOutlets;
  }
}
