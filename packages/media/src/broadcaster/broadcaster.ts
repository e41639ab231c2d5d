import { randomUUID } from 'node:crypto';

import type { HealthReport, IceServer, Rendition, Welcome } from '@mauzin/shared';

import { WebRtcListener } from '../outlets/webrtc-listener.ts';
import type { BroadcasterOptions, BroadcasterReceives, MakeListenerOutlet, Wish } from './contracts.ts';
import { ListenerRoster } from './listener-roster.ts';
import { OneListener, type Stream } from './one-listener.ts';
import { PacedQueue } from './paced-queue.ts';
import { RedundancyBook } from './redundancy.ts';

const defaultMaxOutlets = 600;

/**
 * A station's side towards its listeners: offers each listener that asks a connection of the fan-out, and passes answers and
 * candidates between connections and the signal service. Listeners that hear go on hearing while the service is away.
 * Messages of one listener must come in their order (`SignalClient` sees to that).
 */
export class Broadcaster {
  readonly #options: BroadcasterOptions;
  readonly #makeOutlet: MakeListenerOutlet;
  readonly #roster: ListenerRoster;
  /** Uplinks whose last connection did not come up. */
  readonly #unreachedRelays = new Set<string>();
  readonly #redundancy = new RedundancyBook();
  readonly #offers: PacedQueue<string>;
  #iceServers: readonly IceServer[] = [];
  #live = false;
  #closed = false;

