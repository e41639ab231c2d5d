import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { defaultOpusPreset, parseFrame, type Settings, type Station } from '@mauzin/shared';

import { type SettingsFile, seal, settingsFileSchema, unseal, type Vault } from './settings-file.ts';

export interface SettingsStoreOptions {
  readonly folder: string;
  readonly vault: Vault | null;
  /** Epoch ms, for the name under which a broken file is set aside. */
  readonly now: () => number;
  /** A new broadcaster key. */
  readonly newKey: () => string;
  /** The station of a fresh install: a mosque that has not given its name yet. */
  readonly firstStation: Station;
}

const defaultPort = 8080;
/** Sent when a remote key can no longer be read: the service answers that it is wrong, which says what to do. */
const unreadableKey = 'unreadable';

/**
 * What the app remembers, in `settings.json`. Written whole to a temporary file and moved into place, so that a power cut
 * leaves the old or the new one. A file that cannot be read is set aside and named, never overwritten.
 */
export class SettingsStore {
  readonly #options: SettingsStoreOptions;
  readonly #path: string;
  #settings: Settings;
  #insideKey: string;
  #setAside: string | null = null;

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'settings.json');
    mkdirSync(options.folder, { recursive: true });
    const file = this.#read();
    this.#insideKey = (file && unseal(options.vault, file.keys.inside)) ?? options.newKey();
    this.#settings = file ? this.#fromFile(file) : freshSettings(options.firstStation);
    this.#write();
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Key of the station on the service inside this app; made on first start. */
  get insideKey(): string {
    return this.#insideKey;
  }

  /** Name under which a broken file was set aside, or null. */
  get setAside(): string | null {
    return this.#setAside;
  }

  get keyInPlain(): boolean {
    return this.#options.vault === null;
  }

  /** Takes the change and writes it. Throws the file system's error when it cannot be written. */
  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#write();
  }

  #read(): SettingsFile | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    const parsed = parseFrame(settingsFileSchema, text);
    if (parsed.ok) return parsed.value;
    this.#setAside = `settings.broken-${new Date(this.#options.now()).toISOString().replaceAll(':', '-')}.json`;
    renameSync(this.#path, join(this.#options.folder, this.#setAside));
    return null;
  }

  #fromFile({ keys, ...file }: SettingsFile): Settings {
    const { server } = file;
    if (server.kind === 'inside') return { ...file, server };
    const key = keys.remote === null ? null : unseal(this.#options.vault, keys.remote);
    return { ...file, server: { ...server, key: key ?? unreadableKey } };
  }

  #write(): void {
    const { vault } = this.#options;
    const { server, ...settings } = this.#settings;
    const remoteKey = server.kind === 'remote' ? server.key : null;
    const file: SettingsFile = {
      ...settings,
      server:
        server.kind === 'remote'
          ? { kind: 'remote', url: server.url, station: server.station }
          : { kind: 'inside', port: server.port },
      keys: {
        inside: seal(vault, this.#insideKey),
        remote: remoteKey === null ? null : seal(vault, remoteKey),
      },
    };
    writeAtomically(this.#path, `${JSON.stringify(file, null, 2)}\n`);
  }
}

const freshSettings = (station: Station): Settings => ({
  version: 1,
  station,
  server: { kind: 'inside', port: defaultPort },
  sources: [],
  preset: defaultOpusPreset,
  language: null,
});

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.new`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flush: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true, recursive: true });
    throw error;
  }
}
