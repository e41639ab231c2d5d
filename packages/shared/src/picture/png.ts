/** Compresses into zlib's format (RFC 1950), as small as it can: Node's `deflateSync`. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly pixels: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const bitDepth = 8;
const withPalette = 3;
const truecolourWithAlpha = 6;
const maxPalette = 256;

/** A picture as PNG (ISO/IEC 15948), unfiltered; where it has few enough colours, with a palette: a quarter of the size. */
export function encodePng({ width, height, pixels }: Picture, deflate: Deflate): Uint8Array {
  const palette = paletteOf(pixels);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bitDepth, palette ? withPalette : truecolourWithAlpha], 8);
  const image = palette ? palette.indices : pixels;
  return join([
    Uint8Array.from(signature),
    pngChunk('IHDR', header),
    ...(palette ? [pngChunk('PLTE', palette.colours), pngChunk('tRNS', palette.alphas)] : []),
    pngChunk('IDAT', deflate(unfilteredRows(image, height))),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** One chunk: length, type, data, checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(data.length + 12);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at += 1) framed[4 + at] = type.charCodeAt(at);
  framed.set(data, 8);
  view.setUint32(data.length + 8, crc32(framed.subarray(4, data.length + 8)));
  return framed;
}

interface Palette {
  readonly indices: Uint8Array;
  readonly colours: Uint8Array;
  readonly alphas: Uint8Array;
}

function paletteOf(pixels: Uint8Array): Palette | null {
  const { buffer, byteOffset, length } = pixels;
  const view = new DataView(buffer, byteOffset, length);
  const known = new Map<number, number>();
  const indices = new Uint8Array(length / 4);
  for (let at = 0; at < indices.length; at += 1) {
    const colour = view.getUint32(at * 4);
    const index = known.get(colour) ?? known.size;
    if (index === maxPalette) return null;
    known.set(colour, index);
    indices[at] = index;
  }
  const colours = [...known.keys()];
  return {
    indices,
    colours: Uint8Array.from(
      colours.flatMap((rgba) => [rgba >>> 24, (rgba >>> 16) & 255, (rgba >>> 8) & 255]),
    ),
    alphas: Uint8Array.from(colours.map((rgba) => rgba & 255)),
  };
}

/** Puts the filter type "none" before each row. */
function unfilteredRows(image: Uint8Array, height: number): Uint8Array {
  const width = image.length / height;
  const rows = new Uint8Array(image.length + height);
  for (let row = 0; row < height; row += 1) {
    rows.set(image.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return rows;
}

/** CRC-32 of ISO 3309. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
