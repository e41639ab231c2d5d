import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

import { MediaError } from '../media-error.ts';
import { type OggOpusPacket, oggOpusItems } from '../ogg/ogg-opus-reader.ts';
import { isPlayable, isSendable, mend, whyNotPlayable, whyNotSendable } from './playable.ts';

/** A file that begins with more than this, bytes, without a page of Ogg is none. (Players' tags and pictures may stand before it.) */
const giveUpBytes = 16 * 1024 * 1024;
const chunkBytes = 128 * 1024;

/** Tells whether a file is still the one that was looked at. */
export interface FileMark {
  readonly device: number;
  readonly inode: number;
  readonly bytes: number;
  readonly changedAtMs: number;
}

/** A file on disk, opened once: it can be played to its end, and again, also when its name is gone meanwhile. */
export class OpenFile {
  readonly #handle: FileHandle;
  readonly #path: string;
  #closing: Promise<void> | null = null;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  /** @throws MediaError where it cannot be opened, or is no file */
  static async open(path: string): Promise<OpenFile> {
    let handle: FileHandle | null = null;
    try {
      // Looked at before it is opened: opening a pipe waits until somebody writes to it.
      refuseOthers((await stat(path)).isFile(), path);
      handle = await open(path, constants.O_RDONLY);
      refuseOthers((await handle.stat()).isFile(), path);
      return new OpenFile(handle, path);
    } catch (error) {
      await handle?.close();
      throw asMediaError(error, path);
    }
  }

  /** The packets that can be played, from the beginning. @throws MediaError when the disk fails */
  async *packets(): AsyncGenerator<OggOpusPacket, void> {
    let isPart = false;
    for await (const item of this.#items()) {
      if ('head' in item) isPart = isPlayable(item.head);
      else if (isPart && isSendable(item)) yield item;
    }
  }

  /** Reads all of it. @throws MediaError where not all that it holds can be played, with what the person can do about it */
  async check(): Promise<void> {
    let parts = 0;
    let longest: OggOpusPacket | null = null;
    for await (const item of this.#items()) {
      if ('head' in item) {
        parts += 1;
        const why = whyNotPlayable(item.head, this.#path);
        if (why) throw why;
      } else if (item.payload.length > (longest?.payload.length ?? 0)) {
        longest = item;
      }
    }
    if (longest && !isSendable(longest)) throw whyNotSendable(longest, this.#path);
    if (!longest) throw await this.#whyNothing(parts);
  }

  /** @throws the system's error */
  async mark(): Promise<FileMark> {
    const { dev, ino, mtimeMs, size } = await this.#handle.stat();
    return { device: dev, inode: ino, bytes: size, changedAtMs: mtimeMs };
  }

  /** Idempotent; resolves when what is being read has been read. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#handle.close().catch(() => undefined);
    return this.#closing;
  }

  async *#items() {
    try {
      yield* oggOpusItems(async (position) => {
        const { buffer, bytesRead } = await this.#handle.read(
          Buffer.alloc(chunkBytes),
          0,
          chunkBytes,
          position,
        );
        return buffer.subarray(0, bytesRead);
      }, giveUpBytes);
    } catch (error) {
      throw asMediaError(error, this.#path);
    }
  }

  async #whyNothing(parts: number): Promise<MediaError> {
    if ((await this.mark()).bytes === 0) return new MediaError('file-unreadable', `${this.#path} is empty.`);
    if (parts > 0) return new MediaError('file-not-opus', `${this.#path} holds no sound.`);
    return new MediaError(
      'file-not-ogg',
      `${this.#path} is not an Ogg file, or damaged throughout. Mauzin plays Ogg/Opus (.opus, .ogg). ${mend(this.#path)}`,
    );
  }
}

/** The mark of what has that name now; null where nothing has. */
export async function markOf(path: string): Promise<FileMark | null> {
  try {
    const { dev, ino, mtimeMs, size } = await stat(path);
    return { device: dev, inode: ino, bytes: size, changedAtMs: mtimeMs };
  } catch {
    return null;
  }
}

export const isSameMark = (one: FileMark, other: FileMark): boolean =>
  one.device === other.device &&
  one.inode === other.inode &&
  one.bytes === other.bytes &&
  one.changedAtMs === other.changedAtMs;

function refuseOthers(isFile: boolean, path: string): void {
  if (isFile) return;
  throw new MediaError('file-unreadable', `${path} is a folder, a pipe or a device. Mauzin plays files.`);
}

function asMediaError(error: unknown, path: string): MediaError {
  if (error instanceof MediaError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new MediaError('file-missing', `There is no file ${path}.`, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new MediaError('file-unreadable', `${path} may not be read by this user.`, { cause: error });
  }
  return new MediaError('file-unreadable', `${path} cannot be read (${String(code ?? error)}).`, {
    cause: error,
  });
}
