import { monitorEventLoopDelay } from 'node:perf_hooks';

import { IcePort, MediaError } from '@mauzin/media';
import type { ClockPort } from '@mauzin/shared';

import type { ForwardedCounts, RelayProcessStats } from '../contracts.ts';
import type { BeginFailure, FromProcess, ProcessSettings, ToProcess } from '../ipc.ts';
import { StationSound } from './station-sound.ts';

export interface ForwardingOptions {
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  readonly says: (message: FromProcess) => void;
}

const statsEveryMs = 1_000;
/** Problems told in one interval of the figures; a broken phone must not fill the log. */
const mostProblems = 10;
/** How exactly the event loop is watched, ms. */
const loopResolutionMs = 5;

/** All that one process forwards: stations by their slug, behind one UDP port. */
export class Forwarding {
  readonly #options: ForwardingOptions;
  readonly #stations = new Map<string, StationSound>();
  readonly #loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  #ice: IcePort | null = null;
  #heard = 0;
  #problems = 0;
  /** Counts of stations that have left. */
  #before: ForwardedCounts = none;
  #cancelStats: (() => void) | null = null;

  constructor(options: ForwardingOptions) {
    this.#options = options;
  }

  /** Takes the UDP port; messages that come before that are lost. Never rejects: the outcome is told to the main process. */
  async begin({ bindAddress, port, publicAddress }: ProcessSettings): Promise<void> {
    const failed = (reason: BeginFailure, message: string): void =>
      this.#options.says({ type: 'failed', reason, message });
    try {
      const ice = await IcePort.open({
        port,
        ...(bindAddress === undefined ? {} : { bindAddress }),
        ...(publicAddress === undefined ? {} : { publicAddress }),
      });
      if (ice.takenPort !== null) {
        ice.close();
        return failed('port-taken', `UDP port ${ice.takenPort} is taken by another program, or not allowed.`);
      }
      this.#ice = ice;
      this.#loop.enable();
      this.#statsLater();
      return this.#options.says({ type: 'ready', port: ice.port });
    } catch (error) {
      const reason = error instanceof MediaError ? 'address-unavailable' : 'failed';
      return failed(reason, messageOf(error));
    }
  }

  /** One message of the main process. Never throws: what fails stays with its station. */
  handle(message: ToProcess): void {
    if (message.type !== 'begin') this.#heard += 1;
    try {
      this.#handle(message);
    } catch (error) {
      this.#says({
        type: 'problem',
        station: 'station' in message ? message.station : null,
        detail: messageOf(error),
      });
    }
  }

  /** Idempotent. */
  close(): void {
    this.#cancelStats?.();
    this.#loop.disable();
    for (const station of this.#stations.values()) station.close();
    this.#stations.clear();
    this.#ice?.close();
  }

  #handle(message: ToProcess): void {
    switch (message.type) {
      case 'begin':
        void this.begin(message.settings);
        return undefined;
      case 'station':
        return this.#of(message.station)?.handle(message.message);
      case 'tap':
        return this.#of(message.station)?.tap(message.rendition, message.on);
      case 'leave': {
        const station = this.#stations.get(message.station);
        if (station === undefined) return undefined;
        this.#before = sum(this.#before, { ...station.counts(), listeners: 0, uplinks: 0 });
        this.#stations.delete(message.station);
        return station.close();
      }
      default:
        return message satisfies never;
    }
  }

  #of(station: string): StationSound | null {
    const known = this.#stations.get(station);
    if (known || this.#ice === null) return known ?? null;
    const { clock, random } = this.#options;
    const made = new StationSound({
      station,
      ice: this.#ice,
      clock,
      random,
      says: (message) => this.#says(message),
    });
    this.#stations.set(station, made);
    return made;
  }

  #statsLater(): void {
    this.#cancelStats = this.#options.clock.after(statsEveryMs, () => {
      this.#statsLater();
      this.#problems = 0;
      for (const [station, sound] of this.#stations) {
        const listeners = sound.takeGone();
        if (listeners.length > 0) this.#says({ type: 'gone', station, listeners, heard: this.#heard });
      }
      this.#says({ type: 'stats', stats: this.#stats() });
    });
  }

  #stats(): RelayProcessStats {
    let all = this.#before;
    for (const station of this.#stations.values()) all = sum(all, station.counts());
    const longestMs = this.#loop.max / 1e6;
    this.#loop.reset();
    return {
      ...all,
      pid: process.pid,
      port: this.#ice?.port ?? 0,
      rssBytes: process.memoryUsage.rss(),
      // The watch itself wakes up once in `loopResolutionMs`, which is no delay.
      loopDelayMs: Math.max(0, longestMs - loopResolutionMs),
    };
  }

  #says(message: FromProcess): void {
    if (message.type === 'problem') {
      this.#problems += 1;
      if (this.#problems > mostProblems) return;
    }
    this.#options.says(message);
  }
}

const none: ForwardedCounts = {
  listeners: 0,
  uplinks: 0,
  packetsIn: 0,
  packetsOut: 0,
  packetsDropped: 0,
  bytesOut: 0,
};

const sum = (a: ForwardedCounts, b: ForwardedCounts): ForwardedCounts => ({
  listeners: a.listeners + b.listeners,
  uplinks: a.uplinks + b.uplinks,
  packetsIn: a.packetsIn + b.packetsIn,
  packetsOut: a.packetsOut + b.packetsOut,
  packetsDropped: a.packetsDropped + b.packetsDropped,
  bytesOut: a.bytesOut + b.bytesOut,
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
