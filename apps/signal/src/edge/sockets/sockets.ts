import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { type WebSocket, WebSocketServer } from 'ws';

import type { StationHost } from '../../hosts/station-host.ts';
import type { AddressOf } from './address-of.ts';
import { comeBackInMs } from './farewell.ts';
import type { Gate, SocketSlot } from './gate.ts';
import { OneTurn } from './one-turn.ts';
import { type House, SocketLink, type SocketLinkSettings } from './socket-link.ts';
import { judgeUpgrade, refusePlainly, type UpgradeRefusal } from './upgrade.ts';

export interface SocketsSettings extends SocketLinkSettings {
  readonly addressOf: AddressOf;
  /** Pages of these origins may connect, besides the service's own. */
  readonly allowedOrigins: readonly string[];
  /** 0..1 */
  readonly random: () => number;
}

export interface SocketsOptions {
  readonly settings: SocketsSettings;
  readonly gate: Gate;
  readonly findStation: (slug: string) => StationHost | null;
}

/** All WebSockets of a service: who gets one, who is still there, and how they are sent away. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server: WebSocketServer;
  readonly #connections = new Map<SocketLink, Duplex>();
  readonly #turn = new OneTurn();
  readonly #house: House;
  #allGone = (): void => undefined;
  #nextId = 1;
  #bytesOfClosed = 0;
  #cancelBeat: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#house = {
      ...options,
      gather: (connection) => this.#gather(connection),
      onClosed: (connection) => this.#closed(connection),
    };
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: options.settings.limits.messageBytes,
      perMessageDeflate: false,
      // Answered by the link, which counts them.
      autoPong: false,
    });
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Bytes handed to the system so far, or waiting for that. */
  get bytesOut(): number {
    return [...this.#connections.values()].reduce(
      (sum, socket) => sum + bytesOf(socket),
      this.#bytesOfClosed,
    );
  }

  /** Asks everybody for a sign of life, from now on. */
  start(): void {
    const { clock, limits } = this.#options.settings;
    this.#cancelBeat = clock.after(limits.pingEveryMs, () => {
      for (const connection of this.#connections.keys()) connection.beat();
      this.start();
    });
  }

  /** An HTTP request that wants to be a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { gate, settings } = this.#options;
    const address = settings.addressOf(request);
    const refusal = this.#closing ? 'restarting' : judgeUpgrade(request, settings.allowedOrigins);
    if (refusal !== null) return this.#refuse(socket, refusal);
    // Pages always say where they are from, and never broadcast.
    const slot = gate.take(address, request.headers.origin === undefined);
    if (typeof slot === 'string') return this.#refuse(socket, slot);
    const noSocket = (): void => gate.leave(slot);
    socket.once('close', noSocket);
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      socket.off('close', noSocket);
      this.#accept(accepted, socket, address, slot);
    });
    return undefined;
  }

  /**
   * Tells everybody when to come back (1012), broadcasters first. Idempotent; resolves when nobody is left.
   * @param beforeTheyGo called once it is known who is here, and before anybody is told
   */
  close(beforeTheyGo: () => void): Promise<void> {
    this.#closing ??= this.#close(beforeTheyGo);
    return this.#closing;
  }

  async #close(beforeTheyGo: () => void): Promise<void> {
    const { clock, limits, random } = this.#options.settings;
    this.#cancelBeat?.();
    const connections = [...this.#connections.keys()];
    const leavers = connections.map((connection) => ({
      connection,
      role: connection.role ?? ('listener' as const),
      isRelayed: connection.isRelayed,
    }));
    const others = leavers.filter(({ isRelayed, role }) => role === 'listener' && !isRelayed).length;
    beforeTheyGo();
    const isFirst = ({ role }: { role: string }): boolean => role === 'broadcaster';
    for (const leaver of [...leavers.filter(isFirst), ...leavers.filter((one) => !isFirst(one))])
      leaver.connection.end('restarting', undefined, comeBackInMs(leaver, others, random()));
    const cancel = clock.after(limits.goodbyeMs, () => {
      for (const connection of this.#connections.keys()) connection.terminate();
    });
    await new Promise<void>((resolve) => {
      this.#allGone = resolve;
      if (this.size === 0) resolve();
    });
    cancel();
    this.#server.close();
  }

  #refuse(socket: Duplex, refusal: UpgradeRefusal): void {
    const { logger, observer } = this.#options.settings;
    logger.debug({ refusal }, 'upgrade refused');
    if (refusal !== 'restarting') observer.refused(refusal);
    refusePlainly(socket, refusal);
  }

  #accept(accepted: WebSocket, socket: Duplex, address: string, slot: SocketSlot): void {
    const connection = new SocketLink({ id: this.#nextId++, socket: accepted, address, slot }, this.#house);
    this.#connections.set(connection, socket);
    // The service may have begun to close since the last check.
    if (this.#closing) connection.end('restarting');
  }

  #gather(connection: SocketLink): void {
    const socket = this.#connections.get(connection);
    if (socket) this.#turn.gather(socket);
  }

  #closed(connection: SocketLink): void {
    const socket = this.#connections.get(connection);
    if (!this.#connections.delete(connection) || !socket) return;
    this.#bytesOfClosed += bytesOf(socket);
    if (this.size === 0) this.#allGone();
  }
}

const bytesOf = (socket: Duplex): number => (socket instanceof Socket ? socket.bytesWritten : 0);
