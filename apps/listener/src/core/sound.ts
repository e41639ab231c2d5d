import type { Candidate, Received } from '@mauzin/shared';

import { Asking } from './asking.ts';
import { Connection } from './connection.ts';
import { Loss } from './loss.ts';
import type { SoundOptions } from './sound-options.ts';

interface Next<TStream> {
  readonly connection: Connection<TStream>;
  /** This connection takes the place of the current one though that one flows: another rendition, or the broadcaster wants it so. */
  readonly replaces: boolean;
}

/** How often another rendition is asked for in vain, while the one that plays goes on. */
const changeTries = 3;

/**
 * The connections of a listener. At most two at a time: the current one is on the element; the next is made beside it and
 * takes its place once it has proved itself. Never are two heard at once.
 */
export class Sound<TStream> {
  readonly #options: SoundOptions<TStream>;
  readonly #asking: Asking;
  #current: Connection<TStream> | null = null;
  #next: Next<TStream> | null = null;
  readonly #loss: Loss;
  /** Another rendition is asked for, while the current one plays. */
  #changing = false;

  constructor(options: SoundOptions<TStream>) {
    this.#options = options;
    this.#asking = new Asking({
      clock: options.clock,
      random: options.random,
      heard: () => this.#loss.heard,
      ask: () => {
        if (options.outlook() !== 'live') this.#asking.stop();
        else options.send({ type: 'listen', connection: null, rendition: options.rendition() });
      },
      onFailed: () => this.#attemptFailed(),
    });
    this.#loss = new Loss({ clock: options.clock, onChange: () => options.onChange() });
  }

  /** The connection whose packets arrive now. */
  get heard(): Connection<TStream> | null {
    return this.#current?.flow === 'flowing' && !this.#loss.lost ? this.#current : null;
  }

  /** Whether sound was heard, or tried for in vain, since it was last wanted. */
  get tried(): boolean {
    return this.#loss.heard || this.#asking.failed > 0;
  }

  /** Whether sound was heard in this broadcast, and no packet has come for 2 s. */
  get lost(): boolean {
    return this.#loss.lost;
  }

  /** Whether that loss is so new that it should be noticed. */
  get alarming(): boolean {
    return this.#loss.alarming;
  }

  /** The stream that is to be on the element: the current connection's, whether packets come or not. */
  get stream(): TStream | null {
    return this.#current?.stream ?? null;
  }

  level(): number {
    return this.#current?.level() ?? 0;
  }

  /** An offer should come by itself; asks when it does not. */
  expect(): void {
    this.#asking.expect();
  }

  /** Asks for the rendition that is wanted now, beside the one that is heard. */
  change(): void {
    if (this.#changing || this.heard === null) return;
    this.#changing = true;
    this.#asking.start();
  }

  offered(offer: Extract<Received<'listener'>, { type: 'offer' }>): void {
    if (offer.connection === this.#current?.id || offer.connection === this.#next?.connection.id) return;
    const replaces = this.#next?.replaces ?? (this.#changing || !this.#asking.active);
    this.#dropNext();
    try {
      this.#next = { connection: this.#open(offer), replaces };
      this.#asking.offered();
    } catch (error) {
      this.#options.onError(error);
      this.#options.send({ type: 'closed', connection: offer.connection });
      this.#asking.fail();
    }
  }

  /** Candidates of connections that are gone are ignored. */
  addCandidate(id: string, candidate: Candidate): void {
    if (this.#current?.id === id) this.#current.addCandidate(candidate);
    if (this.#next?.connection.id === id) this.#next.connection.addCandidate(candidate);
  }

  /** The broadcaster has ended a connection. */
  closedByOther(id: string): void {
    if (this.#next?.connection.id === id) {
      this.#next.connection.close();
      this.#next = null;
      this.#asking.fail();
    } else if (this.#current?.id === id) {
      this.#current.close();
      this.#current = null;
      // Not at once: when a broadcast ends, `off` follows, and when not, everybody would ask at the same moment.
      if (!this.#asking.active) this.#asking.fail();
      this.#reconsider();
    }
  }

  /** There is no room for us now. */
  refused(): void {
    this.#asking.failForLong();
  }

  /** Nobody is there to ask; what plays, plays on. */
  pauseAsking(): void {
    this.#changing = false;
    this.#asking.stop();
  }

  /** Looks at the packets now. */
  check(): void {
    this.#current?.check();
    this.#next?.connection.check();
  }

  /** The broadcast is over, or the person has stopped. */
  rest(): void {
    this.#asking.succeed();
    this.#next?.connection.close();
    this.#current?.close();
    this.#next = null;
    this.#current = null;
    this.#changing = false;
    this.#loss.reset();
  }

  #open(offer: Extract<Received<'listener'>, { type: 'offer' }>): Connection<TStream> {
    const { createPeer, clock, send, onBytes, onError } = this.#options;
    const { connection: id, route, rendition = 'normal', iceServers = this.#options.iceServers() } = offer;
    return new Connection({
      id,
      route,
      rendition,
      offer: offer.sdp,
      iceServers,
      createPeer,
      clock,
      onAnswer: (sdp) => send({ type: 'answer', connection: id, sdp }),
      onCandidate: (candidate) => send({ type: 'candidate', connection: id, candidate }),
      onChange: () => this.#reconsider(),
      onBytes: (bytes) => {
        if (this.#current?.id === id) this.#loss.packets();
        onBytes(bytes);
      },
      onError,
    });
  }

  /** Acts on what the connections tell. Every change of theirs comes through here. */
  #reconsider(): void {
    this.#dropEnded();
    this.#promote();
    this.#settle();
    if (this.#current?.flow === 'stalled') this.#ask();
    this.#options.onChange();
  }

  #dropEnded(): void {
    if (this.#next?.connection.flow === 'ended') {
      this.#dropNext();
      this.#asking.fail();
    }
    if (this.#current?.flow !== 'ended') return;
    this.#dropCurrent();
    this.#ask();
  }

  /** With nothing on the element there is nothing to lose: then the new stream is put on before its first packet. */
  #promote(): void {
    const next = this.#next?.connection;
    if (!next?.stream || (this.#current !== null && !next.proved)) return;
    this.#next = null;
    this.#changing = false;
    const old = this.#current;
    this.#current = next;
    if (old) this.#end(old);
  }

  #settle(): void {
    if (this.#current?.flow !== 'flowing') return;
    // The current connection healed by itself: what was asked for meanwhile is not needed, unless it was asked for to replace it.
    if (this.#changing || this.#next?.replaces) return;
    this.#dropNext();
    this.#asking.succeed();
  }

  #ask(): void {
    const outlook = this.#options.outlook();
    if (outlook === 'live') this.#asking.start();
    // No packets, and the service knows of no broadcast either.
    if (outlook === 'off') this.#dropCurrent();
  }

  #attemptFailed(): void {
    this.#dropNext();
    if (this.#current?.flow === 'opening') this.#dropCurrent();
    if (this.#current?.flow === 'flowing' && !this.#triesOn()) this.#asking.succeed();
    this.#options.onChange();
  }

  #triesOn(): boolean {
    this.#changing &&= this.#asking.failed < changeTries;
    return this.#changing;
  }

  #dropNext(): void {
    const next = this.#next?.connection;
    this.#next = null;
    if (next) this.#end(next);
  }

  #dropCurrent(): void {
    const current = this.#current;
    this.#current = null;
    if (!current) return;
    this.#end(current);
  }

  #end(connection: Connection<TStream>): void {
    connection.close();
    this.#options.send({ type: 'closed', connection: connection.id });
  }
}
