import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { opusPayload } from '../testing/fake-source.ts';
import { headOf, opusFile, opusPages, pageOf, tagsPacket } from '../testing/ogg-file.ts';
import { oggOpusItems } from './ogg-opus-reader.ts';

/** The packets from one number up to another, each of 20 ms. */
const packets = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, index) => opusPayload(from + index));

/** What is to be heard of such a file; reads come in pieces of `chunk` bytes. */
async function heard(file: Buffer, chunk = 4_096) {
  const found: Uint8Array[] = [];
  const heads: (number | null)[] = [];
  let reads = 0;
  const read = (position: number): Promise<Uint8Array> => {
    reads += 1;
    return Promise.resolve(file.subarray(position, position + chunk));
  };
  for await (const item of oggOpusItems(read)) {
    if ('head' in item) heads.push(item.head?.channels ?? null);
    else found.push(item.payload);
  }
  return { found, heads, reads };
}
const heardOf = async (...pieces: readonly Uint8Array[]) => (await heard(Buffer.concat(pieces))).found;

describe('a whole file', () => {
  test('is heard packet by packet, however its bytes come', async () => {
    const file = opusFile({ packets: packets(0, 95) });
    for (const chunk of [7, 256, 100_000]) {
      expect(await heard(file, chunk)).toMatchObject({ found: packets(0, 95), heads: [1] });
    }
  });

  test('of two parts is heard to the end of the second, also where both have one serial', async () => {
    const first = opusFile({ packets: packets(0, 25), serial: 1 });
    const second = opusFile({ packets: packets(25, 40), serial: 2, channels: 2 });
    expect(await heard(Buffer.concat([first, second]))).toMatchObject({
      found: packets(0, 40),
      heads: [1, 2],
    });
    const again = await heard(Buffer.concat([first, first, first]));
    expect(again.found).toEqual([...packets(0, 25), ...packets(0, 25), ...packets(0, 25)]);
  });

  test('with a part in which there is no Opus says so', async () => {
    const other = pageOf({
      packets: [Buffer.from('\u0001vorbis', 'latin1')],
      serial: 9,
      flags: { first: true },
    });
    const data = pageOf({ packets: packets(3, 5), serial: 9, sequence: 1 });
    const file = Buffer.concat([opusFile({ packets: packets(0, 5) }), other, data]);
    expect(await heard(file)).toMatchObject({ found: packets(0, 5), heads: [1, null] });
  });

  test('of several streams at once is the first one in Opus', async () => {
    const [head, tags, ...data] = opusPages({ packets: packets(0, 30), serial: 5 });
    const [otherHead, otherTags, ...otherData] = opusPages({ packets: packets(500, 530), serial: 6 });
    const skeleton = pageOf({ packets: [Buffer.from('fishead\0')], serial: 7, flags: { first: true } });
    const mixed = data.flatMap((page, index) => [otherData[index]!, page]);
    const file = Buffer.concat([skeleton, head!, otherHead!, otherTags!, tags!, ...mixed]);
    expect(await heard(file)).toMatchObject({ found: packets(0, 30), heads: [1] });
  });

  test('may have packets over several pages, and megabytes of tags', async () => {
    const long = Buffer.alloc(255 * 3 + 40, 7);
    long.writeUInt8(0xf8);
    const picture = Buffer.alloc(255 * 255, 1);
    const pages = [
      pageOf({ packets: [headOf({})], flags: { first: true } }),
      pageOf({
        packets: [Buffer.concat([tagsPacket, picture]).subarray(0, 255 * 255)],
        goesOn: true,
        granule: -1,
        sequence: 1,
      }),
      ...Array.from({ length: 40 }, (_, index) =>
        pageOf({
          packets: [picture],
          goesOn: true,
          granule: -1,
          sequence: 2 + index,
          flags: { continued: true },
        }),
      ),
      pageOf({ packets: [Buffer.alloc(9)], sequence: 42, flags: { continued: true } }),
      pageOf({ packets: [opusPayload(1), long.subarray(0, 255)], goesOn: true, granule: 960, sequence: 43 }),
      pageOf({
        packets: [long.subarray(255, 510)],
        goesOn: true,
        granule: -1,
        sequence: 44,
        flags: { continued: true },
      }),
      pageOf({
        packets: [long.subarray(510), opusPayload(2)],
        granule: 2_880,
        sequence: 45,
        flags: { continued: true, last: true },
      }),
    ];
    expect(await heardOf(...pages)).toEqual([opusPayload(1), new Uint8Array(long), opusPayload(2)]);
  });
});

describe('what is not to be heard', () => {
  test.each([
    [0, 0],
    [312, 0],
    [959, 0],
    [960, 1],
    [3_840, 4],
    [65_535, 68],
  ])('at the beginning, a pre-skip of %i samples: %i whole packets', async (preSkip, left) => {
    const file = opusFile({ packets: packets(0, 100), preSkip });
    expect((await heard(file)).found).toEqual(packets(left, 100));
  });

  test.each([
    [0, 0],
    [400, 0],
    [960, 1],
    [2_500, 2],
    [4_800, 5],
  ])('at the end, %i samples of the last page: %i whole packets', async (trim, left) => {
    const file = opusFile({ packets: packets(0, 25), trim });
    expect((await heard(file)).found).toEqual(packets(0, 25 - left));
  });

  test('nothing is left out where the last position is none', async () => {
    for (const trim of [4_801, 100_000, -5_000]) {
      expect((await heard(opusFile({ packets: packets(0, 25), trim }))).found).toEqual(packets(0, 25));
    }
  });

  test('positions that jump or go back amidst the file change nothing', async () => {
    const [head, tags] = opusPages({ packets: [] });
    const data = [50_000, 3, -77, 2 ** 50, 960 * 50].map((granule, index) =>
      pageOf({
        packets: packets(index * 10, index * 10 + 10),
        granule,
        sequence: 2 + index,
        flags: { last: index === 4 },
      }),
    );
    expect(await heardOf(head!, tags!, ...data)).toEqual(packets(0, 50));
  });
});

