import type { Route } from '@mauzin/shared';
import type { FakeSocket } from '@mauzin/shared/testing';

import { Rig } from './rig.ts';
import type { FakePeer } from './fake-peer.ts';

/** There and back over the network, ms. */
const roundTripMs = 60;
/** When the first packet of a connection attempt is repeated, ms after it (RFC 6298: 1 s, doubled). */
const synAtMs = [0, 1_000, 3_000, 7_000];
/** From a service's start until its relay has a station's sound again, once the broadcaster is back, ms. */
const relayReadyMs = 600;
/** The sending side gives a connection up after so long without an answer, ms. */
const givenUpMs = 27_000;

/**
 * How long Chromium holds a page's next socket back (its WebSocketThrottler): nothing to speak of up to ten that failed within
 * the last minutes, and up to 5 s from 16 on.
 */
function heldBackMs(failed: number, succeeded: number, random: number): number {
  return ((1_000 + 4_000 * random) * 2 ** Math.min(Math.floor(failed / (succeeded + 1)), 16)) / 65_536;
}

/**
 * A page, its network and a station on the air, by fakes that behave as the real ones do: what is sent while the network is
 * away is gone, and nobody says so; a socket that lived through it stays dead; a connection heals unless the address changed.
 */
export class World extends Rig {
  #up = true;
  /** Whether the browser says that the network is gone. */
  #told = false;
  #address = 0;
  #cutAt = 0;
  #connections = 0;
  /** By which sound is offered. What the service relays ends with it. */
  readonly #route: Route;
  /** The service is there. */
  #serving = true;
  /** It knows of the broadcast, and has its sound. */
  #live = true;
  #waiting: FakeSocket<'listener'>[] = [];
  #probes = 0;
  /** It was started anew. */
  #isNew = false;
  readonly #random: number;
  readonly #addresses = new Map<object, number>();
  #openedAt: readonly number[] = [];
  #welcomedAt: readonly number[] = [];

  constructor(random = 0.5, route: Route = 'direct') {
    super({
      random: () => random,
      networkThere: () => this.#up || !this.#told,
      probe: () => this.#probe(),
    });
    this.#route = route;
    this.#random = random;
    this.onSocket = (socket) => this.#dial(socket);
  }

  /** Opens the page and taps; returns when sound is heard. */
  async listen(): Promise<void> {
    this.session.start();
    this.session.listen();
    await this.clock.pass(3_000);
  }

  /** The network is gone, without a word unless the browser is `told` (which then says when it is back, too). */
  cut({ told = false } = {}): void {
    this.#up = false;
    this.#told = told;
    this.#cutAt = this.clock.now();
    for (const socket of this.sockets) socket.alive = false;
    for (const peer of this.peers) peer.dry();
  }

