import { type RefObject, useEffect, useRef } from 'react';

import { Ballistics } from './ballistics.ts';
import { onFrame } from './frames.ts';
import { coloursOf, paintMeter } from './paint-meter.ts';

/** What a meter shows now. */
export interface MeterReading {
  readonly rmsDbfs: number;
  readonly peakDbfs: number;
  /** A sample reached full scale since the mark was cleared. */
  readonly clipped: boolean;
  /** What the limiter takes away, dB, at least 0. */
  readonly reductionDb?: number;
}

/** The words beside a meter, and its colours, are looked after this often, ms: nobody reads faster. */
const slowMs = 250;
/** As long as the meter: what the limiter takes away is small and must be seen. */
const reductionSpanDb = 30;

/**
 * Draws a level straight to its canvas, without touching React's state; `onSlow` writes the words beside it.
 * Nothing is painted while nothing moves.
 */
export function useMeter(
  read: () => MeterReading,
  onSlow: (reading: MeterReading) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef({ read, onSlow });
  useEffect(() => {
    latest.current = { read, onSlow };
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const ballistics = new Ballistics();
    let colours = coloursOf(element);
    let slowAtMs = Number.NEGATIVE_INFINITY;
    let painted = '';
    return onFrame((nowMs) => {
      const reading = latest.current.read();
      const shape = ballistics.move(reading, nowMs);
      if (nowMs - slowAtMs >= slowMs) {
        slowAtMs = nowMs;
        fit(element);
        colours = coloursOf(element);
        latest.current.onSlow(reading);
      }
      const reduced = Math.min(1, (reading.reductionDb ?? 0) / reductionSpanDb);
      const { width } = element;
      const look = [shape.rms, shape.peak, shape.held, reduced]
        .map((share) => Math.round(share * width))
        .join();
      const now = `${look} ${width} ${colours.bar} ${colours.mark}`;
      if (now === painted) return;
      painted = now;
      paintMeter(element, shape, colours, reduced);
    });
  }, []);
  return canvas;
}

/** As many pixels as the screen has there. */
function fit(canvas: HTMLCanvasElement): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (width > 0 && canvas.width !== width) canvas.width = width;
  if (height > 0 && canvas.height !== height) canvas.height = height;
}
