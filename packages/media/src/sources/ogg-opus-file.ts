import type { ClockPort } from '@mauzin/shared';
import { EncodedPacketSink, FilePathSource, Input, type InputAudioTrack, OGG } from 'mediabunny';

import type { Source, SourceSink } from '../fan-out/contracts.ts';
import { MediaError } from '../media-error.ts';
import { type PacedPlayback, pacePackets } from './pace-packets.ts';

export interface OggOpusFileOptions {
  readonly path: string;
  readonly clock: ClockPort;
  /** Begin again at the end, without a pause. */
  readonly loop: boolean;
}

/**
 * Opens an Ogg/Opus file (RFC 7845) as a source that plays in real time.
 * @throws MediaError `file-missing`, `file-unreadable`, `file-not-ogg` or `file-not-opus`
 */
export async function openOggOpusFile(options: OggOpusFileOptions): Promise<Source> {
  const input = new Input({
    formats: [OGG],
    // Errors come with the reads that meet them; none may become an unhandled rejection of the process.
    source: new FilePathSource(options.path, { handleUnhandledError: () => undefined }),
  });
  try {
    return new OggOpusFileSource(input, await findOpus(input, options.path), options);
  } catch (error) {
    input.dispose();
    throw error instanceof MediaError ? error : asMediaError(error, options.path);
  }
}

class OggOpusFileSource implements Source {
  readonly kind = 'file';
  readonly #input: Input;
  readonly #track: InputAudioTrack;
  readonly #options: OggOpusFileOptions;
  #playback: PacedPlayback | null = null;
  #closed = false;

  constructor(input: Input, track: InputAudioTrack, options: OggOpusFileOptions) {
    this.#input = input;
    this.#track = track;
    this.#options = options;
  }

  start(sink: SourceSink): void {
    if (this.#closed || this.#playback) return;
    this.#playback = pacePackets(this.#packets(), sink, this.#options.clock);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#playback?.stop();
    this.#input.dispose();
  }

  async *#packets(): AsyncGenerator<Uint8Array, void> {
    const reader = new EncodedPacketSink(this.#track);
    do {
      let heard = false;
      try {
        for await (const packet of reader.packets()) {
          heard = true;
          yield packet.data;
        }
      } catch (error) {
        throw asMediaError(error, this.#options.path);
      }
      if (!heard) return;
    } while (this.#options.loop);
  }
}

async function findOpus(input: Input, path: string): Promise<InputAudioTrack> {
  if (!(await input.canRead())) {
    throw new MediaError('file-not-ogg', `${path} is not an Ogg file. Mauzin plays Ogg/Opus (.opus, .ogg).`);
  }
  const track = await input.getPrimaryAudioTrack();
  const first = track?.codec === 'opus' ? await new EncodedPacketSink(track).getFirstPacket() : null;
  if (!track || !first) {
    throw new MediaError('file-not-opus', `${path} holds no sound in Opus. Mauzin plays Ogg/Opus only.`);
  }
  return track;
}

function asMediaError(error: unknown, path: string): MediaError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') {
    return new MediaError('file-missing', `There is no file ${path}.`, { cause: error });
  }
  return new MediaError('file-unreadable', `${path} cannot be read, or is damaged.`, { cause: error });
}