describe('a damaged file', () => {
  const pages = opusPages({ packets: packets(0, 100) });
  const without = (...lost: readonly number[]): Uint8Array[] =>
    packets(0, 100).filter((_, index) => !lost.includes(Math.floor(index / 10)));

  test('that is cut off plays up to its last whole page', async () => {
    const file = Buffer.concat(pages);
    const last = pages.at(-1)!.length;
    for (const cut of [1, 100, last - 28, last - 1]) {
      expect(await heardOf(file.subarray(0, -cut))).toEqual(without(9));
    }
  });

  test('plays on after a page whose checksum is wrong, one that is missing, and zeros or anything else between', async () => {
    const broken = Buffer.from(pages[5]!);
    broken.writeUInt8(broken.readUInt8(100) ^ 1, 100);
    const place = (page: Buffer): Buffer[] => pages.map((other, index) => (index === 5 ? page : other));
    expect(await heardOf(...place(broken))).toEqual(without(3));
    expect(await heardOf(...place(Buffer.alloc(0)))).toEqual(without(3));
    expect(await heardOf(...place(Buffer.alloc(300_000)))).toEqual(without(3));
    expect(await heardOf(...place(Buffer.from('OggS'.repeat(500))))).toEqual(without(3));
    expect(await heardOf(Buffer.from('ID3 and a picture'), ...pages, Buffer.from('TAG'))).toEqual(
      packets(0, 100),
    );
    // Its length is damaged, so that it seems to hold the pages behind it.
    const greedy = Buffer.from(pages[5]!);
    greedy.fill(255, 27, 37);
    expect(await heardOf(...place(greedy))).toEqual(without(3));
  });

  test('has nothing left out at its beginning where that is missing', async () => {
    const [head, tags, , ...rest] = opusPages({ packets: packets(0, 100), preSkip: 3_840 });
    expect(await heardOf(head!, tags!, ...rest)).toEqual(without(0));
  });

  test('leaves out a packet of which a part is missing', async () => {
    const long = Buffer.alloc(400, 7);
    long.writeUInt8(0xf8);
    const [head, tags] = opusPages({ packets: [] });
    const begins = pageOf({
      packets: [opusPayload(1), long.subarray(0, 255)],
      goesOn: true,
      granule: 960,
      sequence: 2,
    });
    const ends = pageOf({
      packets: [long.subarray(255), opusPayload(2)],
      granule: 2_880,
      sequence: 3,
      flags: { continued: true },
    });
    const other = pageOf({ packets: [opusPayload(3)], granule: 3_840, sequence: 4 });
    expect(await heardOf(head!, tags!, begins, ends, other)).toHaveLength(4);
    expect(await heardOf(head!, tags!, begins, other)).toEqual([opusPayload(1), opusPayload(3)]);
    expect(await heardOf(head!, tags!, ends, other)).toEqual([opusPayload(2), opusPayload(3)]);
  });

  test('leaves out what is no Opus packet: empty, too long, or with frames that do not fit', async () => {
    const wrong = [[], [0xff, 0], [0xfb, 7, 1, 1, 1, 1, 1, 1, 1], [0xf9, 1], [0xfb, 0x83, 200, 1, 1]];
    const file = opusFile({
      packets: [opusPayload(0), ...wrong.map((bytes) => Uint8Array.from(bytes)), opusPayload(1)],
    });
    expect((await heard(file)).found).toEqual([opusPayload(0), opusPayload(1)]);
  });

  test('whatever becomes of its bytes: it is read to the end, and what is heard was in it', async () => {
    const whole = Buffer.concat(pages);
    const known = new Set(packets(0, 100).map((packet) => Buffer.from(packet).toString('hex')));
    const damage = fc.record({
      at: fc.nat(whole.length - 1),
      length: fc.nat(600),
      byte: fc.nat(255),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 6 }), async (damages) => {
        let file = Buffer.from(whole);
        for (const { at, byte, cut, length } of damages) {
          if (cut) file = Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
          else file.fill(byte, at, Math.min(file.length, at + length));
        }
        const { found, reads } = await heard(file);
        expect(found.every((packet) => known.has(Buffer.from(packet).toString('hex')))).toBe(true);
        expect(reads).toBeLessThanOrEqual(Math.ceil(file.length / 4_096) + 1);
      }),
      { numRuns: 200 },
    );
  });

  test('whatever its pages say', async () => {
    const page = fc.record({
      packets: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
      granule: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      serial: fc.integer({ min: 0, max: 2 }),
      sequence: fc.integer({ min: 0, max: 5 }),
      flags: fc.record({ continued: fc.boolean(), first: fc.boolean(), last: fc.boolean() }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { maxLength: 20 }), async (fields) => {
        const head = pageOf({ packets: [headOf({ preSkip: 312 })], flags: { first: true } });
        const { found } = await heard(Buffer.concat([head, ...fields.map(pageOf)]));
        expect(found.every((packet) => packet.length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
