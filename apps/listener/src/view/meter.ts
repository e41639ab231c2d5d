/** What is quieter than this moves nothing, dBFS. */
const floorDbfs = -50;
/** Speech and recitation peak about here; more moves the meter no further. */
const topDbfs = -8;

const attackMs = 60;
const releaseMs = 350;

/** How far the meter stands out for a loudness of 0..1 of full scale, 0..1. Even steps in decibels. Pure. */
export function deflection(level: number): number {
  if (level <= 0) return 0;
  const dbfs = 20 * Math.log10(level);
  return Math.min(1, Math.max(0, (dbfs - floorDbfs) / (topDbfs - floorDbfs)));
}

/** Moves from where the meter stands towards `target`: quickly out, calmly back. Pure. */
export function follow(current: number, target: number, elapsedMs: number): number {
  const timeMs = target > current ? attackMs : releaseMs;
  return current + (target - current) * (1 - Math.exp(-Math.max(0, elapsedMs) / timeMs));
}
