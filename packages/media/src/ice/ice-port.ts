import { isIP } from 'node:net';

import type { IceServer } from '@mauzin/shared';
import { Audio, type RtcConfig } from 'node-datachannel';

import { MediaError } from '../media-error.ts';
import { NativePeer } from '../native/native-peer.ts';
import { atAddress, hostCandidate, withoutPrefix } from './candidates.ts';
import { freeUdpPort } from './free-udp-port.ts';
import { nativeIceServers } from './ice-servers.ts';

export interface IcePortOptions {
  /** The UDP port that all connections share; `any` takes a free one. */
  readonly port: number | 'any';
  /** The local address to be reachable at; all of the machine's when left out. */
  readonly bindAddress?: string;
  /** An address by which this machine is known outside though it does not have it itself (1:1 NAT, cloud machines). */
  readonly publicAddress?: string;
  /**
   * Use TURN servers from this side too. Each connection has a UDP port of its own then: with a shared one, TURN servers
   * are silently ignored. Rarely needed, since pages use TURN from their side.
   */
  readonly useTurn?: boolean;
}

/**
 * The one UDP port through which all listeners are reached. It is held from opening to closing, so that no other process
 * can take it while nobody listens: gathering on a taken port ends the process, uncatchably.
 */
export class IcePort {
  readonly port: number;
  /** The wanted port, where another program has it and a free one is used instead; else null. */
  readonly takenPort: number | null;
  readonly #options: IcePortOptions;
  readonly #holder: NativePeer;

  private constructor(options: IcePortOptions, port: number, holder: NativePeer) {
    this.#options = options;
    this.#holder = holder;
    this.port = port;
    this.takenPort = options.port === 'any' || options.port === port ? null : options.port;
  }

  /**
   * Takes the port, or a free one when another program has it (see `takenPort`).
   * @throws MediaError `no-udp-port` when the address is none of this machine's, or no port can be had
   */
  static async open(options: IcePortOptions): Promise<IcePort> {
    const { port, bindAddress, publicAddress } = options;
    for (const address of [bindAddress, publicAddress]) {
      if (address !== undefined && isIP(address) === 0) {
        throw new MediaError('no-udp-port', `${address} is not an IP address.`);
      }
    }
    const wanted = port === 'any' ? null : await freeUdpPort(port, bindAddress);
    const free = wanted ?? (await freeUdpPort(0, bindAddress));
    if (free === null) throw new MediaError('no-udp-port', 'No free UDP port could be had for sound.');
    return new IcePort(options, free, await hold(free, bindAddress));
  }

  /**
   * What a new connection through this port is made with.
   * @param ownPort whether the connection has a port of its own, at the same address
   */
  config(iceServers: readonly IceServer[], ownPort = false): RtcConfig {
    const { bindAddress, useTurn = false } = this.#options;
    const shared = sharedPort(this.port, bindAddress);
    const own: RtcConfig = { iceServers: [], disableAutoNegotiation: true };
    const config =
      useTurn || ownPort ? { ...own, ...(bindAddress === undefined ? {} : { bindAddress }) } : shared;
    return { ...config, iceServers: nativeIceServers(iceServers, useTurn) };
  }

  /** A gathered candidate as listeners may know it: as it is, and at the public address where there is one. */
  published(candidate: string): string[] {
    const own = withoutPrefix(candidate);
    const { publicAddress } = this.#options;
    const outside = publicAddress === undefined ? null : atAddress(own, publicAddress);
    return outside === null ? [own] : [own, outside];
  }

  /** A candidate on loopback: on a machine without any network its own pages can still listen. Null where no shared port can answer. */
  loopbackCandidate(): string | null {
    return this.#options.useTurn === true ? null : hostCandidate('127.0.0.1', this.port);
  }

  /** Connections that still use the port keep it until they are closed. Idempotent. */
  close(): void {
    this.#holder.close();
  }
}

/**
 * An idle connection that is never offered to anybody: the native side keeps a shared port open as long as one uses it.
 * (Its listener for a shared port, which looks made for this, does not give the port back.)
 */
function hold(port: number, bindAddress: string | undefined): Promise<NativePeer> {
  return new Promise((resolve) => {
    const peer = new NativePeer('port', sharedPort(port, bindAddress), {
      description: () => undefined,
      candidate: () => undefined,
      gathered: () => resolve(peer),
      state: () => undefined,
      error: () => undefined,
    });
    peer.addTrack(new Audio('audio', 'Inactive'), { open: () => undefined });
    peer.describeLocally('offer');
  });
}

const sharedPort = (port: number, bindAddress: string | undefined): RtcConfig => ({
  iceServers: [],
  disableAutoNegotiation: true,
  enableIceUdpMux: true,
  portRangeBegin: port,
  portRangeEnd: port,
  ...(bindAddress === undefined ? {} : { bindAddress }),
});
