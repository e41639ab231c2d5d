import { useRef } from 'react';

import { useLevel } from './use-level.ts';

/** Our one motif: an eight-pointed star, two squares turned against each other, in a box of 100 by 100. */
const points = Array.from({ length: 16 }, (_, index) => {
  // The inner corners lie where the two squares cross.
  const radius = index % 2 === 0 ? 50 : 50 * Math.SQRT1_2 * (1 / Math.cos(Math.PI / 8));
  const angle = (index * Math.PI) / 8;
  return `${(50 + radius * Math.sin(angle)).toFixed(2)},${(50 - radius * Math.cos(angle)).toFixed(2)}`;
}).join(' ');

export function Star({ className }: { readonly className?: string }) {
  return (
    <svg className={className} viewBox="0 0 100 100" aria-hidden="true">
      <polygon points={points} />
    </svg>
  );
}

/** How far the points reach out at full level, as a share of the star. */
const breath = 0.14;

/** The star around the state's icon: its points breathe with what goes out. */
export function LevelStar({
  children,
  measure,
}: {
  readonly children: React.ReactNode;
  readonly measure: () => number;
}) {
  const outer = useRef<SVGPolygonElement>(null);
  useLevel(measure, (share) => {
    outer.current?.setAttribute(
      'transform',
      `translate(50 50) scale(${0.86 + breath * share}) translate(-50 -50)`,
    );
  });
  return (
    <svg className="level-star" viewBox="0 0 100 100" aria-hidden="true">
      <polygon ref={outer} className="points" points={points} />
      <g transform="translate(50 50) scale(0.78) translate(-50 -50)">
        <polygon className="body" points={points} />
      </g>
      <g transform="translate(32 32) scale(1.5)">{children}</g>
    </svg>
  );
}
