import type { ClockPort } from '@mauzin/shared';

import type { Source, SourceSink } from '../fan-out/contracts.ts';
import { type FileMark, isSameMark, markOf, OpenFile } from './open-file.ts';
import { type PacedPlayback, pacePackets } from './pace-packets.ts';

export interface OggOpusFileOptions {
  readonly path: string;
  readonly clock: ClockPort;
  /** Begin again at the end, without a pause, for ever: where that fails it is tried again. */
  readonly loop: boolean;
  /** Something is wrong, and playing goes on as well as it can: a sentence for a person. Told once until something else is. */
  readonly onTrouble?: (sentence: string) => void;
}

/** A file that cannot be read while it is played in a loop is tried again after so long, ms: 1, 2, 4 … 60, 60 s. */
const retryMs = (attempt: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(attempt, 10));

/**
 * Opens an Ogg/Opus file (RFC 7845) as a source that plays in real time. All of it is read once before, so that what cannot be played
 * is refused now, and not in the middle of a broadcast. What is damaged in it is passed over.
 * @throws MediaError with a reason that begins with `file-`, and what the person can do about it
 */
export async function openOggOpusFile(options: OggOpusFileOptions): Promise<Source> {
  const checked = await openChecked(options.path);
  return new OggOpusFileSource(checked, options);
}

/** A file that can be played, and how it was when that was found. */
interface CheckedFile {
  readonly file: OpenFile;
  readonly mark: FileMark;
}

async function openChecked(path: string): Promise<CheckedFile> {
  const file = await OpenFile.open(path);
  try {
    const mark = await file.mark();
    await file.check();
    return { file, mark };
  } catch (error) {
    await file.close();
    throw error;
  }
}

class OggOpusFileSource implements Source {
  readonly kind = 'file';
  readonly #options: OggOpusFileOptions;
  #file: OpenFile;
  /** What was looked at last, whether it can be played or not. */
  #mark: FileMark;
  #playback: PacedPlayback | null = null;
  #endWait: () => void = () => undefined;
  #told = '';
  #closed = false;

  constructor({ file, mark }: CheckedFile, options: OggOpusFileOptions) {
    this.#file = file;
    this.#mark = mark;
    this.#options = options;
  }

  start(sink: SourceSink): void {
    if (this.#closed || this.#playback) return;
    const packets = this.#options.loop ? this.#rounds() : this.#once();
    this.#playback = pacePackets(packets, sink, this.#options.clock);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#playback?.stop();
    this.#endWait();
    void this.#file.close();
  }

  async *#once(): AsyncGenerator<Uint8Array, void> {
    for await (const { payload } of this.#file.packets()) yield payload;
  }

  /** The file again and again, whatever becomes of it meanwhile. */
  async *#rounds(): AsyncGenerator<Uint8Array, void> {
    let attempt = 0;
    while (!this.#closed) {
      let isHeard = false;
      try {
        for await (const { payload } of this.#file.packets()) {
          isHeard = true;
          attempt = 0;
          yield payload;
        }
        if (isHeard) this.#told = '';
        else this.#tell(`${this.#options.path} holds no sound any more. Trying again.`);
      } catch (error) {
        isHeard = false;
        this.#tell(`${sentenceOf(error)} Trying again.`);
      }
      if (!isHeard) {
        await this.#wait(retryMs(attempt));
        attempt += 1;
      }
      await this.#takeNewer(isHeard);
    }
  }

  /** Where the file was changed, or another one put in its place, that is played from its beginning, if it can be. */
  async #takeNewer(isSound: boolean): Promise<void> {
    const { path } = this.#options;
    if (this.#closed) return;
    const now = await markOf(path);
    // What was deleted is still open, and plays on.
    if (now === null) return;
    const isSame = isSameMark(now, this.#mark);
    if (isSame && isSound) return;
    try {
      const newer = await openChecked(path);
      if (this.#closed) return void newer.file.close();
      void this.#file.close();
      this.#file = newer.file;
      this.#mark = newer.mark;
    } catch (error) {
      this.#mark = now;
      if (!isSame)
        this.#tell(
          `The file was changed; until it can be played, the one of before plays on where it can. ${sentenceOf(error)}`,
        );
    }
  }

  #tell(sentence: string): void {
    if (this.#closed || sentence === this.#told) return;
    this.#told = sentence;
    this.#options.onTrouble?.(sentence);
  }

  #wait(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#endWait = () => {
        cancel();
        resolve();
      };
    });
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
