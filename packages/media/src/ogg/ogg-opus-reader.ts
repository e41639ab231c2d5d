import { isWholeOpusPacket } from '../rtp/opus-framing.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { type OggPage, oggPages, type ReadFrom } from './ogg-pages.ts';
import { type OpusHead, readOpusHead } from './opus-head.ts';

export interface OggOpusPacket {
  /** A copy. */
  readonly payload: Uint8Array;
  /** How long it sounds, samples of 48 kHz. */
  readonly durationSamples: number;
}

/** A part of the file begins: files are chained by putting them behind one another (RFC 3533 §4). Its head; null: it holds no Opus. */
export interface OggOpusPart {
  readonly head: OpusHead | null;
}

export type OggOpusItem = OggOpusPart | OggOpusPacket;

/** So much of a packet is kept, bytes: more than Opus knows (RFC 6716 §3.2: 48 frames of 1,275 bytes). Pictures in the tags are megabytes. */
const mostKeptBytes = 65_536;

/**
 * What is to be heard of an Ogg Opus file (RFC 7845), in its order: of each part its first Opus stream, without the whole packets that lie
 * before its beginning (pre-skip) or after its end. Damaged and missing pages are passed over, and packets that are none.
 */
export async function* oggOpusItems(read: ReadFrom, giveUpBytes?: number): AsyncGenerator<OggOpusItem, void> {
  const parts = new Parts();
  for await (const page of oggPages(read, giveUpBytes)) yield* parts.take(page);
  yield* parts.end();
}

/** Tells the parts of a file, and the streams that are mixed within one. */
class Parts {
  /** First pages of streams stand together at the beginning of a part, before all others. */
  #isBeginning = false;
  #stream: { readonly serial: number; readonly packets: Packets } | null = null;
  #head: OpusHead | null = null;

  *take(page: OggPage): Generator<OggOpusItem, void> {
    if (page.first) {
      if (!this.#isBeginning || page.serial === this.#stream?.serial) {
        yield* this.end();
        this.#isBeginning = true;
        this.#stream = null;
        this.#head = null;
      }
      this.#begin(page);
      return;
    }
    yield* this.end();
    if (page.serial === this.#stream?.serial) yield* this.#stream.packets.take(page);
  }

  /** No more first pages of this part come. */
  *end(): Generator<OggOpusItem, void> {
    if (!this.#isBeginning) return;
    this.#isBeginning = false;
    yield { head: this.#head };
  }

  #begin(page: OggPage): void {
    const head = page.pieces[0] ? readOpusHead(page.pieces[0]) : null;
    if (this.#stream || !head) return;
    this.#head = head;
    this.#stream = { serial: page.serial, packets: new Packets(head.preSkip, page.sequence) };
  }
}

/** Puts one stream's packets together, and leaves out what is not to be heard. */
class Packets {
  /** Samples that are still to be left out at the beginning. */
  #skip: number;
  #sequence: number;
  /** Where the page before ended, samples; null: pages are missing since. */
  #granule: number | null = 0;
  /** A packet that goes on upon the next page. */
  #begun: Uint8Array[] | null = null;

  constructor(preSkip: number, sequence: number) {
    this.#skip = preSkip;
    this.#sequence = sequence;
  }

  take(page: OggPage): readonly OggOpusPacket[] {
    if (page.sequence !== (this.#sequence + 1) >>> 0) this.#missed();
    this.#sequence = page.sequence;
    const packets = this.#assemble(page).flatMap(packetOf);
    const samples = packets.reduce((sum, { durationSamples }) => sum + durationSamples, 0);
    const trim = page.last && this.#granule !== null ? this.#granule + samples - page.granule : 0;
    // A position before the last page's is none (RFC 7845 §4.5).
    const heard = trim > 0 && trim <= samples ? withoutEnd(packets, trim) : packets;
    if (page.granule >= 0) this.#granule = page.granule;
    return heard.filter(({ durationSamples }) => this.#isToBeHeard(durationSamples));
  }

  #missed(): void {
    this.#begun = null;
    this.#granule = null;
    this.#skip = 0;
  }

  /** The packets that end on this page. */
  #assemble(page: OggPage): Uint8Array[][] {
    const whole: Uint8Array[][] = [];
    for (const [index, piece] of page.pieces.entries()) {
      const isEnd = index === 0 && page.continued;
      const goesOn = index === page.pieces.length - 1 && page.goesOn;
      // What should be an end, and whose beginning is missing, is nothing.
      const pieces = isEnd ? this.#begun && [...this.#begun, piece] : [piece];
      this.#begun = goesOn ? pieces && bounded(pieces) : null;
      if (!goesOn && pieces) whole.push(pieces);
    }
    return whole;
  }

  #isToBeHeard(durationSamples: number): boolean {
    const isSkipped = this.#skip >= durationSamples;
    this.#skip = isSkipped ? this.#skip - durationSamples : 0;
    return !isSkipped;
  }
}

/** One byte more than is kept makes it no packet of Opus. */
const bounded = (pieces: Uint8Array[]): Uint8Array[] =>
  pieces.reduce((sum, { length }) => sum + length, 0) <= mostKeptBytes
    ? pieces
    : [Buffer.concat(pieces).subarray(0, mostKeptBytes + 1)];

/** None for what is no Opus packet: damaged, empty, or the second head (`OpusTags` would be 960 ms in one packet). */
function packetOf(pieces: readonly Uint8Array[]): OggOpusPacket[] {
  const [only] = pieces;
  const payload = pieces.length === 1 && only ? new Uint8Array(only) : new Uint8Array(Buffer.concat(pieces));
  const durationSamples = opusDurationSamples(payload);
  if (durationSamples === null || !isWholeOpusPacket(payload)) return [];
  return [{ payload, durationSamples }];
}

/** Without the whole packets within the last samples. */
function withoutEnd(packets: readonly OggOpusPacket[], samples: number): readonly OggOpusPacket[] {
  let left = samples;
  const end = packets.findLastIndex(({ durationSamples }) => {
    left -= durationSamples;
    return left < 0;
  });
  return packets.slice(0, end + 1);
}
