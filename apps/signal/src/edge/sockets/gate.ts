import type { Socket } from 'node:net';

import type { ServiceClock } from '../../clock.ts';
import type { Refusal } from '../../observe/contracts.ts';
import type { ServiceLimits } from '../../limits.ts';
import { PerAddress } from './per-address.ts';

/** Sockets of one address that may be on the reserve at once, without having shown a key yet. */
const reservePerAddress = 8;

export type Full = Extract<Refusal, 'service-full' | 'address-full'>;

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

  constructor(limits: ServiceLimits, clock: ServiceClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#guests = new PerAddress(limits);
  }

  /** A TCP connection came; counted until it closes. @param address null where all come through one proxy */
  connected(socket: Socket, address: string | null): Full | null {
    const full = this.#tcpFull(address);
    this.#tcp += 1;
    if (address !== null) this.#guests.change(address, 'tcp', 1);
    socket.once('close', () => {
      this.#tcp -= 1;
      if (address !== null) this.#guests.change(address, 'tcp', -1);
    });
    return full;
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
  maySay(address: string): boolean {
    return this.#guests.take(address, 'messages', this.#clock.now());
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
    if (this.#tcp >= maxConnections + broadcasterReserve + maxHttpConnections) return 'service-full';
    if (address === null) return null;
    const most =
      Math.min(connectionsPerAddress, maxConnections) + reservePerAddress + httpConnectionsPerAddress;
    return this.#guests.count(address, 'tcp') >= most ? 'address-full' : null;
  }
}
