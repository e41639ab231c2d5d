import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import {
  type CallArgument,
  type DesktopState,
  desktopFileTexts,
  type Saved,
  type Settings,
  type SoundReport,
} from '@mauzin/desktop-contract';
import type { Dialog } from 'electron';

import { askWhereAndSave } from '../system/ask-where.ts';
import { hiddenMark, hostOnly, redact, secretsOf } from './redact.ts';
import { zip } from './zip.ts';

/** What this machine and this build are. */
export type Machine = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface DiagnosticsOptions {
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  /** Where the dialog begins. */
  readonly folder: () => string;
  readonly state: () => DesktopState;
  readonly store: { readonly settings: Settings; readonly insideKey: string };
  /** What the window last told of its sound; null before it did. */
  readonly sound: () => SoundReport | null;
  readonly machine: () => Machine;
  /** Paths of the log files. */
  readonly logFiles: () => readonly string[];
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Writes what a helper needs to find a fault into one file: logs, versions, settings, state. No key, access code, PIN or webhook's path. */
export class Diagnostics {
  readonly #options: DiagnosticsOptions;
  #running: Promise<Saved> | null = null;

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
  }

  /** `devices`: names of the sound devices that the window sees. Asked twice, it goes on with the first. */
  save(devices: CallArgument<'save-diagnostics'>): Promise<Saved> {
    this.#running ??= this.#save(devices ?? []).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #save(devices: readonly string[]): Promise<Saved> {
    const { dialog, folder, log, now, state } = this.#options;
    const texts = desktopFileTexts[state().language].diagnostics;
    const day = new Date(now()).toISOString().slice(0, 10);
    return askWhereAndSave(
      dialog,
      {
        title: texts.title,
        kind: texts.kind,
        suggested: join(folder(), `${texts.fileName} ${day}.zip`),
        make: async () => zip(await this.#files(devices)),
      },
      log,
    );
  }

  async #files(devices: readonly string[]): Promise<Map<string, Uint8Array>> {
    const { machine, logFiles, sound, state, store } = this.#options;
    const secrets = secretsOf(store.settings, store.insideKey);
    const clean = (text: string): Uint8Array => Buffer.from(redact(text, secrets));
    const { carriedCode: _carriedCode, settings, ...rest } = state();
    const json = {
      'machine.json': machine(),
      'settings.json': shareable(settings),
      'state.json': rest,
      'sound.json': { devices, ...sound() },
    };
    const files = new Map<string, Uint8Array>();
    for (const [name, value] of Object.entries(json)) files.set(name, clean(JSON.stringify(value, null, 2)));
    for (const path of logFiles()) {
      // Cleaned when they were written, and again: a key of today may have been no key then.
      const text = await readFile(path, 'utf8').catch((error: unknown) => `cannot be read: ${String(error)}`);
      files.set(`logs/${basename(path)}`, clean(text));
    }
    return files;
  }
}

/** The settings as a stranger may read them. */
function shareable(settings: DesktopState['settings']): DesktopState['settings'] {
  const { deadAir } = settings;
  const webhook = deadAir.webhook === null ? null : hostOnly(deadAir.webhook);
  const accessCode = settings.accessCode === null ? null : hiddenMark;
  return { ...settings, accessCode, deadAir: { ...deadAir, webhook } };
}
