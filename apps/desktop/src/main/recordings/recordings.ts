import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type Recording, recordingNameSchema, type RecordingState } from '@mauzin/desktop-contract';
import { type ClockPort, parseValue } from '@mauzin/shared';
import type { Dialog, Shell } from 'electron';

import { recordedAtMs } from '../../engine/recording/recording-name.ts';
import type { CallHandlers } from '../ipc.ts';
import { headBytes, longestPageBytes, opusDurationMs } from './opus-duration.ts';

export interface RecordingsOptions {
  readonly folder: () => string;
  /** Null keeps them for ever. */
  readonly keepDays: () => number | null;
  /** The person chose another folder. */
  readonly onFolder: (folder: string) => void;
  readonly shell: Pick<Shell, 'openPath' | 'trashItem'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly clock: ClockPort;
  /** Epoch ms. */
  readonly wallMs: () => number;
  readonly log: (line: string) => void;
}

const dayMs = 24 * 3_600_000;
/** Time between two looks for old recordings, ms: less than a day, since timers stand still while the machine sleeps. */
const clearEveryMs = 6 * 3_600_000;
/** How many files are looked at together. */
const together = 8;

interface OwnFile {
  readonly name: string;
  readonly path: string;
  readonly startedAtMs: number;
}

/**
 * The recordings on disk, written by the engine: lists them, deletes what the person or the admin's *keep N days* wants gone, and
 * shows their folder. Only files that the engine named are touched, and never the one that is being written.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  #running: string | null = null;
  #clearing: Promise<void> | null = null;
  #cancelClear: () => void = () => undefined;
  #closed = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    void this.clear();
  }

  /** What the engine says of its recording. */
  follow(state: RecordingState): void {
    const running = state.name === 'on' ? state.file : null;
    const ended = this.#running !== null && running !== this.#running;
    this.#running = running;
    if (ended) void this.clear();
  }

  /** Newest first. @throws the system's error when the folder cannot be read */
  async list(): Promise<readonly Recording[]> {
    const files = await this.#ownFiles();
    const recordings: Recording[] = [];
    for (let from = 0; from < files.length; from += together) {
      const some = await Promise.all(files.slice(from, from + together).map((file) => this.#describe(file)));
      recordings.push(...some.filter((recording) => recording !== null));
    }
    return recordings.sort((a, b) => b.startedAtMs - a.startedAtMs || (a.name < b.name ? 1 : -1));
  }

  /** Deletes what is older than the admin wants it kept. Never rejects. */
  clear(): Promise<void> {
    this.#clearing ??= this.#clear()
      .catch((error: unknown) => this.#options.log(`old recordings stay: ${String(error)}`))
      .finally(() => {
        this.#clearing = null;
      });
    return this.#clearing;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancelClear();
  }

  handlers(): Pick<
    CallHandlers,
    'list-recordings' | 'delete-recording' | 'open-recordings-folder' | 'choose-recordings-folder'
  > {
    return {
      'list-recordings': () => this.list(),
      'delete-recording': (name) => this.#delete(name),
      'open-recordings-folder': () => this.#openFolder(),
      'choose-recordings-folder': () => this.#chooseFolder(),
    };
  }

  /** To the system's trash, so that a mistake can be mended. */
  async #delete(name: string): Promise<undefined> {
    const { folder, shell } = this.#options;
    const path = join(folder(), name);
    if (recordedAtMs(name) === null || !(await lstat(path)).isFile())
      throw new Error(`${name} is no recording`);
    if (name === this.#running) throw new Error(`${name} is being written`);
    await shell.trashItem(path);
    return undefined;
  }

  async #openFolder(): Promise<undefined> {
    const folder = this.#options.folder();
    await mkdir(folder, { recursive: true });
    const error = await this.#options.shell.openPath(folder);
    if (error !== '') throw new Error(`${folder} cannot be opened: ${error}`);
    return undefined;
  }

  async #chooseFolder(): Promise<undefined> {
    const { dialog, folder, onFolder } = this.#options;
    const { canceled, filePaths } = await dialog.showOpenDialog({
      defaultPath: folder(),
      properties: ['openDirectory', 'createDirectory'],
    });
    const [chosen] = filePaths;
    if (!canceled && chosen !== undefined && chosen !== folder()) onFolder(chosen);
    return undefined;
  }

  async #ownFiles(): Promise<readonly OwnFile[]> {
    const folder = this.#options.folder();
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    return entries.flatMap((entry) => {
      const startedAtMs = recordedAtMs(entry.name);
      if (!entry.isFile() || startedAtMs === null || !parseValue(recordingNameSchema, entry.name).ok)
        return [];
      return [{ name: entry.name, path: join(folder, entry.name), startedAtMs }];
    });
  }

  /** Null when it went away meanwhile. */
  async #describe({ name, path, startedAtMs }: OwnFile): Promise<Recording | null> {
    try {
      const { bytes, durationMs } = await measure(path);
      return { name, startedAtMs, durationMs, bytes, running: name === this.#running };
    } catch {
      return null;
    }
  }

  async #clear(): Promise<void> {
    this.#clearLater();
    const { keepDays, log, wallMs } = this.#options;
    const days = keepDays();
    if (days === null) return;
    const before = wallMs() - days * dayMs;
    for (const { name, path, startedAtMs } of await this.#ownFiles()) {
      if (this.#closed || name === this.#running || startedAtMs >= before) continue;
      // A long broadcast is as old as its end, also where a copy or another disk kept no times; a copied file was put there for a reason.
      const { durationMs } = await measure(path).catch(() => ({ durationMs: null }));
      if (startedAtMs + (durationMs ?? 0) >= before || (await lstat(path)).mtimeMs >= before) continue;
      await rm(path);
      log(`${name} was kept for ${days} days, and is deleted`);
    }
  }

  #clearLater(): void {
    this.#cancelClear();
    if (!this.#closed) this.#cancelClear = this.#options.clock.after(clearEveryMs, () => void this.clear());
  }
}

/** Reads two small pieces of the file, however long it is. */
async function measure(
  path: string,
): Promise<{ readonly bytes: number; readonly durationMs: number | null }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    const tailBytes = Math.min(size, 2 * longestPageBytes);
    const [head, tail] = [await read(0, headBytes), await read(size - tailBytes, tailBytes)];
    return { bytes: size, durationMs: opusDurationMs(head, tail) };
  } finally {
    await file.close();
  }
}
