/**
 * Draws the app’s icon, `build/icon.png`: our star with a point of light in its middle.
 * From the root: `pnpm exec tsx apps/desktop/packaging/make-icon.ts`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { encodePng } from '../src/main/tray/png.ts';

/** macOS asks for so many pixels; electron-builder makes all smaller ones from them. */
const side = 1_024;
/** Free on each side, as a share of the whole. */
const margin = 0.06;
const steps = 4;
const green = [0x0f, 0x6b, 0x4f] as const;
const light = [0xfb, 0xf9, 0xf4] as const;

/** Two squares turned against each other, their corners at 1. */
const inStar = (x: number, y: number): boolean =>
  Math.max(Math.abs(x), Math.abs(y)) < Math.SQRT1_2 || Math.abs(x) + Math.abs(y) < 1;

/** The colour of a point, or null outside; the star reaches from −1 to 1. */
function colourAt(x: number, y: number): readonly [number, number, number] | null {
  if (Math.hypot(x, y) < 0.3) return light;
  return inStar(x, y) ? green : null;
}

function pixelAt(column: number, row: number): [number, number, number, number] {
  const sum = [0, 0, 0];
  let painted = 0;
  for (let step = 0; step < steps * steps; step += 1) {
    const [x, y] = [
      column + ((step % steps) + 0.5) / steps,
      row + (Math.floor(step / steps) + 0.5) / steps,
    ].map((place) => ((2 * place) / side - 1) / (1 - 2 * margin));
    const colour = colourAt(x ?? 0, y ?? 0);
    if (!colour) continue;
    painted += 1;
    colour.forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value));
  }
  const mean = (value = 0): number => (painted === 0 ? 0 : Math.round(value / painted));
  return [mean(sum[0]), mean(sum[1]), mean(sum[2]), Math.round((255 * painted) / (steps * steps))];
}

const pixels = Buffer.alloc(side * side * 4);
for (let row = 0; row < side; row += 1) {
  for (let column = 0; column < side; column += 1) {
    pixels.set(pixelAt(column, row), (row * side + column) * 4);
  }
}
writeFileSync(join(import.meta.dirname, '../build/icon.png'), encodePng(pixels, side));
