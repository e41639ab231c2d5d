import { describe, expect, test } from 'vitest';

import { readRedPayload } from '../rtp/red.ts';
import { opusPayload } from '../testing/fake-source.ts';
import { LossMender, type SourcePacket } from './mend-losses.ts';

const packet = (number: number): SourcePacket => ({
  payload: opusPayload(number),
  sequence: number & 0xffff,
  timestamp: (number * 960) >>> 0,
});
/** Earlier frames, by their numbers, as the packet `of` brings them along. */
const earlier = (of: number, ...numbers: number[]) =>
  numbers.map((number) => ({ payloadType: 111, offset: (of - number) * 960, payload: opusPayload(number) }));

/** Numbers of what goes on; each must be what was sent under its number. */
function numbersOf(packets: readonly SourcePacket[], near = 0): number[] {
  return packets.map((one) => {
    const number = near + (((one.sequence - near + 0x8000) & 0xffff) - 0x8000);
    expect(one).toEqual(packet(number));
    return number;
  });
}

describe('lost packets', () => {
  test('come with the next one, before it', () => {
    const mender = new LossMender();
    expect(numbersOf(mender.next(packet(1), []))).toEqual([1]);
    expect(numbersOf(mender.next(packet(3), earlier(3, 2)))).toEqual([2, 3]);
    expect(numbersOf(mender.next(packet(4), earlier(4, 3)))).toEqual([4]);
    expect(mender.mended).toBe(1);
  });

  test('are mended over the wrap of their numbers', () => {
    const mender = new LossMender();
    mender.next(packet(0xfffe), []);
    expect(numbersOf(mender.next(packet(0x1_0000), earlier(0x1_0000, 0xffff)), 0x1_0000)).toEqual([
      0xffff, 0x1_0000,
    ]);
  });

  test('several earlier frames mend several, each in its place', () => {
    const mender = new LossMender();
    mender.next(packet(1), []);
    expect(numbersOf(mender.next(packet(5), earlier(5, 2, 3, 4)))).toEqual([2, 3, 4, 5]);
  });

  test('one that the sender itself did not have keeps its place free', () => {
    const mender = new LossMender();
    mender.next(packet(1), []);
    // 3 was never sent: 4 brings along what came before it.
    expect(numbersOf(mender.next(packet(4), earlier(4, 2)))).toEqual([2, 4]);
  });

  test('one that was only late is not mended again when it comes', () => {
    const mender = new LossMender();
    mender.next(packet(1), []);
    expect(numbersOf(mender.next(packet(3), earlier(3, 2)))).toEqual([2, 3]);
    expect(numbersOf(mender.next(packet(2), earlier(2, 1)))).toEqual([2]); // the fan-out drops it as doubled
    expect(mender.mended).toBe(1);
  });

  test('what was before the first packet, or is long past, is nothing lost', () => {
    const mender = new LossMender();
    expect(numbersOf(mender.next(packet(10), earlier(10, 9)))).toEqual([10]);
    mender.next(packet(100), []);
    expect(numbersOf(mender.next(packet(30), earlier(30, 29)))).toEqual([30]);
  });

  test('a frame that is no Opus, or has no time of its own, mends nothing', () => {
    const mender = new LossMender();
    mender.next(packet(1), []);
    const odd = [{ payloadType: 111, offset: 960, payload: Uint8Array.of(0xfb) }];
    expect(mender.next(packet(3), odd)).toHaveLength(1);
    expect(mender.next(packet(5), [{ ...earlier(5, 4)[0]!, offset: 0 }])).toHaveLength(1);
  });
});

describe('a RED payload', () => {
  test.each([
    ['nothing', []],
    ['a head cut short', [0xef, 0x0f]],
    ['heads and no primary', [0xef, 0x0f, 0x00, 0x04]],
    ['a block longer than the packet', [0xef, 0x0f, 0x00, 0x04, 0x6f, 1, 2]],
  ])('%s is none', (_name, bytes) => {
    expect(readRedPayload(Uint8Array.from(bytes))).toBeNull();
  });
});
