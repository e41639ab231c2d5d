import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { type Settings, settingsSchema } from '@mauzin/desktop-contract';
import {
  defaultOpusPreset,
  isUsableAccessCode,
  parseFrame,
  pickLanguage,
  type Station,
} from '@mauzin/shared';
import * as v from 'valibot';

import type { SavedPin } from '../lock/pin-lock.ts';
import { writeAtomically } from '../../common/write-atomically.ts';
import {
  type Sealed,
  type SettingsFile,
  seal,
  settingsFileSchema,
  unseal,
  type Vault,
} from './settings-file.ts';

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
 * leaves the old or the new one. A file that cannot be read is set aside and named, never overwritten. Where nothing can be
 * written, everything holds until the app is closed.
 */
export class SettingsStore {
  readonly #options: SettingsStoreOptions;
  readonly #path: string;
  #settings: Settings;
  #insideKey: string;
  #pin: SavedPin | null;
  #setAside: string | null = null;
  #notSaved = false;
  /** A remote key that could not be opened, as it lies in the file: the system's key store may be back next time. */
  #unopened: Sealed | null = null;
  /** The same for an access code, and what stands in for it: a station that is private stays so. */
  #unopenedCode: { readonly sealed: Sealed; readonly standIn: string } | null = null;

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'settings.json');
    const file = this.#read();
    this.#insideKey = (file && unseal(options.vault, file.keys.inside)) ?? options.newKey();
    this.#pin = file?.pin ?? null;
    this.#settings = file ? this.#fromFile(file) : freshSettings(options.firstStation);
    try {
      this.#write();
    } catch {
      // `notSaved` says it: a broadcast needs no settings file.
    }
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Key of the station on the service inside this app; made on first start. */
  get insideKey(): string {
    return this.#insideKey;
  }

  get pin(): SavedPin | null {
    return this.#pin;
  }

  /** Name under which a broken file was set aside, or null. */
  get setAside(): string | null {
    return this.#setAside;
  }

  /** The newest settings could not be written. */
  get notSaved(): boolean {
    return this.#notSaved;
  }

  get keyInPlain(): boolean {
    return this.#options.vault === null;
  }

  /** Takes the change and writes it. Throws the file system's error when it cannot be written. */
  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#write();
  }

  /** As `update`. Null: no PIN is asked for. */
  setPin(pin: SavedPin | null): void {
    this.#pin = pin;
    this.#write();
  }

  #read(): SettingsFile | null {
    try {
      const parsed = parseFrame(settingsFileSchema, readFileSync(this.#path, 'utf8'));
      if (parsed.ok) return parsed.value;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    }
    this.#setFileAside();
    return null;
  }

  #setFileAside(): void {
    const name = `settings.broken-${new Date(this.#options.now()).toISOString().replaceAll(':', '-')}.json`;
    try {
      renameSync(this.#path, join(this.#options.folder, name));
      this.#setAside = name;
    } catch {
      // Then nothing can be written beside it either: it stays as it is.
    }
  }

  #fromFile({ accessCode, keys, pin: _pin, stationLanguages, ...rest }: SettingsFile): Settings {
    const { server, station } = rest;
    const file = {
      ...rest,
      accessCode: this.#openCode(accessCode),
      stationLanguages: stationLanguages ?? [pickLanguage([station.language])],
    };
    if (server.kind === 'inside') return { ...file, server };
    const key = keys.remote === null ? null : unseal(this.#options.vault, keys.remote);
    if (key === null) this.#unopened = keys.remote;
    return { ...file, server: { ...server, key: key ?? unreadableKey } };
  }

  #write(): void {
    const { vault } = this.#options;
    const { accessCode, server, ...settings } = this.#settings;
    const file: SettingsFile = {
      ...settings,
      server:
        server.kind === 'remote'
          ? { kind: 'remote', url: server.url, station: server.station }
          : { kind: 'inside', port: server.port },
      keys: {
        inside: seal(vault, this.#insideKey),
        remote: server.kind === 'remote' ? this.#sealRemote(server.key) : null,
      },
      accessCode: accessCode === null ? null : this.#sealCode(accessCode),
      pin: this.#pin,
    };
    this.#notSaved = true;
    mkdirSync(this.#options.folder, { recursive: true });
    writeAtomically(this.#path, `${JSON.stringify(file, null, 2)}\n`);
    this.#notSaved = false;
  }

  #openCode(sealed: Sealed | null): string | null {
    if (sealed === null) return null;
    const code = unseal(this.#options.vault, sealed);
    if (code !== null && isUsableAccessCode(code)) return code;
    // Nobody knows the stand-in, so nobody is let in by it until another code is set.
    const standIn = this.#options.newKey();
    this.#unopenedCode = { sealed, standIn };
    return standIn;
  }

  #sealCode(code: string): Sealed {
    const unopened = code === this.#unopenedCode?.standIn ? this.#unopenedCode.sealed : null;
    return unopened ?? seal(this.#options.vault, code);
  }

  #sealRemote(key: string): Sealed {
    const unopened = key === unreadableKey ? this.#unopened : null;
    return unopened ?? seal(this.#options.vault, key);
  }
}

/** All else as the schema's defaults say. */
const freshSettings = (station: Station): Settings =>
  v.parse(settingsSchema, {
    version: 1,
    station,
    server: { kind: 'inside', port: defaultPort },
    sources: [],
    preset: defaultOpusPreset,
    language: null,
    stationLanguages: [pickLanguage([station.language])],
  });
