import { EncodedAudioPacketSource, EncodedPacket, NullTarget, OggOutputFormat, Output } from 'mediabunny';

import { opusClockHz } from '../rtp/opus-toc.ts';
import { opusTrack } from '../timeline/opus-track.ts';

/** What a player shows of a recording (RFC 7845 §5.2). */
export interface RecordingTags {
  readonly title: string;
}

export interface OggOpusPagesOptions {
  readonly tags: RecordingTags;
  /** What a player leaves out at the start, because by it a decoder finds into the sound, samples of 48 kHz. */
  readonly preSkipSamples: number;
  /** Takes each page, whole and in order. The buffer belongs to the receiver. */
  readonly onPage: (page: Uint8Array) => void;
  readonly onError: (error: unknown) => void;
}

/** Longest sound in one page, seconds. A page is lost as a whole, so this and a packet more is what a power cut costs. */
export const pageSeconds = 0.4;

/** Pages before the first one with sound: identification and comment (RFC 7845 §3). */
export const headerPages = 2;

/** Packets in, Ogg pages (RFC 3533, RFC 7845) out: nothing that was handed on is ever changed. */
export class OggOpusPages {
  readonly #output: Output;
  readonly #source = new EncodedAudioPacketSource('opus');
  readonly #onError: (error: unknown) => void;
  readonly #firstMeta: ReturnType<typeof opusTrack>;
  readonly #started: Promise<void>;
  #samples = 0;

  constructor({ onError, onPage, preSkipSamples, tags }: OggOpusPagesOptions) {
    this.#onError = onError;
    this.#firstMeta = opusTrack(preSkipSamples);
    this.#output = new Output({
      format: new OggOutputFormat({ maximumPageDuration: pageSeconds, onPage }),
      target: new NullTarget(),
    });
    this.#output.addAudioTrack(this.#source);
    this.#output.setMetadataTags({ ...tags });
    this.#started = this.#output.start();
    this.#started.catch(onError);
  }

  /** Each packet follows the one before it; the granule position counts on by its duration. */
  add(payload: Uint8Array, durationSamples: number): void {
    const at = this.#samples / opusClockHz;
    const duration = durationSamples / opusClockHz;
    const meta = this.#samples === 0 ? this.#firstMeta : undefined;
    this.#samples += durationSamples;
    // In order: a promise's callbacks run in the order in which they were added.
    this.#started
      .then(() => this.#source.add(new EncodedPacket(payload, 'key', at, duration), meta))
      .catch(this.#onError);
  }

  /** Hands on the rest, its last page marked as the end. */
  async finish(): Promise<void> {
    await this.#started;
    if (this.#samples > 0) await this.#output.finalize();
    else await this.#output.cancel();
  }
}
