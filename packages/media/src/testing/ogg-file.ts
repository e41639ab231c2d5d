import { checksum } from './ogg-page.ts';

/** How a page is to be: each field may be as wrong as a test wants it. */
export interface PageFields {
  readonly packets: readonly Uint8Array[];
  readonly granule?: number;
  readonly serial?: number;
  readonly sequence?: number;
  readonly flags?: { readonly continued?: boolean; readonly first?: boolean; readonly last?: boolean };
  /** The last packet goes on upon the next page: its length must be a multiple of 255. */
  readonly goesOn?: boolean;
}

/** One Ogg page (RFC 3533 §6) with a checksum that fits. */
export function pageOf({
  packets,
  flags = {},
  goesOn = false,
  granule = 0,
  sequence = 0,
  serial = 1,
}: PageFields): Buffer {
  const lacing = packets.flatMap((packet, index) => {
    const whole: number[] = Array.from({ length: Math.floor(packet.length / 255) }, () => 255);
    return goesOn && index === packets.length - 1 ? whole : [...whole, packet.length % 255];
  });
  if (lacing.length > 255) throw new Error('that is too much for a page');
  const header = Buffer.alloc(27);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(
    Number(flags.continued ?? 0) + 2 * Number(flags.first ?? 0) + 4 * Number(flags.last ?? 0),
    5,
  );
  header.writeBigInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(lacing.length, 26);
  const page = Buffer.concat([header, Buffer.from(lacing), ...packets]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

export interface HeadFields {
  readonly version?: number;
  readonly channels?: number;
  readonly preSkip?: number;
  /** In 256ths of a decibel. */
  readonly gain?: number;
  readonly family?: number;
  /** Streams, coupled streams, and the place of each channel. */
  readonly table?: readonly number[];
}

/** An identification header (RFC 7845 §5.1). */
export function headOf({
  channels = 1,
  family = 0,
  gain = 0,
  preSkip = 0,
  table = [],
  version = 1,
}: HeadFields): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(version, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  head.writeInt16LE(gain, 16);
  head.writeUInt8(family, 18);
  return Buffer.concat([head, Buffer.from(table)]);
}

export const tagsPacket = Buffer.concat([Buffer.from('OpusTags', 'latin1'), Buffer.alloc(8)]);

export interface FileFields extends HeadFields {
  readonly packets: readonly Uint8Array[];
  /** Each page but the last has so many packets. */
  readonly perPage?: number;
  readonly serial?: number;
  /** Samples of the last packets that are not to be heard. */
  readonly trim?: number;
}

/** The pages of a whole Ogg Opus file whose packets last 20 ms each. */
export function opusPages({ packets, perPage = 10, serial = 1, trim = 0, ...head }: FileFields): Buffer[] {
  const pages = [
    pageOf({ packets: [headOf(head)], serial, flags: { first: true } }),
    pageOf({ packets: [tagsPacket], serial, sequence: 1 }),
  ];
  for (let from = 0; from < packets.length; from += perPage) {
    const some = packets.slice(from, from + perPage);
    const end = from + some.length;
    const last = end === packets.length;
    pages.push(
      pageOf({
        packets: some,
        serial,
        sequence: pages.length,
        granule: end * 960 - (last ? trim : 0),
        flags: { last },
      }),
    );
  }
  return pages;
}

export const opusFile = (fields: FileFields): Buffer => Buffer.concat(opusPages(fields));
