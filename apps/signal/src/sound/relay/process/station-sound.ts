import { randomBytes } from 'node:crypto';

import { Broadcaster, FanOut, type FanOutStats, type IcePort, withCandidates } from '@mauzin/media';
import { type ClockPort, type Rendition } from '@mauzin/shared';

import type { ForwardedCounts, HearsOfListener, ToRelay } from '../contracts.ts';
import type { FromProcess } from '../ipc.ts';
import { PacketTap } from './packet-tap.ts';
import { RenditionBridge } from './rendition-bridge.ts';
import { Uplink } from './uplink.ts';

export interface StationSoundOptions {
  readonly station: string;
  readonly ice: IcePort;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly says: (message: FromProcess) => void;
}

/** One rendition on its way through. */
interface Line {
  readonly fanOut: FanOut;
  readonly uplink: Uplink;
  readonly tap: PacketTap;
}

/** One station in this process: an uplink and a fan-out for each rendition, and a broadcaster for those who listen to them. */
export class StationSound {
  readonly #options: StationSoundOptions;
  readonly #lines: Readonly<Record<Rendition, Line>>;
  readonly #broadcaster: Broadcaster;
  /** Listeners that have asked for sound and were not reported gone yet, uplinks of other processes among them. */
  readonly #listeners = new Set<string>();
  readonly #inner = new Set<string>();
  /** Normal sound for those who want the saver, where the station has none. */
  #bridge: RenditionBridge | null = null;

  constructor(options: StationSoundOptions) {
    this.#options = options;
    const { clock, ice } = options;
    this.#lines = { normal: this.#makeLine('normal'), saver: this.#makeLine('saver') };
    this.#broadcaster = new Broadcaster({
      fanOut: this.#lines.normal.fanOut,
      saver: this.#lines.saver.fanOut,
      ice,
      clock,
      // The main process counts over all stations, and sends no listener for whom there is no room.
      maxOutlets: Number.MAX_SAFE_INTEGER,
      signal: {
        send: (message) => {
          if ('listener' in message) this.#says({ type: 'to-listener', message });
          return true;
        },
      },
      onChange: () => undefined,
      onError: (error) => this.#problem(error),
      newConnectionId: () => `relay-${randomBytes(12).toString('hex')}`,
    });
    this.#broadcaster.goLive();
  }

  /** One message of the room. Never throws. */
  handle(message: ToRelay): void {
    switch (message.type) {
      case 'of-listener':
        this.#note(message.message);
        return this.#hear(message.message);
      case 'of-broadcaster':
        return this.#lines[message.rendition].uplink.hear(message.message);
      case 'uplink':
        this.#lines[message.rendition].uplink.want(message.wanted);
        return this.#bridgeSaver();
      default:
        return message satisfies never;
    }
  }

  /** Begins to hand the packets of a rendition to the main process, or stops it. Idempotent. */
  tap(rendition: Rendition, on: boolean): void {
    const { fanOut, tap } = this.#lines[rendition];
    if (!on) fanOut.removeOutlet(tap.id);
    else if (!fanOut.outlets.has(tap.id)) fanOut.addOutlet(tap);
  }

  /** Returns the listeners that went since the last call: they want nothing, and have no connection. */
  takeGone(): string[] {
    const gone = [...this.#listeners].filter((listener) => !this.#broadcaster.knows(listener));
    for (const listener of gone) {
      this.#listeners.delete(listener);
      this.#inner.delete(listener);
    }
    return gone;
  }

  counts(): ForwardedCounts {
    const lines = Object.values(this.#lines);
    const all = lines.map(({ fanOut }) => fanOut.stats());
    const sum = (of: (stats: FanOutStats) => number): number =>
      all.reduce((total, stats) => total + of(stats), 0);
    return {
      listeners: this.#listeners.size - this.#inner.size,
      uplinks: lines.filter(({ uplink }) => uplink.isWanted).length,
      packetsIn: lines.reduce((total, { uplink }) => total + uplink.packets, 0),
      packetsOut: sum((stats) => stats.packetsOut),
      packetsDropped: sum(
        ({ dropped }) => dropped.padding + dropped.duplicate + dropped.late + dropped.malformed,
      ),
      bytesOut: sum((stats) => stats.bytesOut),
    };
  }

  /** Idempotent. */
  close(): void {
    this.#broadcaster.close();
    for (const { fanOut, uplink } of Object.values(this.#lines)) {
      uplink.close();
      fanOut.close();
    }
  }

  /** Feeds the saver from normal sound, until the saver's own uplink brings packets and the fan-out closes the bridge. */
  #bridgeSaver(): void {
    const { normal, saver } = this.#lines;
    const isNeeded = normal.uplink.isWanted && !saver.uplink.isWanted;
    if (isNeeded && this.#bridge?.isOpen !== true) {
      if (this.#bridge) normal.fanOut.removeOutlet(this.#bridge.outlet.id);
      this.#bridge = new RenditionBridge(saver.fanOut);
      saver.fanOut.setSource(this.#bridge.source);
      normal.fanOut.addOutlet(this.#bridge.outlet);
    } else if (!normal.uplink.isWanted && this.#bridge) {
      normal.fanOut.removeOutlet(this.#bridge.outlet.id);
      this.#bridge = null;
      if (!saver.uplink.isWanted) saver.fanOut.clearSource();
    }
  }

  #makeLine(rendition: Rendition): Line {
    const { clock, ice, random, says, station } = this.#options;
    const fanOut = new FanOut({
      clock,
      random,
      onEvent: (event) => {
        if (event.type === 'outlet-failed') this.#problem(event.error);
      },
    });
    const uplink = new Uplink({
      rendition,
      fanOut,
      ice,
      clock,
      random,
      says: (message) => this.#says({ type: 'to-broadcaster', rendition, message }),
      onFlow: (flows) => this.#says({ type: 'flow', rendition, flows }),
      onError: (error) => this.#problem(error),
    });
    const tap = new PacketTap((packet) => says({ type: 'packet', station, rendition, packet }));
    return { fanOut, uplink, tap };
  }

  /**
   * Candidates of listeners from outside are dropped. Anybody can be a listener, and could name somebody else's address as its own: this
   * process would send checks there (RFC 8445 §19.5.1), and look names up. It offers its own address, so it can wait for listeners to call.
   */
  #hear(message: HearsOfListener): void {
    const isOurs = this.#inner.has(message.listener);
    if (isOurs) return this.#broadcaster.receive(message);
    if (message.type === 'candidate') return undefined;
    return this.#broadcaster.receive(
      message.type === 'answer' ? { ...message, sdp: withCandidates(message.sdp, () => false) } : message,
    );
  }

  #note(message: HearsOfListener): void {
    if (message.type !== 'listen') return;
    this.#listeners.add(message.listener);
    if (message.uplink === true) this.#inner.add(message.listener);
  }

  #says(message: Extract<FromProcess, { type: 'station' }>['message']): void {
    this.#options.says({ type: 'station', station: this.#options.station, message });
  }

  #problem(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    this.#options.says({ type: 'problem', station: this.#options.station, detail });
  }
}
