import { Guard } from '../access/guard.ts';
import type { ServiceSettings } from '../options.ts';
import { StationHost } from '../room/station-host.ts';

/** The stations of a directory at work, each made when somebody first asks for it. */
export class StationHosts {
  readonly #settings: ServiceSettings;
  readonly #guard = new Guard();
  readonly #hosts = new Map<string, StationHost>();

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
  }

  /** Those that somebody has asked for. */
  open(): readonly StationHost[] {
    return [...this.#hosts.values()];
  }

  /** Null when there is no such station. */
  get(slug: string): StationHost | null {
    const open = this.#hosts.get(slug);
    if (open) return open;
    const config = this.#settings.stations.get(slug);
    if (!config) return null;
    const host = new StationHost(config, this.#settings, this.#guard);
    this.#hosts.set(slug, host);
    return host;
  }

  /** Idempotent. */
  close(): void {
    for (const host of this.#hosts.values()) host.close();
  }
}
