import { oggChecksum } from './ogg-checksum.ts';

/** One page (RFC 3533 §6), whole and with the checksum that it should have. */
export interface OggPage {
  /** Its first packet began on a page before. */
  readonly continued: boolean;
  /** It begins a logical stream, and … */
  readonly first: boolean;
  /** … ends one. */
  readonly last: boolean;
  /** In Opus: samples of 48 kHz up to the end of the last packet that ends here; -1 where none does. */
  readonly granule: number;
  readonly serial: number;
  readonly sequence: number;
  /** What stands on the page, in pieces of packets. Views, not copies. */
  readonly pieces: readonly Uint8Array[];
  /** The last piece goes on upon the next page. */
  readonly goesOn: boolean;
}

/** Reads a file's bytes from a place on, as many as there are at once; none at its end. */
export type ReadFrom = (position: number) => Promise<Uint8Array>;

const capture = Buffer.from('OggS', 'latin1');
const headerBytes = 27;

/**
 * The whole pages of a file, one after the other. What is no page is passed over: a damaged one, one that was cut off at the end, and
 * whatever else stands between pages. (mediabunny, which writes our files, gives up reading at the first of these.)
 * @param giveUpBytes how much may come before the first page; a file that begins with more than that ends here
 */
export async function* oggPages(read: ReadFrom, giveUpBytes = Infinity): AsyncGenerator<OggPage, void> {
  let bytes: Buffer = Buffer.alloc(0);
  let position = 0;
  let isAtEnd = false;
  let hasPage = false;
  for (;;) {
    const found = findPage(bytes, isAtEnd);
    bytes = bytes.subarray(found.end);
    if (found.page) {
      hasPage = true;
      yield found.page;
      continue;
    }
    if (isAtEnd || (!hasPage && position > giveUpBytes)) return;
    const more = await read(position);
    position += more.length;
    isAtEnd = more.length === 0;
    bytes = Buffer.concat([bytes, more]);
  }
}

/** The next page, and where it ends; without one, from where to look again once more bytes have come. */
function findPage(bytes: Buffer, isAtEnd: boolean): { readonly page: OggPage | null; readonly end: number } {
  for (let at = bytes.indexOf(capture); at >= 0; at = bytes.indexOf(capture, at + 1)) {
    const length = pageLength(bytes.subarray(at));
    if (length === 'no-page') continue;
    if (length === 'cut-off') {
      // At the end of the file a smaller one may still follow what only looked like a page.
      if (isAtEnd) continue;
      return { page: null, end: at };
    }
    const page = bytes.subarray(at, at + length);
    if (page.readUInt32LE(22) === oggChecksum(page)) return { page: readPage(page), end: at + length };
  }
  // The last three bytes may be the beginning of a page.
  return { page: null, end: Math.max(0, bytes.length - (capture.length - 1)) };
}

function pageLength(bytes: Buffer): number | 'no-page' | 'cut-off' {
  if (bytes.length > 4 && bytes.readUInt8(4) !== 0) return 'no-page';
  if (bytes.length < headerBytes) return 'cut-off';
  const bodyAt = headerBytes + bytes.readUInt8(26);
  if (bytes.length < bodyAt) return 'cut-off';
  let end = bodyAt;
  for (let at = headerBytes; at < bodyAt; at += 1) end += bytes.readUInt8(at);
  return bytes.length < end ? 'cut-off' : end;
}

function readPage(page: Buffer): OggPage {
  const flags = page.readUInt8(5);
  const bodyAt = headerBytes + page.readUInt8(26);
  const pieces: Uint8Array[] = [];
  let start = bodyAt;
  let end = bodyAt;
  let goesOn = false;
  for (let at = headerBytes; at < bodyAt; at += 1) {
    const length = page.readUInt8(at);
    end += length;
    goesOn = length === 255;
    if (goesOn && at < bodyAt - 1) continue;
    pieces.push(page.subarray(start, end));
    start = end;
  }
  return {
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
    granule: Number(page.readBigInt64LE(6)),
    serial: page.readUInt32LE(14),
    sequence: page.readUInt32LE(18),
    pieces,
    goesOn,
  };
}
