import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { opusDurationSamples } from './opus-toc.ts';
import { type RedBlocks, redPayloadBytes, withinRedLimits, writeRedPayload } from './red.ts';
import { isRtcp, parseRtp, rtpHeaderBytes, writeRtpHeader } from './rtp-packet.ts';
import { readRed } from '../testing/read-red.ts';

const header = fc.record({
  marker: fc.boolean(),
  // 64..95 with the marker set would look like RTCP, which is why no one assigns them (RFC 5761 §4)
  payloadType: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 96, max: 127 })),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffffffff }),
  ssrc: fc.integer({ min: 0, max: 0xffffffff }),
});
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const words = fc
  .uint8Array({ maxLength: 60 })
  .map((data) => data.subarray(0, data.length - (data.length % 4)));

describe('RTP', () => {
  test('what is written is read again, with CSRCs, extension and padding told from the payload', () => {
    const csrcs = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 15 });
    const padding = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        header,
        csrcs,
        fc.option(words),
        bytes(300),
        padding,
        (fields, sources, extension, payload, pad) => {
          const parts: Uint8Array[] = [new Uint8Array(rtpHeaderBytes)];
          writeRtpHeader(parts[0]!, fields);
          parts[0]![0] = 0x80 | (pad > 0 ? 0x20 : 0) | (extension ? 0x10 : 0) | sources.length;
          for (const source of sources) {
            const csrc = Buffer.alloc(4);
            csrc.writeUInt32BE(source);
            parts.push(csrc);
          }
          if (extension) parts.push(Buffer.from([0xbe, 0xde, 0, extension.length / 4]), extension);
          parts.push(payload);
          if (pad > 0) parts.push(Buffer.alloc(pad, pad));
          // read out of the middle of a larger buffer, as they come from a pool
          const datagram = Buffer.concat([Buffer.from('before'), ...parts, Buffer.from('after')]).subarray(
            6,
            -5,
          );

          const parsed = parseRtp(datagram);
          expect(parsed.ok).toBe(true);
          if (!parsed.ok) return;
          expect(parsed.packet).toMatchObject({ ...fields, csrcs: sources });
          expect(parsed.packet.extension?.profile ?? null).toBe(extension ? 0xbede : null);
          expect(Buffer.from(parsed.packet.extension?.data ?? []).equals(Buffer.from(extension ?? []))).toBe(
            true,
          );
          expect(Buffer.from(parsed.packet.payload).equals(Buffer.from(payload))).toBe(true);
        },
      ),
    );
  });

  test('nothing that can come makes it throw, and nothing read lies outside of what came', () => {
    fc.assert(
      fc.property(bytes(80), (datagram) => {
        const parsed = parseRtp(datagram);
        const payloadBytes = parsed.ok ? parsed.packet.payload.length : 0;
        expect(payloadBytes).toBeLessThanOrEqual(Math.max(0, datagram.length - rtpHeaderBytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['nothing', [], 'too-short'],
    ['half a header', [0x80, 111, 0, 1], 'too-short'],
    ['STUN', [0, 1, ...Array<number>(18).fill(0)], 'wrong-version'],
    ['a sender report', [0x80, 200, 0, 6, ...Array<number>(24).fill(0)], 'rtcp'],
    ['CSRCs that are not there', [0x8f, 111, ...Array<number>(10).fill(0)], 'too-short'],
    [
      'an extension longer than the packet',
      [0x90, 111, ...Array<number>(12).fill(0), 0xff, 0xff],
      'too-short',
    ],
    ['more padding than packet', [0xa0, 111, ...Array<number>(10).fill(0), 9, 200], 'wrong-padding'],
    ['padding of no length', [0xa0, 111, ...Array<number>(10).fill(0), 9, 0], 'wrong-padding'],
  ])('%s is refused with its reason', (_name, datagram, reason) => {
    expect(parseRtp(Uint8Array.from(datagram))).toEqual({ ok: false, reason });
  });

  test('padding alone leaves an empty payload', () => {
    const parsed = parseRtp(Uint8Array.from([0xa0, 111, ...Array<number>(10).fill(0), 0, 0, 3]));
    expect(parsed).toMatchObject({ ok: true, packet: { payload: new Uint8Array(0) } });
  });

  test('RTCP is what has 192 to 223 in its second byte', () => {
    const found = Array.from({ length: 256 }, (_, second) => second).filter((second) =>
      isRtcp(Uint8Array.from([0x80, second])),
    );
    expect([found[0], found.at(-1), found.length]).toEqual([192, 223, 32]);
  });
});

describe('RED', () => {
  const write = (blocks: RedBlocks): Buffer => {
    const target = Buffer.alloc(3 + redPayloadBytes(blocks));
    writeRedPayload(target, 3, blocks);
    return target.subarray(3);
  };
  const redundant = fc.record({ payload: bytes(1_100), offset: fc.integer({ min: -100, max: 20_000 }) });

  test('the earlier frame comes back whole, or is left out where the format has no room', () => {
    fc.assert(
      fc.property(bytes(400), fc.option(redundant), (primary, earlier) => {
        const blocks = withinRedLimits({ payloadType: 111, primary, redundant: earlier });
        const read = readRed(write(blocks));
        expect(read.primary.payload.equals(Buffer.from(primary))).toBe(true);
        expect(read.primary.payloadType).toBe(111);
        const kept = blocks.redundant === null ? [] : [earlier];
        expect(read.redundant).toEqual(
          kept.map((block) => ({
            payloadType: 111,
            offset: block?.offset,
            payload: Buffer.from(block?.payload ?? []),
          })),
        );
      }),
    );
  });

  test.each([
    ['at the limits', 16_383, 700, true],
    ['older than 14 bits', 16_384, 100, false],
    ['not older', 0, 100, false],
    ['longer than 10 bits', 960, 1_024, false],
    ['empty', 960, 0, false],
    ['larger than a datagram', 960, 1_023, false],
  ])('a frame %s', (_name, offset, length, kept) => {
    const blocks = {
      payloadType: 111,
      primary: new Uint8Array(300),
      redundant: { payload: new Uint8Array(length), offset },
    };
    expect(withinRedLimits(blocks).redundant !== null).toBe(kept);
  });
});

describe('duration of an Opus packet', () => {
  test.each([
    ['SILK 10 ms', [0 << 3], 480],
    ['SILK 60 ms', [11 << 3], 2_880],
    ['hybrid 20 ms', [13 << 3], 960],
    ['CELT 2.5 ms', [16 << 3], 120],
    ['CELT 20 ms', [31 << 3], 960],
    ['two frames of 20 ms', [(31 << 3) | 1], 1_920],
    ['two unequal frames of 20 ms', [(31 << 3) | 2], 1_920],
    ['six frames of 20 ms', [(31 << 3) | 3, 6], 5_760],
    ['no byte', [], null],
    ['a count of none', [(31 << 3) | 3, 0], null],
    ['a count that is missing', [(31 << 3) | 3], null],
    ['more than 120 ms', [(31 << 3) | 3, 7], null],
  ])('%s', (_name, packet, samples) => {
    expect(opusDurationSamples(Uint8Array.from(packet))).toBe(samples);
  });
});
