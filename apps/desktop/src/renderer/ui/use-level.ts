import { useEffect, useRef } from 'react';

/** The quietest level that a meter shows, dBFS. */
const meterFloorDbfs = -60;
/** How fast a meter falls, share of its length a second: the eye can follow, and gaps still show. */
const fallPerSecond = 1.5;

/** Draws a level at each frame of the screen, without touching React's state. `draw` gets 0 (silence) to 1 (full scale). */
export function useLevel(measure: () => number, draw: (share: number) => void): void {
  const latest = useRef({ measure, draw });
  useEffect(() => {
    latest.current = { measure, draw };
  });
  useEffect(() => {
    let shown = 0;
    let lastMs = performance.now();
    let frame = requestAnimationFrame(function step(nowMs) {
      const level = Math.min(1, Math.max(0, 1 - latest.current.measure() / meterFloorDbfs));
      shown = Math.max(level, shown - (fallPerSecond * (nowMs - lastMs)) / 1000);
      lastMs = nowMs;
      latest.current.draw(shown);
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}
