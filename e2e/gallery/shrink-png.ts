import { deflateSync, inflateSync } from 'node:zlib';

import { pngChunk } from '@mauzin/shared';

const signatureBytes = 8;
/** Bytes of a chunk besides its data: length, type, checksum. */
const chunkBytes = 12;

/**
 * Writes a browser's screenshot anew without PNG's filters (PNG, third edition, §9): they serve photographs, and make
 * flat surfaces with letters a quarter larger. 8 bits a channel, RGB or RGBA, not interlaced.
 */
export function shrinkPng(png: Buffer): Buffer {
  const chunks: { readonly type: string; readonly data: Buffer }[] = [];
  for (let at = signatureBytes; at < png.length; at += chunkBytes + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
  }
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const pixels = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  const colourType = header.readUInt8(9);
  unfilter(pixels, header.readUInt32BE(0) * (colourType === 6 ? 4 : 3), colourType === 6 ? 4 : 3);
  return Buffer.concat([
    png.subarray(0, signatureBytes),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixels, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Undoes each row's filter in place; `rowBytes` without the filter's own byte. */
function unfilter(rows: Buffer, rowBytes: number, pixelBytes: number): void {
  for (let row = 0; row < rows.length; row += rowBytes + 1) {
    const filter = rows[row] ?? 0;
    rows[row] = 0;
    for (let x = 0; x < rowBytes; x += 1) {
      const at = row + 1 + x;
      const left = x < pixelBytes ? 0 : (rows[at - pixelBytes] ?? 0);
      const above = row === 0 ? 0 : (rows[at - rowBytes - 1] ?? 0);
      const corner = x < pixelBytes || row === 0 ? 0 : (rows[at - rowBytes - 1 - pixelBytes] ?? 0);
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      rows[at] = ((rows[at] ?? 0) + predicted) & 0xff;
    }
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [
    Math.abs(guess - left),
    Math.abs(guess - above),
    Math.abs(guess - corner),
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
