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
import { Secrets, type SecretsOptions } from './secrets.ts';
import { type SettingsFile, settingsFileSchema } from './settings-file.ts';

export interface SettingsStoreOptions {
  readonly folder: string;
  readonly vault: SecretsOptions['vault'];
  /** Epoch ms, for the name under which a broken file is set aside. */
  readonly now: () => number;
  /** A new broadcaster key. */
  readonly newKey: () => string;
  /** The station of a fresh install: a mosque that has not given its name yet. */
  readonly firstStation: Station;
}

const defaultPort = 8080;
/** Sent when a remote key can no longer be read: the service answers that it is wrong, which says what to do. While it waits for the key store nothing is sent. */
const unreadableKey = 'unreadable';

/**
 * What the app remembers, in `settings.json`. Written whole to a temporary file and moved into place, so that a power cut
 * leaves the old or the new one. A file that cannot be read is set aside and named, never overwritten. Where nothing can be
 * written, everything holds until the app is closed.
 */
export class SettingsStore {
  readonly #options: SettingsStoreOptions;
  readonly #path: string;
  readonly #secrets: Secrets;
  #settings: Settings;
  #insideKey: string;
  /** Stands in for an access code that is not known: nobody is let in by it, so a station that is private stays so. */
  readonly #codeOfNobody: string;
  #pin: SavedPin | null;
  #setAside: string | null = null;
  #writeFailed = false;
  #goesOnWithout = false;
  /** The key store has answered, and what it could open is among the settings. Never rejects. */
  readonly opened: Promise<void>;

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'settings.json');
    const file = this.#read();
    this.#secrets = new Secrets({
      vault: options.vault,
      sealed: { ...(file?.keys ?? { inside: null, remote: null }), accessCode: file?.accessCode ?? null },
      onSealed: () => this.#tryToWrite(),
    });
    this.#insideKey = this.#secrets.text('inside') ?? options.newKey();
    this.#codeOfNobody = options.newKey();
    this.#pin = file?.pin ?? null;
    this.#settings = file ? this.#fromFile(file) : freshSettings(options.firstStation);
    this.#keepInsideKey();
    this.opened = this.#secrets.opened.then(() => this.#takeOpened());
    this.#tryToWrite();
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

  /** The newest settings could not be written, or not sealed. */
  get notSaved(): boolean {
    return this.#writeFailed || (this.#goesOnWithout && this.#secrets.unsaved);
  }

  get keyInPlain(): boolean {
    return this.#secrets.inPlain;
  }

  /** The key store has kept us waiting for too long, and still does. */
  get keyStoreLocked(): boolean {
    return this.#goesOnWithout && this.#secrets.waits;
  }

  /** Everything is known that the station is served with; or it can be served without. */
  get mayServe(): boolean {
    if (!this.#secrets.waits) return true;
    return this.#settings.server.kind === 'remote'
      ? !this.#secrets.isClosed('remote')
      : this.#goesOnWithout || !(this.#secrets.isClosed('inside') || this.#secrets.isClosed('accessCode'));
  }

  /** Waits for the key store no longer. The station inside has a key of its own until the next start; a server is only met with its key. */
  goOnWithout(): void {
    this.#goesOnWithout = true;
  }

  /** Takes the change and writes it. Throws the file system's error when it cannot be written. */
  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#keepSecrets();
    this.#write();
  }

  /** As `update`. Null: no PIN is asked for. */
  setPin(pin: SavedPin | null): void {
    this.#pin = pin;
    this.#write();
  }

  /** Resolves when everything has been sealed and written that could be. */
  async sealed(): Promise<void> {
    await this.opened;
    await this.#secrets.sealed();
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

  #fromFile({
    accessCode: _code,
    keys: _keys,
    pin: _pin,
    stationLanguages,
    ...rest
  }: SettingsFile): Settings {
    const { server, station } = rest;
    return {
      ...rest,
      accessCode: this.#code,
      stationLanguages: stationLanguages ?? [pickLanguage([station.language])],
      server: server.kind === 'inside' ? server : { ...server, key: this.#remoteKey },
    };
  }

  get #remoteKey(): string {
    return this.#secrets.text('remote') ?? unreadableKey;
  }

  get #code(): string | null {
    if (this.#secrets.isClosed('accessCode')) return this.#codeOfNobody;
    const code = this.#secrets.text('accessCode');
    return code === null || isUsableAccessCode(code) ? code : this.#codeOfNobody;
  }

  /** What the key store has opened takes the place of what stood in for it; what a person has changed since then stays. */
  #takeOpened(): void {
    const { accessCode, server } = this.#settings;
    const insideKey = this.#secrets.text('inside');
    // A key that the station is served with already is not changed: that would end it for everybody.
    if (insideKey !== null && !this.#goesOnWithout) this.#insideKey = insideKey;
    if (accessCode === this.#codeOfNobody) this.#settings = { ...this.#settings, accessCode: this.#code };
    if (server.kind === 'remote' && server.key === unreadableKey) {
      this.#settings = { ...this.#settings, server: { ...server, key: this.#remoteKey } };
    }
    this.#keepInsideKey();
    this.#tryToWrite();
  }

  /** A new key, or one in place of a key that can no longer be opened. One that the key store may still open is left alone. */
  #keepInsideKey(): void {
    const isKnown = this.#secrets.text('inside') !== null;
    const mayBeOpened = this.#secrets.waits && this.#secrets.isClosed('inside');
    if (!isKnown && !mayBeOpened) this.#secrets.set('inside', this.#insideKey);
  }

  /** Hands over what is to be sealed. What only stands in for something unknown is not: that stays in the file as it is. */
  #keepSecrets(): void {
    const { accessCode, server } = this.#settings;
    const key = server.kind === 'remote' ? server.key : null;
    if (key !== unreadableKey) this.#secrets.set('remote', key);
    if (accessCode !== this.#codeOfNobody) this.#secrets.set('accessCode', accessCode);
  }

  /** `notSaved` says when it failed: a broadcast needs no settings file. */
  #tryToWrite(): void {
    try {
      this.#write();
    } catch {
      // Said above.
    }
  }

  #write(): void {
    const { accessCode: _code, server, ...settings } = this.#settings;
    const file: SettingsFile = {
      ...settings,
      server:
        server.kind === 'remote'
          ? { kind: 'remote', url: server.url, station: server.station }
          : { kind: 'inside', port: server.port },
      keys: { inside: this.#secrets.inFile('inside'), remote: this.#secrets.inFile('remote') },
      accessCode: this.#secrets.inFile('accessCode'),
      pin: this.#pin,
    };
    this.#writeFailed = true;
    mkdirSync(this.#options.folder, { recursive: true });
    writeAtomically(this.#path, `${JSON.stringify(file, null, 2)}\n`);
    this.#writeFailed = false;
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
