import { useEffect, useRef } from 'react';

import { deflection, follow } from './meter.ts';
import { starInner, starPoints } from './star.ts';

/** At rest the two squares stand just around the button; sound draws their points out. */
const restRadius = 122;
const reach = 26;
const inner = restRadius * starInner;

/** The star around the button. `readLevel` (0..1 of full scale) is asked every frame while `moving`. */
export function LevelStar({ moving, readLevel }: { moving: boolean; readLevel: () => number }) {
  const star = useRef<SVGPolygonElement>(null);

  useEffect(() => {
    const polygon = star.current;
    if (!polygon || !moving || matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    let shown = 0;
    let last = performance.now();
    let frame = requestAnimationFrame(function draw(now) {
      shown = follow(shown, deflection(readLevel()), now - last);
      last = now;
      polygon.setAttribute('points', starPoints(restRadius + shown * reach, inner));
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      polygon.setAttribute('points', starPoints(restRadius, inner));
    };
  }, [moving, readLevel]);

  return (
    <svg className="star" viewBox="-150 -150 300 300" aria-hidden="true">
      <polygon ref={star} points={starPoints(restRadius, inner)} />
    </svg>
  );
}
