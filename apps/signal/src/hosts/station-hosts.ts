import { Guard } from '../access/guard.ts';
import { StationHost, type StationHostSettings } from './station-host.ts';
import type { StationConfig, StationDirectory } from '../store/stations/contracts.ts';

export interface HostsSettings extends StationHostSettings {
  readonly stations: StationDirectory;
}

/** The stations of a directory at work, each made when somebody first asks for it. */
export class StationHosts {
  readonly #settings: HostsSettings;
  readonly #guard = new Guard();
  readonly #hosts = new Map<string, StationHost>();
  readonly #reviewStreams: (slug: string) => void;
  readonly #hearNoMore: () => void;

  /** @param reviewStreams see `StationHost` */
  constructor(settings: HostsSettings, reviewStreams: (slug: string) => void) {
    this.#settings = settings;
    this.#reviewStreams = reviewStreams;
    this.#hearNoMore = settings.stations.onChange((slugs) => slugs.forEach((slug) => this.#changed(slug)));
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
    const host = new StationHost(config, this.#settings, this.#guard, () => this.#reviewStreams(slug));
    this.#hosts.set(slug, host);
    return host;
  }

  /** Idempotent. */
  close(): void {
    this.#hearNoMore();
    for (const host of this.#hosts.values()) host.close();
  }

  #changed(slug: string): void {
    const host = this.#hosts.get(slug);
    if (!host) return undefined;
    const config = this.#settings.stations.get(slug);
    if (config && isRelayed(config) === isRelayed(host.config)) return host.change(config);
    // With a relay or without, its listeners' ways are other ones: they all come anew, and what they hear goes on meanwhile.
    this.#hosts.delete(slug);
    return host.end(config ? 'restarting' : 'unknown-station');
  }
}

const isRelayed = ({ settings }: StationConfig): boolean => settings?.relay !== false;
