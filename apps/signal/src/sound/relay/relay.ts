import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import type { ClockPort } from '@mauzin/shared';

import type { LiveStreams } from '../../live-streams.ts';
import { LineMeter } from '../../line-meter.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import type { FromRelay, Relay, RelayProcessStats, RelayedStation } from './contracts.ts';
import { forkProcess } from './fork-process.ts';
import type { ProcessSettings } from './ipc.ts';
import { RelayError } from './relay-error.ts';
import { RelaySeats } from './relay-seats.ts';
import { StationAtRelay } from './station-at-relay.ts';
import { RelaySlot } from './relay-slot.ts';
import { UdpProbe } from './udp-probe.ts';

export interface RelayOptions {
  /** UDP port of the first process; the next ones have the next numbers. 0: each takes a free one. */
  readonly port: number;
  /** The local address to bind, or a name that resolves to it; all of the machine's when left out. */
  readonly bindAddress?: string;
  /** The IP address by which this machine is known outside, where none of its own interfaces has it. */
  readonly publicAddress?: string;
  /** Processes that forward sound, at most. */
  readonly maxProcesses: number;
  /** Listeners of one process, of all stations together. */
  readonly maxListeners: number;
  /** Listeners of one station, over all processes. Unless told: four fifths of all seats while there are other stations, else all. */
  readonly maxListenersOfStation?: number;
  /** HTTP live streams open at once, of all stations together. 600 unless told. */
  readonly maxReaders?: number;
  /** The program of one such process, see `relayProgram`. */
  readonly program: string;
  /** Node's own arguments for that program; by default none, so that it never takes this process's debugger port. */
  readonly execArgv?: readonly string[];
  /** Whether this station is relayed at all. By default every one is. */
  readonly relays?: (station: string) => boolean;
  readonly clock: ClockPort;
  readonly logger: ServiceLogger;
}

const defaultMaxReaders = 600;

/** Nothing is started, and no port is held, before it is needed. */
export const createRelay = (options: RelayOptions): Relay => new ProcessRelay(options);

