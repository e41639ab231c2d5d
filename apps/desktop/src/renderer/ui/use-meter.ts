import { type RefObject, useEffect, useRef } from 'react';

import { Ballistics } from './ballistics.ts';
import { onFrame } from './frames.ts';
import { LevelBar } from './level-bar.ts';

/** What a meter shows now. */
export interface MeterDisplay {
  readonly rmsDbfs: number;
  readonly peakDbfs: number;
  /** A sample reached full scale since the mark was cleared. */
  readonly clipped: boolean;
  /** What the limiter takes away, dB, at least 0. */
  readonly reductionDb?: number;
}

/** Time between two writings of the words beside all meters, ms: nobody reads faster, and together the page is laid out anew once. */
const slowMs = 250;

/** Moves a level bar without touching React's state; `onSlow` writes the words beside it. */
export function useMeter(
  read: () => MeterDisplay,
  onSlow: (reading: MeterDisplay) => void,
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef({ read, onSlow });
  useEffect(() => {
    latest.current = { read, onSlow };
  });
  useEffect(() => {
    if (!element.current) return undefined;
    const ballistics = new Ballistics();
    const bar = new LevelBar(element.current);
    let written = -1;
    return onFrame((nowMs) => {
      const reading = latest.current.read();
      bar.move(ballistics.move(reading, nowMs), reading.reductionDb ?? 0);
      const period = Math.floor(nowMs / slowMs);
      if (period === written) return;
      written = period;
      latest.current.onSlow(reading);
    });
  }, []);
  return element;
}
