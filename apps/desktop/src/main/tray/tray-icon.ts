import { deflateSync } from 'node:zlib';

import type { AirStatusName } from '@mauzin/desktop-contract';
import { encodePng, inStar } from '@mauzin/shared';

/** Pixels on each side. Shown at half of that, so that it is sharp on fine screens too. */
export const trayIconPixels = 32;

/** Seen on dark and on light bars alike. */
const colours = {
  quiet: [138, 148, 143],
  good: [47, 163, 107],
  attention: [224, 154, 43],
  wrong: [214, 69, 69],
} as const;

interface Look {
  readonly colour: keyof typeof colours;
  /** Whether a point of the star is painted; the star reaches from −1 to 1, and y points down. */
  readonly paints: (x: number, y: number) => boolean;
}

const near = (x: number, y: number, radius: number): boolean => Math.hypot(x, y) < radius;
const hollow = (x: number, y: number): boolean => !inStar(x / 0.72, y / 0.72);

/** Colour never speaks alone: each state is a star of its own shape. */
const looks: Record<AirStatusName, Look> = {
  off: { colour: 'quiet', paints: hollow },
  starting: { colour: 'good', paints: (x, y) => hollow(x, y) || near(x, y, 0.3) },
  live: { colour: 'good', paints: () => true },
  /** A bar across: nothing comes through. */
  silent: { colour: 'attention', paints: (x, y) => Math.abs(y) > 0.17 || Math.abs(x) > 0.6 },
  /** An exclamation mark. */
  degraded: {
    colour: 'attention',
    paints: (x, y) => !(Math.abs(x) < 0.15 && y > -0.6 && y < 0.18) && !near(x, y - 0.45, 0.17),
  },
  /** Half full. */
  recovering: { colour: 'attention', paints: (x, y) => hollow(x, y) || y > 0 },
  /** The stop's square. */
  stopping: { colour: 'quiet', paints: (x, y) => hollow(x, y) || Math.max(Math.abs(x), Math.abs(y)) < 0.3 },
  /** A cross. */
  failed: {
    colour: 'wrong',
    paints: (x, y) => Math.min(Math.abs(x - y), Math.abs(x + y)) > 0.2 || !near(x, y, 0.62),
  },
};

const steps = 4;
const margin = 1;

/** How much of a pixel is painted, 0..1. */
function coverage(column: number, row: number, paints: Look['paints']): number {
  const half = trayIconPixels / 2;
  let painted = 0;
  for (let step = 0; step < steps * steps; step += 1) {
    const x = (column + ((step % steps) + 0.5) / steps - half) / (half - margin);
    const y = (row + (Math.floor(step / steps) + 0.5) / steps - half) / (half - margin);
    if (inStar(x, y) && paints(x, y)) painted += 1;
  }
  return painted / (steps * steps);
}

/**
 * The star that stands for a state, as a PNG.
 * @param template black, for systems that colour it themselves (macOS)
 */
export function trayIcon(state: AirStatusName, template: boolean): Buffer {
  const { colour, paints } = looks[state];
  const [red, green, blue] = template ? ([0, 0, 0] as const) : colours[colour];
  const pixels = Buffer.alloc(trayIconPixels * trayIconPixels * 4);
  for (let at = 0; at < trayIconPixels * trayIconPixels; at += 1) {
    const share = coverage(at % trayIconPixels, Math.floor(at / trayIconPixels), paints);
    pixels.set([red, green, blue, Math.round(share * 255)], at * 4);
  }
  const picture = { width: trayIconPixels, height: trayIconPixels, pixels };
  return Buffer.from(encodePng(picture, deflateSync));
}
