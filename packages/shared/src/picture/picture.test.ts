import { expect, test } from 'vitest';

import { encodePng } from './png.ts';
import { drawStar, pageColour } from './star-picture.ts';

/** A zlib stream of one stored block (RFC 1950, RFC 1951 §3.2.4), for pictures of less than 64 kB. */
function store(bytes: Uint8Array): Uint8Array {
  const length = [bytes.length & 255, bytes.length >> 8];
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  const sum = [high >> 8, high & 255, low >> 8, low & 255];
  return Uint8Array.from([0x78, 0x01, 1, ...length, ...length.map((byte) => byte ^ 255), ...bytes, ...sum]);
}

const chunkAt = (png: Uint8Array, type: string): Uint8Array => {
  const view = new DataView(png.buffer);
  for (let at = 8; at < png.length; at += view.getUint32(at) + 12) {
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === type) {
      return png.subarray(at + 8, at + 8 + view.getUint32(at));
    }
  }
  throw new Error(`no ${type}`);
};

test('a picture of few colours has a palette, with how transparent each is', () => {
  const pixels = Uint8Array.from([255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 1, 2, 3, 128]);
  const png = encodePng({ width: 2, height: 2, pixels }, store);
  expect([...chunkAt(png, 'IHDR')]).toEqual([0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
  expect([...chunkAt(png, 'PLTE')]).toEqual([255, 0, 0, 0, 0, 0, 1, 2, 3]);
  expect([...chunkAt(png, 'tRNS')]).toEqual([255, 0, 128]);
  expect([...chunkAt(png, 'IDAT').subarray(7, -4)]).toEqual([0, 0, 1, 0, 0, 2]);
});

test('a picture of many colours has each in full', () => {
  const pixels = Uint8Array.from({ length: 17 * 17 * 4 }, (_, at) => (at % 4 === 0 ? at >> 2 : at >> 6));
  const png = encodePng({ width: 17, height: 17, pixels }, store);
  expect([...chunkAt(png, 'IHDR').subarray(8)]).toEqual([8, 6, 0, 0, 0]);
  const rows = chunkAt(png, 'IDAT').subarray(7, -4);
  expect([...rows.subarray(0, 5)]).toEqual([0, ...pixels.subarray(0, 4)]);
  expect(rows).toHaveLength(17 * (17 * 4 + 1));
});

test('a checksum stands behind each chunk', () => {
  const png = encodePng({ width: 1, height: 1, pixels: new Uint8Array(4) }, store);
  // Of IEND, which is the same in every PNG.
  expect([...png.subarray(-4)]).toEqual([0xae, 0x42, 0x60, 0x82]);
});

test('the star stands in the middle, with light in its own', () => {
  const { pixels } = drawStar({ width: 60, height: 30, radius: 12, background: pageColour });
  const at = (x: number, y: number): number[] => [...pixels.subarray((y * 60 + x) * 4, (y * 60 + x) * 4 + 4)];
  expect(at(30, 15)).toEqual([...pageColour, 255]);
  expect(at(30, 6)).toEqual([0x0f, 0x6b, 0x4f, 255]);
  expect(at(22, 9)).toEqual([0x0f, 0x6b, 0x4f, 255]);
  expect(at(0, 0)).toEqual([...pageColour, 255]);
  const bare = drawStar({ width: 4, height: 4, radius: 1, background: null }).pixels;
  expect(bare[3]).toBe(0);
});
