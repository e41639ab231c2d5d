import { expect, test } from 'vitest';

import { count, deliveredShare, emptyTally, rtpSequence, shareByOwnCount, type Tally } from './tally.ts';

const tally = (...sequences: number[]): Tally => sequences.reduce(count, emptyTally);

test('a complete stream is delivered, also across the wrap and in disorder', () => {
  expect(deliveredShare([tally(65_534, 65_535, 0, 1), tally(65_534, 0, 65_535, 1)])).toBe(1);
});

test('whoever joins late is owed only what came later', () => {
  expect(deliveredShare([tally(10, 11, 12, 13), tally(12, 13)])).toBe(1);
});

test('a hole in the middle, a lost end and a deaf receiver all count', () => {
  expect(deliveredShare([tally(1, 2, 3, 4), tally(1, 2, 4)])).toBe(7 / 8);
  expect(deliveredShare([tally(1, 2, 3, 4), tally(1, 2)])).toBe(6 / 8);
  expect(deliveredShare([tally(1, 2, 3, 4), emptyTally])).toBe(0.5);
  expect(deliveredShare([emptyTally])).toBe(0);
});

test('streams with numbers of their own: each by itself, and who hears nothing is owed what others got', () => {
  expect(shareByOwnCount([tally(1, 2, 3, 4), tally(900, 901, 902, 903, 904)])).toBe(1);
  expect(shareByOwnCount([tally(1, 2, 4), tally(900, 901, 902, 903)])).toBe(7 / 8);
  expect(shareByOwnCount([tally(1, 2, 3, 4), tally(7, 8, 9, 10), emptyTally])).toBe(8 / 12);
  expect(shareByOwnCount([emptyTally])).toBe(0);
});

test('RTCP is not counted', () => {
  const packet = new Uint8Array(20);
  packet.set([0x80, 111, 0x12, 0x34]);
  expect(rtpSequence(packet)).toBe(0x1234);
  packet[1] = 200;
  expect(rtpSequence(packet)).toBeNull();
  expect(rtpSequence(new Uint8Array(11))).toBeNull();
});
