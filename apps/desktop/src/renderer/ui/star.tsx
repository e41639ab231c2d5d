import { type ReactNode, useEffect, useRef } from 'react';

import { Ballistics } from './ballistics.ts';
import { onFrame } from './frames.ts';

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

/** How far the points reach out at full level, as a share of the star, and in how many steps. */
const breath = 0.14;
const steps = 40;

interface StarMeterProps {
  readonly children: ReactNode;
  /** RMS of what goes out, dBFS. */
  readonly measure: () => number;
}

/** The star around the state's icon: its points breathe with what goes out, unless the person wants no motion. */
export function StarMeter({ children, measure }: StarMeterProps) {
  const outer = useRef<SVGSVGElement>(null);
  const latest = useRef(measure);
  useEffect(() => {
    latest.current = measure;
  });
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const ballistics = new Ballistics();
    let drawn = -1;
    return onFrame((nowMs) => {
      const rmsDbfs = latest.current();
      const { rms } = ballistics.move({ rmsDbfs, peakDbfs: rmsDbfs }, nowMs);
      const step = still.matches ? 0 : Math.round(rms * steps);
      if (step === drawn) return;
      drawn = step;
      // The style alone, of a layer of its own: what is drawn stays, and nothing is laid out or painted anew.
      if (outer.current) outer.current.style.transform = `scale(${1 - breath + (breath * step) / steps})`;
    });
  }, []);
  return (
    <div className="level-star" aria-hidden="true">
      <svg ref={outer} className="points" viewBox="0 0 100 100">
        <polygon points={points} />
      </svg>
      <svg viewBox="0 0 100 100">
        <g transform="translate(50 50) scale(0.78) translate(-50 -50)">
          <polygon className="body" points={points} />
        </g>
        <g transform="translate(28.4 28.4) scale(1.8)">{children}</g>
      </svg>
    </div>
  );
}
