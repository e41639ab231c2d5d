import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { ServiceClock } from '../../clock.ts';
import type { Refusal } from '../../observe/contracts.ts';
import type { ServiceLimits } from '../../limits.ts';
import { PerAddress } from './per-address.ts';

/** Sockets of one address that may be on the reserve at once, without having shown a key yet. */
const reservePerAddress = 8;

export type Full = Extract<Refusal, 'service-full' | 'address-full'>;

/** What a TCP connection is: it has asked for nothing yet, has asked for an answer, or is a WebSocket (or about to be one, or refused). */
type TcpPlace = 'arriving' | 'http' | 'socket';

/** The place that a socket takes. */
export type SocketSlot =
  | { readonly name: 'common'; readonly address: string }
  /** Taken when all other places are full. The peer must show a broadcaster's key. */
  | { readonly name: 'reserve'; readonly address: string }
  /** The peer has shown a right key, and takes nobody's place. */
  | { readonly name: 'broadcaster' };

/**
 * Counts who has what open and who comes how often, for the whole service and for each address. Every limit here is about
 * listeners and strangers: a broadcaster with a right key always comes in.
 */
export class Gate {
  readonly #limits: ServiceLimits;
  readonly #clock: ServiceClock;
  readonly #guests: PerAddress;
  #sockets = 0;
  #reserve = 0;
  #tcp = 0;
  /** TCP connections with a place for plain requests. */
  #http = 0;
  readonly #places = new WeakMap<Duplex, TcpPlace>();
  /** Whom each connection is answering: of pipelined requests Node does not tell which ended with it. */
  readonly #answers = new WeakMap<Duplex, string[]>();
  /** The addresses of connections that have not asked for anything yet. */
  readonly #arrivals = new WeakMap<Duplex, string>();

  constructor(limits: ServiceLimits, clock: ServiceClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#guests = new PerAddress(limits);
  }

  /** A TCP connection came; counted until it closes. @param address null where all come through one proxy */
  connected(socket: Socket, address: string | null): Full | null {
    const full = this.#tcpFull(address);
    this.#tcp += 1;
    this.#places.set(socket, 'arriving');
    if (address !== null) {
      this.#guests.change(address, 'tcp', 1);
      this.#guests.change(address, 'arriving', 1);
      this.#arrivals.set(socket, address);
    }
    socket.once('close', () => {
      this.#tcp -= 1;
      this.#move(socket, 'socket');
      for (const answered of this.#answers.get(socket) ?? []) this.#guests.change(answered, 'answers', -1);
      this.#answers.delete(socket);
      if (address !== null) this.#guests.change(address, 'tcp', -1);
    });
    return full;
  }

  /**
   * A request of this connection is to be answered: `answered` ends that. The connection keeps a place for requests until it closes, so that
   * these never take the sockets' places.
   */
  answering(connection: Duplex, address: string): Full | null {
    const { httpConnectionsPerAddress, maxHttpConnections } = this.#limits;
    const isNew = this.#places.get(connection) !== 'http';
    if (isNew && this.#http >= maxHttpConnections) return 'service-full';
    if (this.#guests.count(address, 'answers') >= httpConnectionsPerAddress) return 'address-full';
    this.#guests.change(address, 'answers', 1);
    this.#answers.set(connection, [...(this.#answers.get(connection) ?? []), address]);
    this.#move(connection, 'http');
    return null;
  }

  /** Harmless when the connection has closed meanwhile. */
  answered(connection: Duplex, address: string): void {
    const under = this.#answers.get(connection) ?? [];
    const at = under.indexOf(address);
    if (at === -1) return;
    this.#answers.set(connection, under.toSpliced(at, 1));
    this.#guests.change(address, 'answers', -1);
  }

  /** The connection wants to be a socket: whether it may is up to `take`. */
  upgrading(connection: Duplex): void {
    this.#move(connection, 'socket');
  }

  #move(connection: Duplex, to: TcpPlace): void {
    const arrived = this.#arrivals.get(connection);
    if (arrived !== undefined) this.#guests.change(arrived, 'arriving', -1);
    this.#arrivals.delete(connection);
    this.#http += Number(to === 'http') - Number(this.#places.get(connection) === 'http');
    this.#places.set(connection, to);
  }

  /** False: too many plain requests. */
  mayRequest(address: string): boolean {
    return this.#guests.take(address, 'requests', this.#clock.now());
  }

  /** False: too many listeners at once. */
  mayGreet(address: string): boolean {
    return this.#guests.take(address, 'hellos', this.#clock.now());
  }

  /** False: the listeners at this address send too much. */
  maySay(address: string, bytes: number, nowMs: number): boolean {
    return this.#guests.take(address, 'messages', nowMs) && this.#guests.take(address, 'bytes', nowMs, bytes);
  }

  /**
   * A slot for a socket; `leave` it in the end.
   * @param mayBroadcast whether it could be a broadcaster: then there is a reserve
   */
  take(address: string, mayBroadcast: boolean): SocketSlot | Full {
    const full = this.#socketsFull(address) ?? (this.mayRequest(address) ? null : 'address-full');
    if (full === null) {
      this.#sockets += 1;
      this.#guests.change(address, 'sockets', 1);
      return { name: 'common', address };
    }
    const reserved = this.#guests.count(address, 'reserve');
    if (!mayBroadcast || this.#reserve >= this.#limits.broadcasterReserve || reserved >= reservePerAddress)
      return full;
    this.#reserve += 1;
    this.#guests.change(address, 'reserve', 1);
    return { name: 'reserve', address };
  }

  /** Gives a slot back; called once for each slot that was taken. */
  leave(slot: SocketSlot): void {
    if (slot.name === 'broadcaster') return;
    if (slot.name === 'reserve') this.#reserve -= 1;
    else this.#sockets -= 1;
    this.#guests.change(slot.address, slot.name === 'reserve' ? 'reserve' : 'sockets', -1);
  }

  #socketsFull(address: string): Full | null {
    const { connectionsPerAddress, maxConnections } = this.#limits;
    if (this.#sockets >= maxConnections) return 'service-full';
    return this.#guests.count(address, 'sockets') >= connectionsPerAddress ? 'address-full' : null;
  }

  #tcpFull(address: string | null): Full | null {
    const { broadcasterReserve, connectionsPerAddress, maxConnections } = this.#limits;
    const { httpConnectionsPerAddress, maxHttpConnections } = this.#limits;
    const free = maxConnections + broadcasterReserve + maxHttpConnections - this.#tcp;
    if (free <= 0) return 'service-full';
    if (address === null) return null;
    // Who says nothing holds a place for `headersTimeoutMs`: one address never has more of those than are still free.
    if (this.#guests.count(address, 'arriving') >= free) return 'address-full';
    const most =
      Math.min(connectionsPerAddress, maxConnections) + reservePerAddress + httpConnectionsPerAddress;
    return this.#guests.count(address, 'tcp') >= most ? 'address-full' : null;
  }
}
