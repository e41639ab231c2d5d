import { median } from '../statistics.ts';

export interface Point {
  /** Epoch ms. */
  readonly date: number;
  readonly value: number;
}

const WIDTH = 320;
const HEIGHT = 96;
/** Room for the line's own width and for the dot at its end. */
const MARGIN = 6;
/** The least that the height stands for, by the median: smaller changes are noise, and are to look small. */
const LEAST_SPAN = 0.2;

/**
 * A curve over time as inline SVG, which stretches to the width that it gets. Its height is not from zero, but from the least
 * to the greatest value, and at least a fifth of the median, so that 5 % can be seen and noise stays small. At least one point.
 */
export function curve(points: readonly Point[], label: string): string {
  const [x, y] = [across(points), upwards(points)];
  const line = points.map(({ date, value }) => `${x(date)},${y(value)}`).join(' ');
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const floor = HEIGHT;
  const area = `${x(first.date)},${floor} ${line} ${x(last.date)},${floor}`;
  const end = `${x(last.date)} ${y(last.value)}`;
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">`,
    `<polygon class="tint" points="${area}"/>`,
    `<path class="floor" d="M0 ${floor}H${WIDTH}"/>`,
    `<polyline class="line" points="${line}"/>`,
    // A line without a length has round ends, which stretching does not flatten: a dot.
    `<path class="dot" d="M${end}h0"/>`,
    '</svg>',
  ].join('');
}

function across(points: readonly Point[]): (date: number) => number {
  const dates = points.map(({ date }) => date);
  const [from, to] = [Math.min(...dates), Math.max(...dates)];
  const span = WIDTH - 2 * MARGIN;
  return (date) => round(to === from ? WIDTH - MARGIN : MARGIN + (span * (date - from)) / (to - from));
}

function upwards(points: readonly Point[]): (value: number) => number {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const height = Math.max(most - least, LEAST_SPAN * Math.abs(median(values)), Number.MIN_VALUE);
  const top = (most + least + height) / 2;
  return (value) => round(MARGIN + ((HEIGHT - 3 * MARGIN) * (top - value)) / height);
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
