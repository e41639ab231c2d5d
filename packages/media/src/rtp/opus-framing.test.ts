import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isWholeOpusPacket } from './opus-framing.ts';

const toc = 31 << 3;
const body = (length: number): number[] => Array.from({ length }, () => 9);

test.each([
  ['a frame', [toc, ...body(40)], true],
  ['a frame of nothing (DTX)', [toc], true],
  ['the longest frame', [toc, ...body(1_275)], true],
  ['a frame that is too long', [toc, ...body(1_276)], false],
  ['no byte', [], false],
  ['two alike', [toc | 1, ...body(80)], true],
  ['two alike of an odd length', [toc | 1, ...body(81)], false],
  ['two that are too long', [toc | 1, ...body(2_552)], false],
  ['two unlike', [toc | 2, 30, ...body(70)], true],
  ['two unlike, the first longer than 251', [toc | 2, 252, 10, ...body(300)], true],
  ['two unlike, the second too long', [toc | 2, 0, ...body(1_276)], false],
  ['two unlike without a length', [toc | 2], false],
  ['two unlike with half a length', [toc | 2, 252], false],
  ['two unlike whose first does not fit', [toc | 2, 30, ...body(29)], false],
  ['three alike', [toc | 3, 3, ...body(90)], true],
  ['three alike that do not come out even', [toc | 3, 3, ...body(91)], false],
  ['none', [toc | 3, 0], false],
  ['a count that is missing', [toc | 3], false],
  ['three unlike', [toc | 3, 0x83, 10, 20, ...body(60)], true],
  ['three unlike, too short for what they name', [toc | 3, 0x83, 10, 20, ...body(29)], false],
  ['three with padding', [toc | 3, 0x43, 4, ...body(30), 0, 0, 0, 0], true],
  ['three with much padding', [toc | 3, 0x43, 255, 2, ...body(30), ...body(256)], true],
  ['more padding than packet', [toc | 3, 0x43, 200, ...body(30)], false],
  ['padding whose length is missing', [toc | 3, 0x43, 255], false],
])('%s: %j', (_name, packet, isWhole) => {
  expect(isWholeOpusPacket(Uint8Array.from(packet))).toBe(isWhole);
});

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (packet) => {
      expect([true, false]).toContain(isWholeOpusPacket(packet));
    }),
  );
});