  constructor(options: BroadcasterOptions) {
    this.#options = options;
    const { clock, ice } = options;
    this.#makeOutlet =
      options.makeOutlet ??
      ((id, iceServers, events, media, towards) =>
        new WebRtcListener({ ...towards, id, iceServers, events, ice, clock, media }));
    this.#roster = new ListenerRoster({
      isUncounted: options.isUncounted ?? (() => false),
      onGone: (peer) => {
        this.#redundancy.forget(peer);
        this.#unreachedRelays.delete(peer);
      },
    });
    this.#offers = new PacedQueue(clock, (listener) => this.#offer(listener));
  }

  /** Listeners to whom sound goes out now, uplinks aside. */
  get hearing(): number {
    return this.#roster.hearing;
  }

  /** RTP bytes handed to the sockets so far, to uplinks too, without headers of UDP and IP; never less than before. */
  get bytesSent(): number {
    return this.#roster.bytesSent;
  }

  /** Listeners and uplinks with a connection, open or being made. */
  get connected(): number {
    return this.#roster.connected;
  }

  /** Whether this one wants sound, or has a connection. */
  knows(listener: string): boolean {
    return this.#roster.has(listener);
  }

  /** How many want or hear a rendition, those left out of other counts included: whether it has to be encoded. */
  wants(rendition: Rendition): number {
    return this.#roster.wants(rendition);
  }

  /** On the air: tells the service, and offers sound to all who wait for it. Idempotent. */
  goLive(): void {
    if (this.#live || this.#closed) return;
    this.#live = true;
    this.#options.signal.send({ type: 'live' });
    for (const [listener, rendition] of this.#roster.wishes)
      this.#want({ listener, connection: null, rendition });
  }

  /** Off the air: tells the service, and ends every connection. Who wants sound is remembered for the next time. Idempotent. */
  stop(): void {
    if (!this.#live) return;
    this.#live = false;
    this.#options.signal.send({ type: 'off' });
    this.#offers.clear();
    this.#roster.disconnectAll();
    this.#options.onChange();
  }

  /** The service has let us in, for the first time or again: it knows who wants sound and which connection each holds. */
  welcomed(welcome: Pick<Welcome<'broadcaster'>, 'iceServers' | 'listening'>): void {
    if (this.#closed) return;
    this.#iceServers = welcome.iceServers;
    this.#offers.clear();
    this.#roster.replaceWishes(() => {
      for (const wish of welcome.listening) this.#want(wish);
    });
    this.#redundancy.keep((listener) => this.#roster.has(listener));
  }

  /** Ends the connections of all who hear on though they want no sound, as far as the service has said: their sockets are gone. */
  endUnasked(): void {
    this.#roster.disconnectUnasked();
    this.#options.onChange();
  }

  /** Ends every listener's connection, but for uplinks and this machine's own ears: whoever wants to hear on has to come in anew. */
  endListeners(): void {
    for (const peer of this.#roster.congregants) this.#leave(peer);
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
    this.#roster.replaceWishes(() => undefined);
    this.#offers.clear();
    this.#roster.disconnectAll();
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
        return this.#roster.connectionsOf(message.listener)?.candidate(message.connection, message.candidate);
      case 'closed':
        this.#roster.connectionsOf(message.listener)?.closed(message.connection);
        return this.#forgetEmpty(message.listener);
      case 'listener-left':
        return message.reason === 'bye' ? this.#leave(message.listener) : this.#lose(message.listener);
      case 'health':
        return this.#hearOf(message.listener, message.report);
      case 'dismissed':
        return this.endUnasked();
      case 'presence':
      case 'error':
      case 'pong':
        return undefined;
      default:
        return message satisfies never;
    }
  }

  /** A listener keeps the connection that it holds if that is still there with the wanted rendition; else it is offered a new one. */
  #want({ listener, connection: held, rendition: wish = 'normal', uplink }: Wish): void {
    const rendition = this.#options.saver ? wish : 'normal';
    this.#roster.want(listener, rendition, uplink === true);
    if (!this.#live) return;
    const known = this.#roster.connectionsOf(listener);
    if (held === null || known?.has(held, rendition) !== true) return this.#offers.push(listener);
    // A service that was started anew does not know that sound goes out over this connection.
    if (known.isOpen(held)) this.#tellReached(listener, held);
  }

  #hearOf(peer: string, report: HealthReport): void {
    const listener = this.#roster.connectionsOf(peer);
    if (report.connection !== null && listener?.has(report.connection) === true) {
      const { clock } = this.#options;
      listener.setRedundancy(this.#redundancy.reported(peer, report.lossShare, clock.now()));
    }
    if (!this.#roster.isUplink(peer)) this.#options.onHealth?.(peer, report);
  }

  #offer(listener: string): void {
    if (!this.#roster.hasRoomFor(listener, this.#options.maxOutlets ?? defaultMaxOutlets)) {
      this.#roster.unwant(listener);
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

  #streamFor(listener: string): Stream {
    const { fanOut, saver } = this.#options;
    const isSaver = saver !== undefined && this.#roster.wishOf(listener) === 'saver';
    return isSaver ? { rendition: 'saver', fanOut: saver } : { rendition: 'normal', fanOut };
  }

  #seat(peer: string): OneListener {
    const known = this.#roster.connectionsOf(peer);
    if (known) return known;
    const { clock, newConnectionId = randomUUID, onError, signal } = this.#options;
    const listener = new OneListener({
      peer,
      clock,
      newConnectionId,
      isRelay: () => this.#roster.isUplink(peer),
      unreachedRelays: this.#unreachedRelays,
      isHere: () => this.#roster.isUncounted(peer),
      isRedundant: () => this.#redundancy.isOn(peer),
      onError,
      signal,
      makeOutlet: this.#makeOutlet,
      onRetry: () => this.#offers.push(peer),
      onOpen: (connection) => this.#tellReached(peer, connection),
      onReach: (outcome) => {
        if (this.#roster.isCongregant(peer)) this.#options.onReach?.(peer, outcome);
      },
      onChange: () => {
        this.#forgetEmpty(peer);
        this.#options.onChange();
      },
    });
    this.#roster.connect(peer, listener);
    return listener;
  }

  #tellReached(listener: string, connection: string): void {
    this.#options.signal.send({ type: 'reached', listener, connection });
  }

  #answer(listener: string, connection: string, sdp: string): void {
    const known = this.#roster.connectionsOf(listener);
    if (known) known.answer(connection, sdp);
    else this.#options.signal.send({ type: 'closed', listener, connection });
    this.#forgetEmpty(listener);
  }

  /** The listener wants no sound any more. */
  #leave(listener: string): void {
    this.#lose(listener);
    this.#roster.connectionsOf(listener)?.closeAll();
    this.#forgetEmpty(listener);
    this.#options.onChange();
  }

  /** Only the listener's socket is gone: it may still hear, and ICE decides for how long. */
  #lose(listener: string): void {
    this.#offers.delete(listener);
    this.#roster.unwant(listener);
  }

  #forgetEmpty(listener: string): void {
    if (this.#offers.has(listener)) return; // about to get a connection
    if (this.#roster.connectionsOf(listener)?.isEmpty === true) this.#roster.disconnect(listener);
  }
}
