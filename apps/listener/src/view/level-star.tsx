import { useEffect, useRef } from 'preact/hooks';

import { deflection, follow } from './meter.ts';
import { starInner, starPoints } from './star.ts';

/** At rest the two squares stand just around the button; sound draws their points out, and widens them a little. */
const restRadius = 122;
const restInner = restRadius * starInner;
const reach = 20;
const innerReach = 7;

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
      polygon.setAttribute('points', starPoints(restRadius + shown * reach, restInner + shown * innerReach));
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      polygon.setAttribute('points', starPoints(restRadius, restInner));
    };
  }, [moving, readLevel]);

  return (
    <svg className="star" viewBox="-128 -128 256 256" aria-hidden="true">
      <polygon ref={star} points={starPoints(restRadius, restInner)} />
    </svg>
  );
}