class ProcessRelay implements Relay {
  readonly streams: LiveStreams;
  readonly #options: RelayOptions;
  readonly #slots: readonly RelaySlot[];
  readonly #stations = new Map<string, Opened>();
  readonly #seats: RelaySeats;
  readonly #probe: UdpProbe;
  readonly #lines: LineMeter;
  #hadRoom = true;
  #closing: Promise<void> | null = null;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#lines = new LineMeter(options.clock);
    this.#slots = Array.from({ length: options.maxProcesses }, (_, index) => this.#makeSlot(index));
    const { maxListeners, maxListenersOfStation = null, maxProcesses } = options;
    this.#seats = new RelaySeats(maxProcesses * maxListeners, maxListenersOfStation);
    this.#probe = new UdpProbe(
      options.clock,
      async () => {
        const address = await this.#bindAddress();
        return { port: options.port, ...(address === undefined ? {} : { address }) };
      },
      (isFree) => this.#tellPort(isFree),
    );
    this.streams = this.#makeStreams();
  }

  get isReady(): boolean {
    if (this.#closing) return false;
    if (this.#slots.some((slot) => slot.isUp)) return true;
    return this.#slots[0]?.isIdle === true && this.#probe.isFree;
  }

  async start(): Promise<void> {
    if (this.#closing) throw new RelayError('closed', 'The relay has been closed.');
    await this.#slots[0]?.start();
  }

  openStation(station: string, says: (message: FromRelay) => void): RelayedStation {
    this.#stations.get(station)?.relayed.close();
    const { clock, logger } = this.#options;
    const relayed: StationAtRelay = new StationAtRelay({
      station,
      slots: this.#slots,
      seats: this.#seats,
      clock,
      logger,
      says: (message) => this.#contained(station, () => says(message)),
      onClosed: () => {
        if (this.#stations.get(station)?.relayed === relayed) this.#stations.delete(station);
        this.#followStations();
      },
    });
    this.#stations.set(station, { relayed, tellChanged: () => says({ type: 'changed' }) });
    if (this.#closing) relayed.close();
    this.#followStations();
    return relayed;
  }

  stats(): readonly RelayProcessStats[] {
    return this.#slots.flatMap(({ stats }) => stats ?? []);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const { relayed } of this.#stations.values()) relayed.close();
    await Promise.all([this.#probe.settled(), ...this.#slots.map((slot) => slot.close())]);
  }

  /** Logs whether the UDP port is free before anybody needs it, so that an admin hears of a taken one in time. */
  #tellPort(isFree: boolean): void {
    const { logger, port } = this.#options;
    if (isFree) logger.info({ port }, 'the relay’s UDP port is free again');
    else logger.warn({ port }, 'the relay’s UDP port cannot be had');
  }

  #makeSlot(index: number): RelaySlot {
    const { clock, execArgv = [], logger, maxListeners, program } = this.#options;
    const slot: RelaySlot = new RelaySlot({
      index,
      maxListeners,
      clock,
      lines: this.#lines,
      logger,
      fork: (events) => forkProcess({ program, execArgv, ...events }),
      settings: () => this.#settings(index),
      onMessage: (message) => {
        this.#contained(message.station, () =>
          this.#stations.get(message.station)?.relayed.hear(slot, message),
        );
      },
      onLost: (began) => {
        if (index === 0 && !began) this.#probe.doubt();
        // First, or stations would send their lost listeners back to a relay that can only refuse them.
        this.#tellRoom();
        for (const [station, { relayed }] of this.#stations)
          this.#contained(station, () => relayed.lose(slot));
      },
      onChange: () => this.#followRoom(),
    });
    return slot;
  }

  async #settings(index: number): Promise<ProcessSettings> {
    const { port, publicAddress } = this.#options;
    // The probe may hold this very port for a moment.
    if (index === 0) await this.#probe.settled();
    const bindAddress = await this.#bindAddress();
    return {
      port: port === 0 ? 'any' : port + index,
      ...(bindAddress === undefined ? {} : { bindAddress }),
      ...(publicAddress === undefined ? {} : { publicAddress }),
    };
  }

  async #bindAddress(): Promise<string | undefined> {
    const { bindAddress } = this.#options;
    if (bindAddress === undefined || isIP(bindAddress) !== 0) return bindAddress;
    try {
      return (await lookup(bindAddress)).address;
    } catch {
      throw new RelayError('address-unavailable', `The address of ${bindAddress} cannot be found out.`);
    }
  }

  #followRoom(): void {
    if (this.#closing) return;
    for (const [station, { relayed }] of this.#stations)
      this.#contained(station, () => relayed.roomChanged());
    this.#tellRoom();
  }

  /** What one station may have depends on whether it is alone. */
  #followStations(): void {
    const wasAlone = this.#seats.stations <= 1;
    this.#seats.stations = this.#stations.size;
    if (this.#closing || wasAlone === this.#stations.size <= 1) return;
    for (const [station, { tellChanged }] of this.#stations)
      queueMicrotask(() => this.#contained(station, tellChanged));
  }

  /** Tells the stations whether the relay would take one more listener, if that has changed. */
  #tellRoom(): void {
    const hasRoom = this.#slots.some((slot) => slot.hasRoom);
    if (this.#closing || hasRoom === this.#hadRoom) return;
    this.#hadRoom = hasRoom;
    for (const [station, { tellChanged }] of this.#stations) this.#contained(station, tellChanged);
  }

  #makeStreams(): LiveStreams {
    const { maxReaders = defaultMaxReaders, relays = () => true } = this.#options;
    return {
      route: 'relay',
      available: relays,
      open: (wish, sink) => {
        let readers = 0;
        for (const { relayed } of this.#stations.values()) readers += relayed.readers;
        if (readers >= maxReaders) return null;
        return this.#stations.get(wish.station)?.relayed.openStream(wish, sink) ?? null;
      },
    };
  }

  /** Runs a station's part: an error of ours at one station must not reach the others. */
  #contained(station: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#options.logger.error({ station, err: error }, 'a relay message failed');
    }
  }
}

interface Opened {
  readonly relayed: StationAtRelay;
  readonly tellChanged: () => void;
}
