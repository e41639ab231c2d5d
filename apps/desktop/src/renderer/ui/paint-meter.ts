import { type MeterShape, shareOf } from './ballistics.ts';

/** From here on a level is close to distortion, dBFS. */
const hotDbfs = -6;
/** Where the scale is marked, dBFS. */
export const scaleMarks = [-48, -36, -24, -12, -6] as const;

export interface MeterColours {
  readonly bar: string;
  readonly hot: string;
  /** Of the scale's marks and of the peak that stands. */
  readonly mark: string;
}

/** A canvas understands no `light-dark()`: the resolved colours of three of its properties carry the theme here. */
export function coloursOf(canvas: HTMLCanvasElement): MeterColours {
  const style = getComputedStyle(canvas);
  return { bar: style.color, hot: style.borderTopColor, mark: style.outlineColor };
}

/** Draws a meter from left to right. `reduced`: what the limiter takes away, as a share, from the right. */
export function paintMeter(
  canvas: HTMLCanvasElement,
  { held, peak, rms }: MeterShape,
  { bar, hot, mark }: MeterColours,
  reduced = 0,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { height, width } = canvas;
  const fill = (from: number, to: number, colour: string, alpha = 1, top = 0): void => {
    if (to <= from) return;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.fillRect(Math.round(from * width), top, Math.round((to - from) * width), height - top);
  };
  const split = (from: number, to: number, alpha: number): void => {
    const edge = shareOf(hotDbfs);
    fill(from, Math.min(to, edge), bar, alpha);
    fill(Math.max(from, edge), to, hot, alpha);
  };
  context.clearRect(0, 0, width, height);
  split(0, rms, 1);
  split(rms, peak, 0.45);
  const line = Math.max(1, Math.round(height / 8)) / width;
  for (const at of scaleMarks) fill(shareOf(at), shareOf(at) + line, mark, 0.5, Math.round(height * 0.55));
  if (held > line) fill(held - 2 * line, held, held > shareOf(hotDbfs) ? hot : mark);
  // A line along the top, so that the level beneath it stays readable.
  if (reduced > 0) {
    const from = Math.round((1 - reduced) * width);
    context.globalAlpha = 1;
    context.fillStyle = mark;
    context.fillRect(from, 0, width - from, Math.ceil(height / 3));
  }
}
