import { useRef } from 'react';

import { useLevel } from './use-level.ts';

export interface LevelMeterProps {
  readonly label: string;
  /** dBFS */
  readonly measure: () => number;
}

/** From here on a level is close to distortion: −6 dBFS on the meter's scale. */
const hotFrom = 0.9;

/** A horizontal level, drawn straight to a canvas. Runs from left to right in every language. */
export function LevelMeter({ label, measure }: LevelMeterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLevel(measure, (share) => {
    if (canvas.current) paint(canvas.current, share);
  });
  return (
    <canvas ref={canvas} className="level-meter" height={8} width={320}>
      {label}
    </canvas>
  );
}

function paint(canvas: HTMLCanvasElement, share: number): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  if (width > 0 && canvas.width !== width) canvas.width = width;
  const context = canvas.getContext('2d');
  if (!context) return;
  // A canvas understands no `light-dark()`: the resolved colours of these two properties carry the theme here.
  const { borderTopColor: hot, color: normal } = getComputedStyle(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = normal;
  context.fillRect(0, 0, canvas.width * Math.min(share, hotFrom), canvas.height);
  if (share <= hotFrom) return;
  context.fillStyle = hot;
  context.fillRect(canvas.width * hotFrom, 0, canvas.width * (share - hotFrom), canvas.height);
}
