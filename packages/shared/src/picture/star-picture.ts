import type { Picture } from './png.ts';

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

export interface StarPicture {
  readonly width: number;
  readonly height: number;
  /** From the middle to the points, in pixels. */
  readonly radius: number;
  /** Null leaves the background transparent. */
  readonly background: Rgb | null;
}

const green: Rgb = [0x0f, 0x6b, 0x4f];
const light: Rgb = [0xfb, 0xf9, 0xf4];
/** The page's background colour, behind the star. */
export const pageColour: Rgb = light;
/** Radius of the light in the middle, where the star's points are at 1. */
const lightRadius = 0.3;
/** Samples for each pixel, along each of its sides. */
const steps = 4;

/** Two squares turned against each other, their corners at 1 from the middle. */
export const inStar = (x: number, y: number): boolean =>
  Math.max(Math.abs(x), Math.abs(y)) < Math.SQRT1_2 || Math.abs(x) + Math.abs(y) < 1;

/** Our star with a point of light in its middle, in the middle of the picture. */
export function drawStar({ width, height, radius, background }: StarPicture): Picture {
  const pixels = new Uint8Array(width * height * 4);
  const ground = background === null ? [0, 0, 0, 0] : [...background, 255];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = [column - width / 2, row - height / 2];
      const away = Math.hypot(x, y) > radius + 2;
      pixels.set(away ? ground : pixelAt(x, y, radius, background), (row * width + column) * 4);
    }
  }
  return { width, height, pixels };
}

/** The mean of a pixel's samples; `x` and `y` are of its corner, from the picture's middle. */
function pixelAt(x: number, y: number, radius: number, background: Rgb | null): number[] {
  const sum = [0, 0, 0];
  let painted = 0;
  for (let step = 0; step < steps * steps; step += 1) {
    const across = (x + ((step % steps) + 0.5) / steps) / radius;
    const down = (y + (Math.floor(step / steps) + 0.5) / steps) / radius;
    const colour = colourAt(across, down) ?? background;
    if (!colour) continue;
    painted += 1;
    colour.forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value));
  }
  const share = painted / (steps * steps);
  return [...sum.map((value) => (painted === 0 ? 0 : Math.round(value / painted))), Math.round(255 * share)];
}

function colourAt(x: number, y: number): Rgb | null {
  if (Math.hypot(x, y) < lightRadius) return light;
  return inStar(x, y) ? green : null;
}