  /** It is back. */
  restore({ newAddress = false } = {}): void {
    this.#up = true;
    if (newAddress) this.#address += 1;
    if (this.#told) this.session.wake(true);
    if (this.clock.now() - this.#cutAt >= givenUpMs) return;
    for (const peer of this.peers) {
      if (peer.opened && this.#addresses.get(peer) === this.#address) this.clock.after(70, () => peer.flow());
    }
  }

  /** The service ends as it should: it says so, closes its sockets, and refuses who comes. What it relays ends with it. */
  endService(): void {
    this.#serving = false;
    this.#live = false;
    for (const socket of this.sockets) {
      if (!socket.alive || socket.closed) continue;
      socket.alive = false;
      socket.deliver({ type: 'error', code: 'restarting', retryInMs: Math.round(1_000 * this.#random) });
      socket.lose(1012);
    }
    for (const peer of this.peers) if (this.#route === 'relay' && !peer.destroyed) peer.dry();
  }

  /** Another instance is there; the broadcaster is back with it so much later. */
  startService(broadcasterBackMs: number): void {
    this.#serving = true;
    this.#isNew = true;
    this.clock.after(broadcasterBackMs, () => {
      this.#live = true;
      for (const socket of this.sockets) if (socket.alive) socket.deliver({ type: 'live', onAirMs: 60_000 });
      this.clock.after(relayReadyMs, () => {
        for (const socket of this.#waiting.splice(0)) this.#offer(socket);
      });
    });
  }

  /** How often the service was looked for, by sockets and by plain requests. */
  get attempts(): number {
    return this.sockets.length + this.#probes;
  }

  /** Until sound is heard again, ms. */
  async untilHeard(atMostMs: number): Promise<number> {
    const since = this.clock.now();
    while (this.state !== 'playing') {
      if (this.clock.now() - since > atMostMs) return Infinity;
      await this.clock.pass(20);
    }
    return this.clock.now() - since;
  }

  #dial(socket: FakeSocket<'listener'>): void {
    socket.alive = false;
    socket.onSend = (message) => {
      if (!socket.alive) return;
      if (message.type === 'listen') this.#offer(socket);
      if (message.type === 'hello') {
        this.#answer(socket, () => {
          this.#welcomedAt = [...this.#welcomedAt, this.clock.now()];
          this.greet(socket, this.#live ? 'live' : 'off');
          // Of a new instance no relayed connection is known, whatever is said to be held.
          const isHeld = message.connection !== null && (message.route !== 'relay' || !this.#isNew);
          if (!message.listening || isHeld) return;
          if (this.#live) this.#offer(socket);
          else this.#waiting.push(socket);
        });
      }
    };
    const heldMs = this.#heldBackMs();
    if (!this.#serving) return void this.clock.after(heldMs + roundTripMs, () => socket.lose());
    if (!this.#up && this.#told) return void this.clock.after(heldMs + 1, () => socket.lose());
    for (const at of synAtMs) this.clock.after(heldMs + at, () => this.#syn(socket));
  }

  /** A plain request, which no browser holds back. */
  #probe(): Promise<boolean> {
    this.#probes += 1;
    return new Promise((resolve, reject) => {
      if (!this.#up && this.#told)
        return void this.clock.after(1, () => reject(new TypeError('Failed to fetch')));
      for (const at of synAtMs) {
        this.clock.after(at, () => {
          if (this.#up) this.clock.after(roundTripMs * 2, () => resolve(this.#serving));
        });
      }
    });
  }

  #heldBackMs(): number {
    const recent = (at: number): boolean => at > this.clock.now() - 240_000;
    const succeeded = this.#welcomedAt.filter(recent).length;
    const failed = this.#openedAt.filter(recent).length - succeeded;
    this.#openedAt = [...this.#openedAt, this.clock.now()];
    return heldBackMs(failed, succeeded, this.#random);
  }

  #syn(socket: FakeSocket<'listener'>): void {
    if (!this.#up || socket.alive || socket.closed) return;
    socket.alive = true;
    // TCP's and the upgrade's.
    this.clock.after(roundTripMs * 2, () => {
      if (socket.alive) socket.open();
    });
  }

  #offer(socket: FakeSocket<'listener'>): void {
    this.#answer(socket, () => {
      this.#connections += 1;
      const id = `c${String(this.#connections)}`;
      socket.deliver({ type: 'offer', connection: id, route: this.#route, sdp: id });
      const peer = this.peers[this.peers.length - 1];
      if (peer?.options.offer === id) this.#connect(peer);
    });
  }

  /** ICE tries again and again; then DTLS. */
  #connect(peer: FakePeer): void {
    this.#addresses.set(peer, this.#address);
    const attempt = (): void => {
      if (peer.destroyed) return;
      if (this.#up && this.#addresses.get(peer) === this.#address) peer.connect();
      else this.clock.after(200, attempt);
    };
    this.clock.after(roundTripMs * 3, attempt);
  }

  #answer(socket: FakeSocket<'listener'>, act: () => void): void {
    this.clock.after(roundTripMs, () => {
      if (socket.alive && !socket.closed) act();
    });
  }
}
